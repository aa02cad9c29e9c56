"""Incidents, their timelines, postmortems and audit, against what people were told."""

from collections import Counter

from ..ledger import ACKNOWLEDGED, UNKNOWN
from .counting import by, differing, in_order, once, twice
from .providers import opened_by_machine

BY_PEOPLE = ("update", "note", "mitigation", "resolution")
# Fields of an incident of a person's that nothing changes.
LASTING = ("id", "title", "sev", "services", "summary", "source", "origin", "created_at", "started_at")


def opened(ledger, world):
    """Each opening is one incident as it was answered; no two share an id; none is there that nobody opened."""
    writes = ledger.of("incident")
    titled = by(lambda each: each["title"], world.incidents)
    yield from once("an incident", writes, lambda write: titled.get(write.body["title"], ()))
    there = {each["id"]: each for each in world.incidents}
    for write in ledger.of("incident", ACKNOWLEDGED):
        if write.answer["id"] not in there:
            yield f"LOST, an incident by its id: {write.line()}"
        elif change := differing(write.answer, there[write.answer["id"]], LASTING):
            yield f"CHANGED ({change}): {write.line()}"
    for incident_id in twice(write.answer["id"] for write in ledger.of("incident", ACKNOWLEDGED)):
        yield f"SHARED ID: {incident_id}"
    for incident_id in twice(each["id"] for each in world.incidents):
        yield f"LISTED TWICE: {incident_id}"
    asked = {write.body["title"] for write in writes}
    for each in world.incidents:
        if not opened_by_machine(each) and each["title"] not in asked:
            yield f"NOBODY'S: {each}"


def noted(ledger, world):
    """Each entry of a timeline stands once, as it was answered, in the order of its writer."""
    entries, places = {}, {}
    for incident_id, timeline in world.timelines.items():
        for place, entry in enumerate(timeline):
            if entry["type"] in BY_PEOPLE:
                entries.setdefault((incident_id, entry["message"]), []).append((place, entry))
    writes = ledger.of("note")
    yield from once("an entry", writes, lambda write: entries.get((write.about, write.body["message"]), ()))
    for write in ledger.of("note", ACKNOWLEDGED):
        for place, entry in entries.get((write.about, write.body["message"]), ()):
            places[write.number] = place
            if entry != write.answer:
                yield f"CHANGED to {entry}: {write.line()}"
    yield from in_order("an entry", writes, places)
    asked = {(write.about, write.body["message"]) for write in writes}
    for key in entries.keys() - asked:
        yield f"NOBODY'S: {entries[key]} in {key[0]}"


def moved(ledger, world):
    """Each change of status stands once in the timeline; each begins where the one before ended; the last one holds."""
    there = {each["id"]: each for each in world.incidents}
    entries = {
        key: [entry["message"] for entry in timeline if entry["type"] == "status"]
        for key, timeline in world.timelines.items()
    }
    writes = ledger.of("status")
    said = lambda write: f"{write.body['status']}: {write.body['reason']}"  # noqa: E731
    found = lambda write: [text for text in entries.get(write.about, ()) if text == said(write)]  # noqa: E731
    yield from once("a change of status", writes, found)
    for incident_id, of_one in by(lambda write: write.about, writes).items():
        last = of_one[-1]
        if last.outcome == ACKNOWLEDGED and there.get(incident_id, {}).get("status") != last.body["status"]:
            yield f"LOST, {incident_id} is {there.get(incident_id, {}).get('status')}: {last.line()}"
    for incident_id, timeline in world.timelines.items():
        status = "open"
        for entry in timeline:
            if entry["type"] == "status":
                if entry["change"]["from"] != status:
                    yield f"A GAP in {incident_id}: {entry} when it was {status}"
                status = entry["change"]["to"]
        if incident_id in there and there[incident_id]["status"] != status:
            yield f"HALF: {incident_id} is {there[incident_id]['status']}, and its timeline ends with {status}"


