#!/usr/bin/env python3
"""Starts the cluster that was built, and keeps it running until Ctrl-C. `make up` builds first, then runs this."""

import contextlib
import fcntl
import functools
import resource
import sys
import time

from cluster import gateway, probe, redis, services, settings
from cluster.process import Log, Process
from cluster.screen import Screen
from cluster.settings import SERVICES, Refusal, variable
from cluster.supervisor import Book, Supervisor

# What a killed cluster left running ends by itself, within what a service takes to stop.
LEFTOVERS_PATIENCE = 20.0
PLAIN = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR")


def main():
    screen = Screen()
    try:
        config = settings.read(settings.own_environment())
        config.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        with only_one(config):
            return run(config, screen)
    except Refusal as fault:
        screen.line(f"up: {fault}")
        return 1


@contextlib.contextmanager
def only_one(config):
    """One cluster per data directory: two would write the same data."""
    with open(config.path("lock"), "a", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refusal(f"a cluster runs on {config.data_dir} already (another DATA_DIR makes another one)") from None
        yield


def run(config, screen):
    book = Book(config.path("cluster.json"), config)
    ports_free(config, LEFTOVERS_PATIENCE if book.left_behind() else 0, screen)
    supervisor = Supervisor(plan(config, screen), screen, book)
    supervisor.listen()
    raise_file_limit()
    screen.line(screen.paint("strong", "Starting PolyStatus"))
    try:
        started = supervisor.start()
        if started:
            greet(config, screen)
            supervisor.watch()
    finally:
        screen.line(screen.paint("strong", "Stopping"))
        supervisor.stop()
    return 0 if started or supervisor.asked_to_stop else 1


def ports_free(config, patience, screen):
    """Refuses before anything is started: half a cluster helps nobody."""
    holders = {}
    for name, number in config.ports.items():
        holder = holders.setdefault(number, name)
        if holder != name:
            raise Refusal(f"{variable(holder)}_PORT and {variable(name)}_PORT are both {number}")
    deadline = time.monotonic() + patience
    waiting = False
    for name, number in config.ports.items():
        while settings.taken(number):
            if time.monotonic() >= deadline:
                raise Refusal(f"port {number} is taken: free it, or set {variable(name)}_PORT to another one")
            if not waiting:
                screen.line("The last cluster here was killed: waiting for what it left running to end")
                waiting = True
            time.sleep(0.2)


def plan(config, screen):
    """Writes what the processes read; answers with the processes, in the stages of their start."""
    services.prepare(config)
    for name in ("logs", "redis"):
        config.path(name).mkdir(exist_ok=True)
    if not (config.site / "index.html").is_file():
        raise Refusal(f"{config.site} is missing: run `make build` first")
    plain = {key: value for key, value in config.environment.items() if key in PLAIN}
    make = functools.partial(process, config)
    password = redis.admin_password(config)
    redis_ready = functools.partial(probe.redis_ready, config.ports["redis"], "admin", password)
    return [
        [make("redis", [redis.program(), redis.configure(config)], plain, redis_ready)],
        [
            make(
                name,
                [services.program(config, name)],
                services.environment(config, name),
                functools.partial(probe.http_ready, config.ports[name]),
                on_line=functools.partial(first_password, screen) if name == "users" else None,
            )
            for name in SERVICES
        ],
        [make("web", gateway.configure(config), plain, functools.partial(probe.http_ready, config.ports["web"], "/"))],
    ]


def process(config, name, command, environment, ready, on_line=None):
    log = Log(config.path("logs", f"{name}.log"))
    log.open()
    return Process(name, command, environment, log, ready, config.ports[name], on_line)


def first_password(screen, line):
    """Shows the first admin's password, said once ever by the users service, and keeps it out of the log."""
    words = line.split()
    if len(words) != 4 or words[0] != "admin" or words[2] != "password":
        return False
    screen.line()
    screen.line(f"  The first admin: {screen.paint('strong', words[1])}, password {screen.paint('strong', words[3])}")
    screen.line("  This is said once, and kept nowhere: write it down.")
    screen.line()
    return True


def greet(config, screen):
    screen.line()
    screen.line(screen.paint("strong", "PolyStatus is up"))
    screen.line(f"  status page  {config.public_url}/")
    screen.line(f"  console      {config.public_url}/console")
    screen.line(f"  API          {config.public_url}/docs/users/, and so for {', '.join(SERVICES[1:])}")
    screen.line(f"  data, logs   {config.data_dir}")
    screen.line(screen.paint("quiet", "  Ctrl-C stops everything; the data stays."))
    screen.line()


def raise_file_limit():
    """Every open page is a connection: take as many files as we may have."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


if __name__ == "__main__":
    sys.exit(main())
