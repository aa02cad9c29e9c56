"""What people do in a story: one `Kind` each, with how it is read from the file and how it is done over the API."""

from collections.abc import Callable
from dataclasses import dataclass

from .entries import shown
from .scenario import Act

TYPES = ("note", "update", "mitigation", "resolution")
STATES = ("investigating", "identified", "monitoring", "resolved")
WORKERS = ("sre", "manager")


@dataclass(frozen=True)
class Kind:
    """`read` takes the details from an entry; `do` takes (person, incident id, details, cast), and answers with the
    incident's id and what was done, in words."""

    roles: tuple
    read: Callable
    do: Callable


def read_act(entry, scenario, before):
    """The act of an entry; `before` are the acts read so far."""
    at = entry.moment("at", scenario.day)
    who = entry.choice("who", [person.key for person in scenario.people])
    does = entry.choice("does", list(KINDS))
    entry.where = f"{entry.where} ({scenario.day.clock(at)}, {who})"
    kind, role = KINDS[does], next(person.role for person in scenario.people if person.key == who)
    if role not in kind.roles:
        raise entry.fault(f'does = "{does}": {who} is {role}, and this takes {" or ".join(kind.roles)}')
    incident = entry.text(
        "incident", 'the incident it is about, as "provider/key", or the key of one that a person opens'
    )
    _known(entry, scenario, before, at, does, incident)
    details = kind.read(entry, scenario)
    entry.close()
    return Act(at, who, does, incident, details)


def _known(entry, scenario, before, at, does, incident):
    """Refuses an incident that does not exist by then: the story would wait for it in vain."""
    opened = {act.incident: act.at for act in before if act.does == "open"}
    if does == "open":
        if "/" in incident or incident in opened:
            raise entry.fault(f"incident = {shown(incident)}: a name of its own, without a slash")
        return
    if "/" not in incident:
        if incident not in opened or opened[incident] > at:
            raise entry.fault(f'incident = {shown(incident)}: nobody opens it before; an act with does = "open" would')
        return
    theirs = {f"{provider.key}/{each.key}": each for provider in scenario.providers for each in provider.incidents}
    cause = theirs.get(incident)
    if cause is None:
        raise entry.fault(
            f"incident = {shown(incident)}: one of {', '.join(theirs) or 'none, since no provider has any'}"
        )
    if cause.planned:
        raise entry.fault(
            f"incident = {shown(incident)}: planned work opens no incident; somebody may open one by hand"
        )
    opens = opens_at(cause)
    if opens is None:
        raise entry.fault(
            f'incident = {shown(incident)}: it opens none, for it never has impact = "major" or "critical"'
        )
    if opens > at:
        raise entry.fault(
            f"at is before {scenario.day.clock(opens)}, when {incident} first matters enough to open an incident"
        )


def opens_at(incident):
    """When an incident of a provider becomes grave enough to be one of ours; None where it never does."""
    grave = (each.at for each in incident.updates if each.impact in ("major", "critical"))
    return None if incident.planned else next(grave, None)


def _words(entry, key, wanted):
    return entry.text(key, wanted)


def _read_open(entry, _scenario):
    return {
        "title": entry.text("title", "what the incident is called", longest=200),
        "sev": int(entry.number("severity", 1, 4)),
        "services": list(entry.texts("services", "labels, as a list", ())),
        "summary": entry.text("summary", "what it is about", ""),
    }


def _open(person, _incident, details, _cast):
    opened = person.post("/api/v1/incidents", {key: value for key, value in details.items() if value})
    return opened["id"], f"opens {opened['id']}, severity {opened['sev']}: {opened['title']}"


def _read_nothing(_entry, _scenario):
    return {}


def _take_over(person, incident, _details, _cast):
    person.post(f"/api/v1/incidents/{incident}/take-over")
    return incident, f"takes over {incident}: it follows its cause no longer"


def _read_assign(entry, scenario):
    return {"to": entry.choice("to", [each.key for each in scenario.people if each.role in WORKERS])}


def _assign(person, incident, details, cast):
    commander = cast[details["to"]]
    person.post(f"/api/v1/incidents/{incident}/assign", {"commander": commander.id})
    return incident, f"{'takes' if commander is person else f'gives {commander.name}'} the lead of {incident}"


def _read_write(entry, _scenario):
    return {
        "type": entry.choice("type", TYPES, "note"),
        "message": _words(entry, "text", "what is said in the timeline"),
    }


def _write(person, incident, details, _cast):
    person.post(f"/api/v1/incidents/{incident}/timeline", details)
    return incident, f"writes in the timeline of {incident}, {details['type']}: {details['message']}"


def _read_announce(entry, _scenario):
    wanted = "what is said to the public, for French and English are equal"
    return {
        "state": entry.choice("state", STATES),
        "en": _words(entry, "en", wanted),
        "fr": _words(entry, "fr", wanted),
    }


def _announce(person, incident, details, _cast):
    body = {
        "incident_id": incident,
        "state": details["state"],
        "lang": "en",
        "message": details["en"],
        "translations": {"fr": details["fr"]},
    }
    person.post("/api/v1/public/announce", body)
    return incident, f"announces {incident}, {details['state']}: {details['en']}"


def _read_reason(entry, _scenario):
    return {"reason": entry.text("reason", "why, for the timeline", "", longest=2000)}


def _status(status, verb):
    def do(person, incident, details, _cast):
        person.post(f"/api/v1/incidents/{incident}/status", {"status": status, **details})
        return incident, f"{verb} {incident}{': ' if details['reason'] else ''}{details['reason']}"

    return Kind(WORKERS, _read_reason, do)


def _read_postmortem(entry, _scenario):
    return {
        "what_happened": _words(entry, "what_happened", "what happened"),
        "root_cause": _words(entry, "root_cause", "why it happened"),
        "action_items": list(entry.texts("action_items", "what will be done, as a list")),
    }


def _postmortem(person, incident, details, _cast):
    person.post(f"/api/v1/incidents/{incident}/postmortem", details)
    count = len(details["action_items"])
    return incident, f"writes the postmortem of {incident}, {count} thing{'s' if count != 1 else ''} to do"


KINDS = {
    "open": Kind(WORKERS, _read_open, _open),
    "take-over": Kind(WORKERS, _read_nothing, _take_over),
    "assign": Kind(WORKERS, _read_assign, _assign),
    "write": Kind(WORKERS, _read_write, _write),
    "announce": Kind(("manager",), _read_announce, _announce),
    "mitigate": _status("mitigated", "mitigates"),
    "resolve": _status("resolved", "resolves"),
    "reopen": _status("open", "reopens"),
    "postmortem": Kind(WORKERS, _read_postmortem, _postmortem),
}
