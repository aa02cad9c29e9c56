"""The cluster as `docker-compose up --build` runs it, under a name, a network and ports of its own."""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import time

import httpx

import waiting
from cluster import ROOT, SERVICES

PROJECT = "polystatus-check"
NETWORK = "10.80.84"
LASTING = ("redis", *SERVICES, "web")
SIGN_UPS = 3
# What the person running this has set for a cluster of theirs is no business of ours.
THEIRS = ("ADMIN_EMAIL", "ADMIN_PASSWORD", "PUBLIC_URL", "TRUSTED_PROXIES", "LOG_FORMAT", "RUST_LOG")


def missing():
    """Why this cannot run here; None where it can."""
    if not shutil.which("docker"):
        return "there is no docker"
    if subprocess.run(["docker", "info"], capture_output=True, check=False).returncode != 0:
        return "no docker engine answers"
    return None if command() else "there is neither docker-compose nor `docker compose`"


def command():
    if shutil.which("docker-compose"):
        return ["docker-compose"]
    known = subprocess.run(["docker", "compose", "version"], capture_output=True, check=False).returncode == 0
    return ["docker", "compose"] if known else None


def docker(*words, check=True):
    """What a docker command printed."""
    done = subprocess.run(["docker", *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0 or not check, f"docker {' '.join(words)}: {done.stderr}"
    return done.stdout.strip()


def free_ports(count):
    """Ports that nobody has: Docker's own choice would be another one after each start."""
    with contextlib.ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


class Containers:
    """Everything a test does with the containers from outside."""

    def __init__(self):
        self.email = "admin@polystatus.localhost"
        self.password = None
        published = (*SERVICES, "web")
        self._ports = dict(zip(published, free_ports(len(published)), strict=True))
        self._compose = [*command(), "--project-name", PROJECT, "--project-directory", str(ROOT)]
        self._compose += ["--file", str(ROOT / "docker-compose.yml")]
        self._environment = {
            **os.environ,
            **dict.fromkeys(THEIRS, ""),
            **{f"{name.upper().replace('-', '_')}_PORT": str(port) for name, port in self._ports.items()},
            "CONTAINER_NETWORK": NETWORK,
            "OUTBOUND_ALLOW": f"{NETWORK}.0/24",
            "SIGNUPS_PER_HOUR": str(SIGN_UPS),
        }

    def compose(self, *words):
        done = subprocess.run(
            [*self._compose, *words],
            env=self._environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"compose {' '.join(words)}:\n{done.stdout[-3000:]}{done.stderr[-3000:]}"
        return done.stdout

    def up(self):
        """Starts what is not started, and waits until all of it is well."""
        self.compose("up", "--detach")
        waiting.until(self.all_well, 60, "every container is healthy and every service ready")

    def end(self):
        """Nothing of it stays, but the images."""
        self.compose("down", "--volumes", "--remove-orphans")

    # -- One container

    def id(self, name):
        labels = {"project": PROJECT, "service": name, "oneoff": "False"}
        filters = [
            word for key, value in labels.items() for word in ("--filter", f"label=com.docker.compose.{key}={value}")
        ]
        return docker("ps", "--all", "--quiet", *filters)

    def inspect(self, name):
        return json.loads(docker("inspect", self.id(name)))[0]

    def pid(self, name):
        return self.inspect(name)["State"]["Pid"]

    def address(self, name, network="cluster"):
        return self.inspect(name)["NetworkSettings"]["Networks"][f"{PROJECT}_{network}"]["IPAddress"]

    def run(self, name, *words, check=True):
        """What a command inside a container printed."""
        return docker("exec", self.id(name), *words, check=check)

    def kill(self, name):
        """SIGKILL to its process from outside: no order of Docker's, which would not count as a death."""
        os.kill(self.pid(name), 9)

    def recreate_elsewhere(self, name):
        """Another container in its place, at another address: the old one is given to somebody else meanwhile."""
        network = "store" if name == "redis" else "cluster"
        before = self.address(name, network)
        image = self.inspect(name)["Config"]["Image"]
        self.compose("rm", "--stop", "--force", name)
        # By its number, where the network's numbers are ours to give out.
        number = ["--ip", before] if network == "cluster" else []
        options = ["--detach", "--network", f"{PROJECT}_{network}", *number, "--entrypoint", "sleep"]
        taken = docker("run", *options, image, "300")
        try:
            self.compose("up", "--detach", "--no-deps", name)
        finally:
            docker("rm", "--force", taken)
        assert self.address(name, network) != before

    # -- All of them

    def url(self, name="web"):
        return f"http://127.0.0.1:{self._ports[name]}"

    def is_ready(self, name):
        try:
            return httpx.get(f"{self.url(name)}/readyz", timeout=3).status_code == 200
        except httpx.TransportError:
            return False

    def all_ready(self):
        return all(self.is_ready(name) for name in SERVICES)

    def is_healthy(self, name):
        return self.inspect(name)["State"].get("Health", {}).get("Status") == "healthy"

    def all_well(self):
        return self.all_ready() and all(self.is_healthy(name) for name in LASTING)

    def said(self, *names):
        return self.compose("logs", "--no-color", *names)

    def starts(self):
        """When each was started: it changes with each start, wanted or not."""
        return {name: self.inspect(name)["State"]["StartedAt"] for name in LASTING}


class Stopwatch:
    """What was measured, by name, in the order it was."""

    def __init__(self):
        self.seconds = {}

    def until(self, question, seconds, what):
        began = time.monotonic()
        answer = waiting.until(question, seconds, what)
        self.seconds[what] = time.monotonic() - began
        return answer
