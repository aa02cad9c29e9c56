"""Stories played on a running cluster: the page follows, what is away is waited for, Ctrl-C ends everything."""

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys

import pytest

import waiting
from cluster import EVERYTHING, ROOT, running
from people import Person

STORY = """\
title = "A short one"
begins = "09:00"
ends = "09:14"
speed = 60
person = [
  { key = "ada-NAME", name = "Ada", role = "manager" },
  { key = "bo-NAME", name = "Bo", role = "sre" },
]

[[provider]]
key = "NAME"
name = "Nimbus"
feed = "summary.json"
components = ["API"]

[[provider.incident]]
key = "errors"
title = "Errors at NAME"
impact = "minor"
components = ["API"]
update = [
  { at = "09:01", status = "investigating", text = "We look." },
  { at = "09:03", status = "identified", impact = "major", text = "Found." },
  { at = "09:10", status = "resolved", text = "It is over." },
]

[[act]]
at = "09:04"
who = "ada-NAME"
does = "announce"
incident = "NAME/errors"
state = "identified"
en = "NAME is being mended."
fr = "NAME est en réparation."

[[act]]
at = "09:05"
who = "bo-NAME"
does = "open"
incident = "own"
title = "Work at NAME"
severity = 3

[[act]]
at = "09:06"
who = "bo-NAME"
does = "assign"
to = "bo-NAME"
incident = "own"

[[act]]
at = "09:07"
who = "bo-NAME"
does = "write"
type = "mitigation"
incident = "own"
text = "Done by hand."

[[act]]
at = "09:08"
who = "bo-NAME"
does = "resolve"
incident = "own"

[[act]]
at = "09:09"
who = "bo-NAME"
does = "mitigate"
incident = "own"

[[act]]
at = "09:12"
who = "bo-NAME"
does = "postmortem"
incident = "own"
what_happened = "It broke."
root_cause = "It was old."
action_items = ["Buy a new one"]
"""