def assigned(ledger, world):
    """The last commander stays, and each new one was entered once; who took over has taken over."""
    there = {each["id"]: each for each in world.incidents}
    for incident_id, writes in by(lambda write: write.about, ledger.of("commander")).items():
        if any(write.outcome != ACKNOWLEDGED for write in writes):
            continue
        commanders = [write.body["commander"] for write in writes]
        if there.get(incident_id, {}).get("commander") != commanders[-1]:
            yield f"LOST, a commander: {writes[-1].line()}"
        changes = sum(new != old for old, new in zip([None, *commanders], commanders, strict=False))
        entered = sum(entry["type"] == "assigned" for entry in world.timelines.get(incident_id, ()))
        if entered != changes:
            yield f"{entered} entries of {changes} commanders of {incident_id}"
    for write in ledger.of("take-over", ACKNOWLEDGED):
        if not there.get(write.about, {}).get("taken_over"):
            yield f"LOST, a taking over: {write.line()}"


def learnt(ledger, world):
    """The postmortem is the last one written, and counts them all."""
    fields = ("what_happened", "root_cause", "action_items")
    for incident_id, writes in by(lambda write: write.about, ledger.of("postmortem")).items():
        sure = [write for write in writes if write.outcome == ACKNOWLEDGED]
        doubtful = [write for write in writes if write.outcome == UNKNOWN]
        stands = world.postmortems.get(incident_id) or {}
        may_stand = [write.body for write in sure[-1:] + doubtful]
        if sure and all(differing(body, stands, fields) for body in may_stand):
            yield f"LOST, a postmortem, {stands} stands: {sure[-1].line()}"
        if not len(sure) <= stands.get("version", 0) <= len(writes):
            yield f"{stands.get('version', 0)} versions of the postmortem of {incident_id}, {len(sure)} acknowledged"


def whole(_ledger, world):
    """Nothing is half: record, timeline, audit and indexes say the same of every incident."""
    audited = by(lambda entry: entry["object"], world.audit.get("incidents", ()))
    for incident in world.incidents:
        incident_id = incident["id"]
        timeline, audit = world.timelines.get(incident_id, []), audited.get(incident_id, [])
        if len(audit) != incident["version"]:
            yield f"{incident_id} has version {incident['version']}, and {len(audit)} entries in the audit"
        written, acts = _acts(timeline, world.postmortems.get(incident_id)), Counter(each["action"] for each in audit)
        del acts["incident.cause"]
        if written != acts:
            yield f"{incident_id} has {dict(written)} written down, and {dict(acts)} in the audit"
        if [entry["message"] for entry in timeline[:1]] != [incident["title"]]:
            yield f"{incident_id} does not begin with its opening: {timeline[:1]}"
        if timeline and timeline[0]["type"] != "created":
            yield f"{incident_id} begins with {timeline[0]}"
    for entry_id in twice(entry["id"] for timeline in world.timelines.values() for entry in timeline):
        yield f"SHARED ID: the entry {entry_id}"


def _acts(timeline, postmortem):
    """How often what was done, as far as it is entered; what a cause brings is counted with its own words."""
    acts = Counter()
    for entry in timeline:
        if entry["type"] in BY_PEOPLE:
            acts["incident.timeline"] += 1
        elif entry["type"] == "created":
            acts["incident.opened"] += 1
        elif entry["type"] == "announcement":
            acts["incident.announced"] += 1
        elif entry["type"] in ("status", "assigned", "taken_over") and entry["author"]["kind"] == "person":
            acts[f"incident.{entry['type']}"] += 1
    acts["incident.postmortem"] = (postmortem or {}).get("version", 0)
    return +acts


def indexed(_ledger, world):
    """Each index of the list holds exactly what belongs there."""
    for query, ids in world.indexes.items():
        name, _, value = query.partition("=")
        belong = {each["id"] for each in world.incidents if str(each[name]) == value}
        if set(ids) != belong or twice(ids):
            yield f"{query}: missing {belong - set(ids)}, too many {set(ids) - belong}, twice {twice(ids)}"


CHECKS = (opened, noted, moved, assigned, learnt, whole, indexed)
