"""No request that schemathesis thinks of, good or bad, gets an answer that our OpenAPI does not foresee.

`make contract` looks longer: FUZZ_SECONDS is how long at each service, and FUZZ_SEED where it begins.
"""

import json
import os
import secrets
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
import yaml

from cluster import SERVICES

HERE = Path(__file__).resolve().parent
SWAGGERS = HERE.parent / "swaggers"
SECONDS = int(os.environ.get("FUZZ_SECONDS") or 0)
SEED = os.environ.get("FUZZ_SEED") or "20261122"
EXAMPLES = "12"
# The gateway adds little to what services answer: a longer look goes through it too.
DOORS = ("direct", "gateway") if SECONDS else ("direct",)
# Where the gateway does not lead, or leads to another service.
INSIDE = ("/internal/", "/api/v1/audit")
OWN_PORT_ALONE = {"csp-ingestor": ("/api/v1/incidents",)}
# How long one run may take that has no time set: as long as ten of them.
PATIENCE = 150
# A stream has no end, and OpenAPI 3.1 no words for what comes in it: test_page.py and test_journey.py read the public
# one, the service's own tests the other.
STREAMS = ("/api/v1/public/stream", "/api/v1/csp/events/stream")
# Only who has a browser's cookie, or knows two events of which one follows from the other, gets more than a refusal:
# the services' own tests, test_console.py and test_console_events.py do.
NEVER_GOOD = {"POST /api/v1/auth/refresh", "PUT /api/v1/csp/graph/edges/{cause}/{effect}"}
# At the end, who tries passwords and so is let in slowly; and who plays with switches, and may switch all off.
LAST = ("users", "flags")
RUNS = [*(service for service in SERVICES if service not in LAST), *LAST]


@pytest.fixture(scope="module")
def something(admin, feeds):
    """To be found and spoken of: an event of a provider, an incident that was announced, and who can lead it."""
    page = feeds.page("provider-of-the-runs")
    page.open("outage", "Latency in Europe")
    admin.register_provider(page.name, feeds.url(page.name))
    admin.refresh(page.name)
    incident = admin.post("/api/v1/incidents", {"title": "Latency in Europe", "sev": 2})
    admin.announce(incident["id"], "We look into it.")
    return {"provider": page.name, "incident_id": incident["id"], "commander": admin.id}


@pytest.fixture
def people(admin):
    """Who calls; new ones for each run, for in one of them anybody may have got another role."""
    admin.sign_in()  # A long run outlives a token.
    found = {"admin": {"email": admin.email, "password": admin.password}}
    for role in ("manager", "guest"):
        found[role] = {"email": f"{secrets.token_hex(6)}@example.org", "password": secrets.token_urlsafe(18)}
        admin.post("/api/v1/users", {"name": role, "role": role, **found[role]})
    return found


@pytest.mark.parametrize("last", ["", "0-0", "null", "9999999999999-0", "-1", "x" * 4096, "1-1, 2-2", "%00"])
def test_no_place_in_the_stream_is_refused(cluster, last):
    with httpx.stream("GET", f"{cluster.url('comms')}{STREAMS[0]}", headers={"Last-Event-ID": last}) as answer:
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "text/event-stream"
        assert next(answer.iter_lines()).startswith(("id:", "retry:", "event:"))


@pytest.mark.timeout(PATIENCE + SECONDS * 2)
@pytest.mark.parametrize(("service", "door"), [(service, door) for service in RUNS for door in DOORS])
def test_every_answer_is_foreseen(cluster, something, people, service, door, tmp_path):
    operations = [(method, path) for method, path in published(service) if leads(door, service, path)]
    report = tmp_path / "met.json"
    told = {
        "SCHEMATHESIS_HOOKS": "fuzzing.hooks",
        "PYTHONPATH": str(HERE),
        "FUZZ_SERVICE": service,
        "FUZZ_USERS_URL": cluster.url("users"),
        "FUZZ_PEOPLE": json.dumps(people),
        "FUZZ_KNOWN": json.dumps(something),
        "FUZZ_SECRETS": str(cluster.data_dir / "secrets"),
        "FUZZ_REPORT": str(report),
    }
    run = subprocess.run(
        command(service, door, cluster.url(service if door == "direct" else "web"), {path for _, path in operations}),
        cwd=tmp_path,
        env={**os.environ, **told},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE + SECONDS * 2,
        check=False,
    )
    print(run.stdout[-20_000:], run.stderr[-2_000:])
    assert run.returncode == 0, "what schemathesis found stands above, each with a request that shows it"
    met = json.loads(report.read_text(encoding="utf-8"))
    good = {label.rpartition(" ")[0] for label in met if label.rpartition(" ")[2][0] == "2"}
    never = {f"{method.upper()} {path}" for method, path in operations} - good - NEVER_GOOD
    assert never == set(), f"what is only ever refused was not looked at: {met}"


def published(service):
    paths = yaml.safe_load((SWAGGERS / f"{service}.yaml").read_text(encoding="utf-8"))["paths"]
    return [(method, path) for path, item in paths.items() for method in item]


def leads(door, service, path):
    """Whether there is something to be looked at."""
    hidden = () if door == "direct" else (*INSIDE, *OWN_PORT_ALONE.get(service, ()))
    return path not in STREAMS and not path.startswith(hidden)


def command(service, door, url, paths):
    words = [str(Path(sys.executable).with_name("st")), "run", str(SWAGGERS / f"{service}.yaml"), "--url", url]
    words += ["--seed", SEED, "--max-examples", EXAMPLES, "--generation-database", "none", "--no-color"]
    words += ["--continue-on-failure", "--request-timeout", "20", "--warnings", "off"]
    words += [word for path in sorted(paths) for word in ("--include-path", path)]
    # Some methods nginx itself refuses for every address, and says no more than that.
    words += ["--exclude-checks", "unsupported_method"] if door == "gateway" else []
    return [*words, "--max-time", str(SECONDS)] if SECONDS else words
