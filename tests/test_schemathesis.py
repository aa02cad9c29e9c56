"""No request that schemathesis thinks of, good or bad, gets an answer that our OpenAPI does not foresee.

`make contract` looks longer: FUZZ_SECONDS is how long at each service, and FUZZ_SEED where it begins.
"""

import json
import os
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
# How long one run may take that has no time set: as long as ten of them.
PATIENCE = 150
# A stream has no end, and OpenAPI 3.1 no words for what comes in it: test_page.py and test_journey.py read it.
STREAM = "/api/v1/public/stream"
# Only who has a browser's cookie gets more than a refusal: the services' own tests and test_console.py have one.
NEVER_GOOD = {"POST /api/v1/auth/refresh"}
# Flags last: who plays with switches may switch the public side off.
RUNS = sorted(SERVICES, key=lambda service: service == "flags")


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
    people = {"admin": admin, "manager": admin.appoint("Manon", "manager"), "guest": admin.appoint("Gaston", "guest")}
    return {role: {"email": person.email, "password": person.password} for role, person in people.items()}


@pytest.mark.parametrize("last", ["", "0-0", "null", "9999999999999-0", "-1", "x" * 4096, "1-1, 2-2", "%00"])
def test_no_place_in_the_stream_is_refused(cluster, last):
    with httpx.stream("GET", f"{cluster.url('comms')}{STREAM}", headers={"Last-Event-ID": last}) as answer:
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "text/event-stream"
        assert next(answer.iter_lines()).startswith(("id:", "retry:", "event:"))


@pytest.mark.timeout(PATIENCE + SECONDS * 2)
@pytest.mark.parametrize("service", RUNS)
def test_every_answer_is_foreseen(cluster, something, people, service, tmp_path):
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
        command(service, cluster.url(service)),
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
    assert unmet(service, met) == [], met


def command(service, url):
    words = [str(Path(sys.executable).with_name("st")), "run", str(SWAGGERS / f"{service}.yaml"), "--url", url]
    words += ["--seed", SEED, "--max-examples", EXAMPLES, "--generation-database", "none", "--no-color"]
    words += ["--continue-on-failure", "--request-timeout", "20", "--warnings", "off"]
    words += ["--exclude-path", STREAM] if service == "comms" else []
    return [*words, "--max-time", str(SECONDS)] if SECONDS else words


def unmet(service, met):
    """The operations that never answered well: what is only ever refused was not looked at."""
    good = {label.rpartition(" ")[0] for label in met if label.rpartition(" ")[2][0] == "2"}
    paths = yaml.safe_load((SWAGGERS / f"{service}.yaml").read_text(encoding="utf-8"))["paths"]
    operations = {f"{method.upper()} {path}" for path, item in paths.items() for method in item if path != STREAM}
    return sorted(operations - good - NEVER_GOOD)
