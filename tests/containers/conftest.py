"""The containers that every check here stands on, and what was measured of them."""

import time

import pytest

import waiting
from containers import engine

measured = engine.Stopwatch()


@pytest.fixture(scope="session")
def stopwatch():
    return measured


@pytest.fixture(scope="session")
def containers(stopwatch):
    """All containers, built, started from nothing, and well."""
    why_not = engine.missing()
    if why_not:
        pytest.skip(why_not)
    containers = engine.Containers()
    containers.end()
    began = time.monotonic()
    containers.compose("build")
    stopwatch.seconds["build (what is there already is not built again)"] = time.monotonic() - began
    try:
        began = time.monotonic()
        containers.up()
        stopwatch.seconds["up, until every container is healthy and every service ready"] = time.monotonic() - began
        yield containers
    except AssertionError as failure:
        raise AssertionError(f"{failure}\n{containers.said()[-6000:]}") from failure
    finally:
        containers.end()


@pytest.fixture(scope="session")
def cluster(containers):
    """The same, as people know it: an address, and an admin whose password was said at the start."""

    def line():
        return [line for line in containers.said("users").splitlines() if f"admin {containers.email} password" in line]

    containers.password = waiting.until(line, 30, "the first admin's password is said")[0].split()[-1]
    return containers


def pytest_terminal_summary(terminalreporter):
    if measured.seconds:
        terminalreporter.section("measured")
        for what, seconds in measured.seconds.items():
            terminalreporter.write_line(f"{seconds:8.1f} s  {what}")
        terminalreporter.write_line("")
        terminalreporter.write_line(engine.docker("images", "--filter", f"reference={engine.PROJECT}*"))
