"""`make up` as a person meets it: one cluster per directory, clear refusals, the password said once, a good end."""

import os
import signal
import socket
import subprocess
import sys
import time

import pytest

import waiting
from cluster import ROOT, Cluster, running
from people import Person


@pytest.fixture
def fresh(tmp_path):
    """A cluster that is not started yet, whose admin has no password."""
    cluster = Cluster(tmp_path / "data", ADMIN_PASSWORD="")
    yield cluster
    cluster.end()


def second(cluster, **environment):
    """Starts another supervisor, which is expected to give up; answers with its status and what it said."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "deploy" / "up.py")],
        env={**cluster.environment(), **environment},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    return done.returncode, done.stdout.strip()


def everything_under(path):
    return [file.read_bytes() for file in path.rglob("*") if file.is_file() and not file.is_symlink()]


def test_the_password_is_said_once_and_kept_nowhere(fresh):
    fresh.start()
    [line] = [line for line in fresh.said().splitlines() if "The first admin" in line]
    email, password = line.replace(",", "").split()[3::2]
    assert email == fresh.email
    assert Person(fresh, email, password).get("/api/v1/users/me")["role"] == "admin"
    fresh.restart()
    assert fresh.said().count(password) == 1
    assert not any(password.encode() in content for content in everything_under(fresh.data_dir))
    assert Person(fresh, email, password)


def test_secrets_are_in_files_for_their_owner_alone(fresh):
    fresh.start()
    for path in (fresh.data_dir / "secrets").rglob("*"):
        assert path.stat().st_mode & 0o077 == 0, path
    redis_password = (fresh.data_dir / "secrets" / "users" / "redis-password").read_text().strip()
    for name, process in fresh.facts()["processes"].items():
        with (
            open(f"/proc/{process['pid']}/environ", "rb") as environ,
            open(f"/proc/{process['pid']}/cmdline", "rb") as cmdline,
        ):
            assert redis_password.encode() not in environ.read() + cmdline.read(), name


def test_one_cluster_per_directory_and_one_listener_per_port(fresh, tmp_path):
    fresh.start()
    status, said = second(fresh)
    assert (status, said.count("\n")) == (1, 0) and "already" in said and str(fresh.data_dir) in said

    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        status, said = second(fresh, DATA_DIR=str(tmp_path / "other"), COMMS_PORT=str(port), **free_but_comms())
    assert (status, said.count("\n")) == (1, 0) and str(port) in said and "COMMS_PORT" in said
    assert not (tmp_path / "other" / "secrets").exists(), "refused before anything was made"


def free_but_comms():
    return {f"{name}_PORT": "0" for name in ("WEB", "USERS", "INCIDENTS", "CSP_INGESTOR", "FLAGS", "REDIS")}


def test_two_names_for_one_port_are_refused(fresh):
    status, said = second(fresh, WEB_PORT="18999", USERS_PORT="18999")
    assert (status, said) == (1, "up: USERS_PORT and WEB_PORT are both 18999")


def test_a_bad_value_stops_the_start_and_is_named(fresh):
    status, said = second(fresh, OUTBOUND_ALLOW="everything")
    assert status == 1
    assert "configuration: OUTBOUND_ALLOW" in said


def test_what_dies_is_started_again_and_what_keeps_dying_waits_longer(fresh):
    fresh.start()
    for _ in range(3):
        fresh.kill_and_wait("csp-ingestor")
    assert "starting again in 0.2 s" in fresh.said()
    assert "starting again in 0.8 s" in fresh.said()
    fresh.kill_and_wait("web")
    assert Person(fresh).call("GET", "/").status_code == 200


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_in_good_order(fresh, number):
    fresh.start()
    pids = [process["pid"] for process in fresh.facts()["processes"].values()]
    assert fresh.stop(number) == 0
    assert not any(os.path.exists(f"/proc/{pid}") for pid in pids)
    stopped = [line.split()[1] for line in fresh.said().splitlines() if line.endswith(" stopped")]
    assert (stopped[0], stopped[-1]) == ("web", "redis")
    assert "did not stop in time" not in fresh.said()


def test_a_killed_supervisor_leaves_nothing_behind(fresh):
    fresh.start()
    pids = [process["pid"] for process in fresh.facts()["processes"].values()]
    os.kill(fresh.supervisor, signal.SIGKILL)
    waiting.until(lambda: not any(running(pid) for pid in pids), 25, "everything ended with it")
    began = time.monotonic()
    fresh.start()
    assert time.monotonic() - began < 40
