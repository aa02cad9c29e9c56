"""What is said in public, against what people announced and what incidents says."""

from collections import Counter

from ..ledger import ACKNOWLEDGED
from .counting import differing, in_order, once, twice

FACTS = ("title", "sev", "status", "services", "started_at", "resolved_at")
VERDICTS = {1: "major_outage", 2: "partial_outage", 3: "degraded_performance"}


def announced(ledger, world):
    """Each announcement is public once, as it was answered, in its writer's order, and nobody else's is."""
    said, places = {}, {}
    for incident in _shown(world):
        for place, each in enumerate(reversed(incident["announcements"])):
            said.setdefault((incident["id"], each["message"]), []).append((place, each))
    writes = ledger.of("announcement")
    yield from once("an announcement", writes, lambda write: said.get((write.about, write.body["message"]), ()))
    for write in ledger.of("announcement", ACKNOWLEDGED):
        for place, each in said.get((write.about, write.body["message"]), ()):
            places[write.number] = place
            if change := differing(write.answer, each, each.keys()):
                yield f"CHANGED ({change}): {write.line()}"
    yield from in_order("an announcement", writes, places)
    asked = {(write.about, write.body["message"]) for write in writes}
    for key in said.keys() - asked:
        yield f"NOBODY'S: {said[key]} of {key[0]}"


def marked(_ledger, world):
    """Incidents knows what is public, has each announcement in its timeline once, and comms has each in its audit."""
    public = {incident["id"]: incident for incident in _shown(world)}
    audited = Counter(e["object"] for e in world.audit.get("comms", ()) if e["action"] == "incident.announce")
    for incident in world.incidents:
        incident_id = incident["id"]
        said = Counter(each["message"] for each in public.get(incident_id, {}).get("announcements", ()))
        timeline = world.timelines.get(incident_id, ())
        heard = Counter(entry["message"] for entry in timeline if entry["type"] == "announcement")
        if incident["public"] != bool(said):
            yield f"{incident_id} is marked public: {incident['public']}, and has {said.total()} announcements"
        if said != heard:
            yield f"{incident_id}: only public {said - heard}, only in the timeline {heard - said}"
        if audited[incident_id] != said.total():
            yield f"{incident_id}: {said.total()} announcements, {audited[incident_id]} in the audit of comms"


def follows(_ledger, world):
    """The public side of each incident is as the incident is; nothing is public that is no incident."""
    there = {each["id"]: each for each in world.incidents}
    for each in _shown(world):
        if each["id"] not in there:
            yield f"public, and no incident: {each}"
            continue
        incident = there[each["id"]]
        if change := differing(incident | _resolved(incident), each | _resolved(each), FACTS):
            yield f"{each['id']} on the page ({change})"
    for incident_id in twice(each["id"] for each in _shown(world)):
        yield f"{incident_id} is on the page twice"


def _resolved(incident):
    # While it is not resolved, the public side leaves the time out.
    return {"resolved_at": incident.get("resolved_at") if incident["status"] == "resolved" else None}


def verdict(_ledger, world):
    """What lasts is among what lasts, and the worst of it decides."""
    for part, lasts in (("active", True), ("recent", False)):
        for each in world.summary[part]:
            if (each["status"] != "resolved") != lasts:
                yield f"{each['id']} is {each['status']} and among the {part}"
    worst = min((each["sev"] for each in world.summary["active"]), default=4)
    if world.summary["state"] != VERDICTS.get(worst, "operational"):
        yield f"{world.summary['state']}, and the worst that lasts has severity {worst}"


def agreement(_ledger, world):
    """The list of the status, the copy beside nginx and the reader of the stream have what the summary has."""
    shown = {each["id"]: each for each in _shown(world)}
    if [each["id"] for each in world.status] != list(shown):
        yield f"the status lists {[each['id'] for each in world.status]}, the summary {list(shown)}"
    for each in world.status:
        last = shown.get(each["id"], {}).get("announcements", [None])[0]
        if each["last_public"] != last:
            yield f"{each['id']}: last said {each['last_public']} in the status, {last} in the summary"
    kept = {each["id"]: each for each in world.copy["active"] + world.copy["recent"]}
    for name, known in (("the copy beside nginx", kept), ("the reader of the stream", world.followed)):
        for incident_id, incident in shown.items():
            if known.get(incident_id) != incident:
                yield f"{name} has {known.get(incident_id)}, the page {incident}"
    if world.copy["state"] != world.summary["state"]:
        yield f"the copy beside nginx says {world.copy['state']}, the page {world.summary['state']}"


def _shown(world):
    return world.summary["active"] + world.summary["recent"]


CHECKS = (announced, marked, follows, verdict, agreement)
