"""The world after the storm: everything the cluster says, read through its API once it is calm."""

import json
import re
import time
from collections import defaultdict
from dataclasses import dataclass, field

import httpx

import waiting

STATUSES = ("open", "mitigated", "resolved")
# How long what waits for delivery may take once everybody is there again, and for how long nothing may wait: a fact
# goes on from service to service, and each tells only once a second how much waits.
SETTLING = 60
SETTLED = 3.0
# Who delivers to whom.
WAYS = ("incidents -> comms", "comms -> incidents", "csp-ingestor -> incidents")
# Of the acknowledged writes that bear a key, so many are asked for again.
REPLAYS = 400


@dataclass
class World:
    """All that is there. Lists are oldest first."""

    incidents: list = field(default_factory=list)
    # What each index of the list holds: `status=open`, `sev=1` and so on, as ids.
    indexes: dict = field(default_factory=dict)
    timelines: dict = field(default_factory=dict)
    postmortems: dict = field(default_factory=dict)
    summary: dict = field(default_factory=lambda: {"state": "operational", "active": [], "recent": []})
    status: list = field(default_factory=list)
    # The copy beside nginx, as the summary.
    copy: dict = field(default_factory=lambda: {"state": "operational", "active": [], "recent": []})
    # What the reader who followed the stream has.
    followed: dict = field(default_factory=dict)
    providers: list = field(default_factory=list)
    events: list = field(default_factory=list)
    # What the providers' own pages say: provider -> id -> incident.
    pages: dict = field(default_factory=dict)
    people: list = field(default_factory=list)
    flags: list = field(default_factory=list)
    # What each flag gives a certain reader.
    evaluations: dict = field(default_factory=dict)
    # service -> audit entries
    audit: dict = field(default_factory=dict)
    # Writes asked for again, with the status and the answer they got.
    replays: list = field(default_factory=list)
    # `service -> destination` -> events that still wait, aggregates that are parked
    waiting: dict = field(default_factory=dict)
    parked: dict = field(default_factory=dict)
    # Each blow, in words, and the seconds until all was ready; none where it was not awaited.
    recoveries: list = field(default_factory=list)
    alarms: list = field(default_factory=list)


def settle(cluster, feeds, admin):
    """Looks at every feed a last time, and waits until nothing waits for delivery; answers with what still does."""
    for name in feeds.pages:
        for _ in range(2):
            admin.change("refresh", name, f"/api/v1/csp/refresh?provider={name}")
    left, since = {}, time.monotonic()

    def settled():
        nonlocal left, since
        waiting_events = _gauges(cluster, "outbox_waiting_events")
        left = {way: waiting_events.get(way, 1) for way in WAYS}
        if any(left.values()):
            since = time.monotonic()
        return time.monotonic() - since > SETTLED

    _patiently(settled, SETTLING)
    return left


def replay(ledger, hands, dice):
    """Asks for some of what was acknowledged once more, under its key: nothing may come of it but the same answer."""
    keyed = [write for write in ledger.writes if write.key and write.outcome == "acknowledged" and write.who in hands]
    some = dice.sample(keyed, min(REPLAYS, len(keyed)))
    answers = []
    for write in some:
        answer = hands[write.who].again(write)
        answers.append((write, answer.status_code, answer.json()))
    return answers


def collect(cluster, admin, follower, feeds):
    """Everything the cluster says of itself."""
    world = World()
    world.incidents = _oldest_first(admin, "/api/v1/incidents")
    for query in [*(f"status={each}" for each in STATUSES), *(f"sev={number}" for number in range(1, 5))]:
        world.indexes[query] = [each["id"] for each in admin.pages(f"/api/v1/incidents?{query}")]
    for incident_id in {each["id"] for each in world.incidents}:
        world.timelines[incident_id] = _oldest_first(admin, f"/api/v1/incidents/{incident_id}/timeline")
        world.postmortems[incident_id] = admin.read(f"/api/v1/incidents/{incident_id}/postmortem")
    world.summary = admin.read("/api/v1/public/summary")
    world.status = admin.read("/api/v1/public/status")
    world.copy = _copy(cluster, world.summary)
    world.followed = _followed(follower, world.summary)
    world.providers = _oldest_first(admin, "/api/v1/csp/providers")
    world.events = _oldest_first(admin, "/api/v1/csp/events")
    world.pages = {name: dict(page.incidents) for name, page in feeds.pages.items()}
    world.people = _oldest_first(admin, "/api/v1/users")
    world.flags = _oldest_first(admin, "/admin/flags")
    world.evaluations = admin.read("/flags?user=somebody&role=sre")
    services = [name for name in cluster.facts()["urls"] if name != "web"]
    world.audit = {name: _oldest_first(admin, f"/audit/{name}") for name in services}
    world.parked = {name: count for name, count in _gauges(cluster, "outbox_parked_aggregates").items() if count}
    return world


def _oldest_first(admin, path):
    return list(reversed(admin.pages(path)))


def _copy(cluster, summary):
    """The copy beside nginx; it is written after each change, and given a moment for the last one."""
    path = cluster.data_dir / "snapshot" / "current" / "summary.json"

    def read():
        return json.loads(path.read_text(encoding="utf-8"))

    _patiently(lambda: _shown(read()) == _shown(summary))
    return read()


def _followed(follower, summary):
    wanted = _shown(summary)
    _patiently(lambda: wanted.items() <= {key: each["version"] for key, each in follower.seen.items()}.items())
    return dict(follower.seen)


def _shown(summary):
    return {each["id"]: each["version"] for each in summary["active"] + summary["recent"]}


def _patiently(question, seconds=30):
    """Gives something time to become true; whether it did, the verdict says."""
    try:
        waiting.until(question, seconds, "")
    except AssertionError:
        return


def _gauges(cluster, name):
    """What every service measures under this name: `service -> destination` -> value."""
    found = defaultdict(float)
    for service, url in cluster.facts()["urls"].items():
        if service == "web":
            continue
        text = httpx.get(f"{url}/metrics", timeout=10).text
        for destination, value in re.findall(rf'^{name}{{destination="([^"]+)"}} (\S+)$', text, re.MULTILINE):
            found[f"{service} -> {destination}"] += float(value)
    return dict(found)