@contextlib.contextmanager
def simulator(command, tmp_path, name, *options, **environment):
    """A command of the simulator on the story of the provider `name`: (its process, what it has said so far)."""
    story, said = tmp_path / f"{name}.toml", tmp_path / f"{name}.said"
    story.write_text(STORY.replace("NAME", name), encoding="utf-8")
    with open(said, "wb") as screen:
        child = subprocess.Popen(
            [sys.executable, "-m", "simulator", command, str(story), *options],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=screen,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        with waiting.explained(lambda: said.read_text(encoding="utf-8")):
            yield child, lambda: said.read_text(encoding="utf-8")
    finally:
        if child.poll() is None:
            child.send_signal(signal.SIGINT)
            try:
                child.wait(45)
            except subprocess.TimeoutExpired:
                child.kill()


def play(cluster, tmp_path, name, *options):
    options = ("--url", cluster.url(), "--email", cluster.email, *options)
    return simulator("play", tmp_path, name, *options, ADMIN_PASSWORD=cluster.password)


def ended(child, seconds=60):
    return waiting.until(lambda: child.poll() is not None, seconds, "the simulator ended") and child.returncode


def test_the_page_follows_a_story(cluster, tmp_path, admin, reader):
    with play(cluster, tmp_path, "alto") as (child, said):
        [shown] = waiting.until(lambda: reader.summary()["active"], 30, "the incident is announced")
        assert (shown["title"], shown["sev"], shown["status"]) == ("Errors at alto", 2, "open")
        assert shown["announcements"][0]["messages"] == {"en": "alto is being mended.", "fr": "alto est en réparation."}
        waiting.until(lambda: not reader.summary()["active"], 30, "it resolves by itself")
        assert ended(child) == 0
    recent = {each["title"]: each["status"] for each in reader.summary()["recent"]}
    assert recent == {"Errors at alto": "resolved"}, "what nobody announced is not public"

    [own] = admin.incidents_titled("Work at alto")
    assert (own["status"], own["source"], own["commander_name"]) == ("resolved", "manual", "Bo")
    assert "Done by hand." in [entry["message"] for entry in admin.timeline(own["id"])]
    assert admin.get(f"/api/v1/incidents/{own['id']}/postmortem")["action_items"] == ["Buy a new one"]
    for line in (
        "09:03  Nimbus           identified, major: Errors at alto",
        f"09:06  Bo               takes the lead of {own['id']}",
        "09:09  Bo               is refused: 409",
        "09:10  incidents",
    ):
        assert line in said()


def test_a_story_waits_for_what_is_away_and_goes_on(cluster, tmp_path, admin):
    with play(cluster, tmp_path, "basso") as (child, said):
        waiting.until(lambda: "09:01" in said(), 30, "the story has begun")
        with cluster.without("csp-ingestor", "incidents"):
            waiting.until(lambda: "is away (50" in said(), 30, "it says what it waits for")
        assert ended(child) == 0
    [incident] = waiting.until(lambda: admin.incidents_titled("Errors at basso"), 10, "the incident was opened")
    waiting.until(lambda: admin.incident(incident["id"])["status"] == "resolved", 10, "it is resolved")
    assert "Traceback" not in said()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_story_ends_at_once_when_asked(cluster, tmp_path, number):
    name = f"canto-{number.name.lower()}"
    with play(cluster, tmp_path, name, "--speed", "1", "--loop") as (child, said):
        waiting.until(lambda: "A short one, 14 min told in 14.0 min" in said(), 30, "the story has begun")
        child.send_signal(number)
        assert ended(child, 5) == 0
    assert "Traceback" not in said()


def test_without_a_cluster_it_says_so(tmp_path):
    options = ("--url", "http://127.0.0.1:1")
    with simulator("play", tmp_path, "solo", *options, ADMIN_PASSWORD="") as (child, said):
        assert ended(child) == 1
    assert said() == "simulator: ADMIN_PASSWORD is not set: the password of the cluster's admin\n"
    with simulator("play", tmp_path, "solo", *options, ADMIN_PASSWORD="x" * 12) as (child, said):
        waiting.until(lambda: "/api/v1/auth/login is away (no answer)" in said(), 10, "it says what it waits for")


def test_pages_are_served_without_any_cluster(tmp_path):
    with simulator("serve", tmp_path, "forte") as (child, said):
        waiting.until(lambda: said().startswith("A short one: http://127.0.0.1:"), 10, "it says where")
        child.send_signal(signal.SIGINT)
        assert ended(child, 5) == 0


def test_a_demo_is_a_cluster_of_its_own_made_anew_each_time(tmp_path):
    data = tmp_path / "demo"
    options = ("--data-dir", str(data), "--speed", "120")

    def demo():
        return simulator("demo", tmp_path, "duo", *options, PORTS="free", PUBLIC_URL="")

    def facts(said):
        """The address of the page and the password, as a person reads them."""
        address = re.search(r"status page +(http://\S+)/$", said(), re.MULTILINE)
        return address[1], re.search(r"sign in .* password (\S+)$", said(), re.MULTILINE)[1]

    with demo() as (child, said):
        waiting.until(lambda: "The story is over" in said(), 90, "the story is told")
        address, password = facts(said)
        admin = Person(At(address), "admin@example.org", password)
        assert [each["status"] for each in admin.incidents_titled("Errors at duo")] == ["resolved"]
        assert Person(At(address), "bo-duo@example.org", password).get("/api/v1/users/me")["role"] == "sre"
        with demo() as (second, second_said):
            assert ended(second) == 1
        assert second_said() == f"simulator: a demo runs on {data} already\n"
        child.send_signal(signal.SIGINT)
        assert ended(child) == 0
    assert "Traceback" not in said()
    assert not (data / "cluster.json").exists(), "the cluster has ended"

    with demo() as (child, said):
        waiting.until(lambda: "09:01" in said(), 60, "the second demo has begun")
        address, password = facts(said)
        assert Person(At(address), "admin@example.org", password).get("/api/v1/incidents") == []
        # Whoever kills it leaves nothing running.
        book = json.loads((data / "cluster.json").read_text(encoding="utf-8"))
        pids = [book["supervisor"], *(each["pid"] for each in book["processes"].values())]
        child.kill()
        child.wait()
        waiting.until(lambda: not any(running(pid) for pid in pids), 30, "all ended with it")


def test_a_demo_whose_port_is_taken_says_so(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        taken = {
            **{f"{name.upper().replace('-', '_')}_PORT": "0" for name in EVERYTHING},
            "WEB_PORT": str(port),
            "PORTS": "",
        }
        with simulator("demo", tmp_path, "uno", "--data-dir", str(tmp_path / "demo"), **taken) as (child, said):
            assert ended(child, 20) == 1
    first, second = said().splitlines()
    assert first == f"up: port {port} is taken: free it, or set WEB_PORT to another one"
    assert second.startswith("simulator: the cluster did not start")


def test_a_directory_of_something_else_is_left_alone(tmp_path):
    data = tmp_path / "precious"
    data.mkdir()
    (data / "letter").write_text("Dear", encoding="utf-8")
    with simulator("demo", tmp_path, "trio", "--data-dir", str(data)) as (child, said):
        assert ended(child, 20) == 1
    assert "holds what no demo has made" in said() and said().count("\n") == 1
    assert (data / "letter").read_text(encoding="utf-8") == "Dear"


class At:
    """A cluster known by its address alone."""

    def __init__(self, address):
        self._address = address

    def url(self):
        return self._address
