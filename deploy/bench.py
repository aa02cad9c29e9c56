#!/usr/bin/env python3
"""Starts what `make bench` measures, runs the program `bench` on it, and stops it all. docs/bench.md tells the rest.

deploy/bench.py [what the program takes, such as --only incident,create --rounds 6]

Services, Redis and yardsticks share one processor, the load comes from another; logs go to files. Nothing here is the
cluster of `make up`: data, ports and keys are of this run alone, and gone when it went well.
"""

import contextlib
import dataclasses
import json
import os
import platform
import secrets
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from up import PLAIN, raise_file_limit

from cluster import probe, redis, services, settings
from cluster.process import with_us
from cluster.settings import HOST, ROOT, SERVICES, Refusal, free_port

HOME = ROOT / ".data" / "bench"
ADMIN = "admin@example.org"
YARDSTICK = "bench"
PATIENCE = 30.0


class Part:
    """Some services over one Redis, started one by one, all on the same processor."""

    def __init__(self, name, config):
        self.name = name
        self.config = config
        self.started = []

    def start(self):
        """Redis, and the names of services that may be added."""
        config = self.config
        config.data_dir.mkdir(parents=True)
        for name in ("logs", "redis"):
            config.path(name).mkdir()
        services.prepare(config, (*SERVICES, YARDSTICK))
        password = redis.admin_password(config)
        plain = {key: value for key, value in config.environment.items() if key in PLAIN}
        command = [redis.program(), redis.configure(config)]
        child = self._run("redis", command, plain)
        self._wait(child, lambda: probe.redis_ready(config.ports["redis"], "admin", password))
        return self

    def add(self, service, program=None):
        """One more service, ready."""
        environment = services.environment(self.config, service)
        child = self._run(program or service, [services.program(self.config, program or service)], environment)
        self._wait(child, lambda: probe.http_ready(self.config.ports[service]))
        return self

    def _run(self, name, command, environment):
        with open(self.config.path("logs", f"{name}.log"), "wb") as log:
            child = subprocess.Popen(
                [*with_us(), *map(str, command)],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.started.append((name, child))
        return child

    def _wait(self, child, why_not):
        deadline = time.monotonic() + PATIENCE
        while (why := why_not()) is not None:
            if child.poll() is not None or time.monotonic() > deadline:
                name = self.started[-1][0]
                raise Refusal(f"{name} is not ready ({why}); see {self.config.path('logs', f'{name}.log')}")
            time.sleep(0.05)

    def facts(self):
        """What the program `bench` reads."""
        ports = {**self.config.ports, "yardstick": self.config.ports[YARDSTICK]}
        listed = [
            {"name": name, "pid": child.pid, "address": f"{HOST}:{ports[name]}"}
            for name, child in self.started
            if name != "redis"
        ]
        password = redis.admin_password(self.config)
        url = f"redis://admin:{password}@{HOST}:{ports['redis']}/"
        return {"services": listed, "redis": {"name": "redis", "pid": self.started[0][1].pid, "url": url}}

    def stop(self):
        for _name, child in reversed(self.started):
            child.send_signal(signal.SIGTERM)
        for _name, child in reversed(self.started):
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(15)
            child.kill()
            child.wait()


def main(arguments):
    shutil.rmtree(HOME / "cluster", ignore_errors=True)
    HOME.mkdir(parents=True, exist_ok=True)
    raise_file_limit()
    served_by, asked_by = processors()
    parts = []
    try:
        # What is started inherits it, and chooses its number of threads by it.
        os.sched_setaffinity(0, served_by)
        start(parts)
        os.sched_setaffinity(0, asked_by)
        status = run(parts, arguments)
    except Refusal as fault:
        print(f"bench: {fault}", file=sys.stderr)
        return 1
    finally:
        for part in reversed(parts):
            part.stop()
    if status == 0:
        shutil.rmtree(HOME / "cluster")
        print(f"\n{HOME.relative_to(ROOT)}/report.json, {HOME.relative_to(ROOT)}/ratios.svg")
    return status


def processors():
    """One for what is measured and one for who asks; both the same where there is but one."""
    here = sorted(os.sched_getaffinity(0))
    return {here[-1]}, {here[0]}


def start(parts):
    """A whole cluster with room for few incidents, and incidents alone with room for many, the yardsticks beside it."""
    password = secrets.token_urlsafe(18)
    small = config("small", password)
    parts.append(Part("small", small).start())
    for service in SERVICES:
        parts[0].add(service)
    # Comms is away for the full one: what a request costs is not to be mixed with what telling of it costs.
    ports = {**config("full", password).ports, "users": small.ports["users"]}
    full = dataclasses.replace(config("full", password), ports=ports)
    parts.append(Part("full", full).start())
    parts[1].add("incidents").add(YARDSTICK, "yardstick")
    parts[0].password = password


def config(name, password):
    """The settings of make up, with data and ports of our own, and nothing that a person set for theirs."""
    given = {key: value for key, value in os.environ.items() if key in PLAIN or key == "CARGO_TARGET_DIR"}
    told = {"DATA_DIR": str(HOME / "cluster" / name), "ADMIN_EMAIL": ADMIN, "ADMIN_PASSWORD": password}
    # The pages that are polled are on loopback.
    told["OUTBOUND_ALLOW"] = "127.0.0.0/8"
    read = settings.read({**given, **told}, dotenv=ROOT / ".no-such-file")
    ports = {name: free_port() for name in (*settings.PORTS, YARDSTICK)}
    return dataclasses.replace(read, ports=ports)


def run(parts, arguments):
    small, full = parts
    facts = {
        "small": small.facts(),
        "full": full.facts(),
        "email": ADMIN,
        "password": small.password,
        "ticks": os.sysconf("SC_CLK_TCK"),
        "machine": machine(),
    }
    path = HOME / "cluster" / "facts.json"
    path.touch(mode=0o600)
    path.write_text(json.dumps(facts), encoding="utf-8")
    program = services.program(small.config, "bench")
    command = [*with_us(), program, "--cluster", path, "--report", HOME, *arguments]
    return subprocess.run([str(word) for word in command], check=False).returncode


def machine():
    """The machine in a line: processors, kernel, Redis, and how busy it was before we came."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    model = next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())
    version = subprocess.run([redis.program(), "--version"], capture_output=True, text=True, check=False).stdout
    server = next((word[2:] for word in version.split() if word.startswith("v=")), "?")
    busy = f"load {os.getloadavg()[0]:.1f} before"
    return f"{os.cpu_count()} × {model}, Linux {platform.release()}, Redis {server}, {busy}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
