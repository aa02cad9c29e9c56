"""What providers say, against the pages they say it on, and the incidents that came of it."""

from collections import Counter

from .counting import by, once

SEVERITY = {"critical": 1, "major": 2, "minor": 3, "none": 4}
# An event this grave opens an incident.
GRAVE = 2


def registered(ledger, world):
    """Each provider is registered once."""
    named = by(lambda each: each["name"], world.providers)
    yield from once("a provider", ledger.of("provider"), lambda write: named.get(write.about, ()))


def told(_ledger, world):
    """What a page tells of is one event, as the page has it now; nothing else is an event."""
    events = by(lambda event: (event["provider"], event["external_id"]), world.events)
    on_pages = {(name, key): each for name, page in world.pages.items() for key, each in page.items()}
    for key, each in on_pages.items():
        found = events.get(key, [])
        if len(found) != 1:
            yield f"{len(found)} events of {key}"
        for event in found:
            expected = (each["name"], each["status"], SEVERITY[each["impact"]], each["status"] != "resolved")
            if (event["title"], event["status"], event["severity"], event["active"]) != expected:
                yield f"{key} is {expected} on its page, and as an event {event}"
    for key in events.keys() - on_pages.keys():
        yield f"NOBODY'S: {events[key]}"


def one_each(_ledger, world):
    """Each grave event has exactly one incident, of its own, for ever; no other event has one."""
    opened = by(_origin, filter(opened_by_machine, world.incidents))
    events = {f"{event['provider']}:{event['external_id']}": event for event in world.events}
    for name, event in events.items():
        found = [each["id"] for each in opened.get(name, ())]
        expected = [event["incident_id"]] if event["severity"] <= GRAVE else []
        if found != expected or None in expected:
            yield f"{name} has the incidents {found}, and knows of {event['incident_id']}"
    for name in opened.keys() - events.keys():
        yield f"NOBODY'S: {opened[name]}"


def followed(_ledger, world):
    """All that was said about an event is in its incident's timeline, once and in order; the end is followed."""
    for incident in world.incidents:
        if not opened_by_machine(incident):
            continue
        provider, _, key = _origin(incident).partition(":")
        page = world.pages.get(provider, {}).get(key)
        if page is None:
            continue
        expected = [_mark(update["body"]) for update in reversed(page["incident_updates"])]
        timeline = world.timelines.get(incident["id"], ())
        said = [_mark(entry["message"]) for entry in timeline if entry["type"] == "cause"]
        if said != expected:
            yield f"{incident['id']} was told {said}, and {provider} said {expected}"
        ended = page["status"] == "resolved"
        if not incident["taken_over"] and (incident["status"] == "resolved") != ended:
            yield f"{incident['id']} is {incident['status']}, and its cause {page['status']}"


def audited(_ledger, world):
    """Each event, link and provider is in the audit once."""
    acts = Counter((entry["action"], entry["object"]) for entry in world.audit.get("csp-ingestor", ()))
    expected = Counter()
    for event in world.events:
        expected["event.created", event["id"]] += 1
        expected["event.linked", event["id"]] += event["incident_id"] is not None
    expected.update(("provider.registered", provider["name"]) for provider in world.providers)
    for key in expected.keys() | {key for key in acts if key[0] in ("event.created", "event.linked")}:
        if acts[key] != expected[key]:
            yield f"{acts[key]} times {key} in the audit, {expected[key]} expected"


def opened_by_machine(incident):
    """Whether it has a provider's event behind it: what people open by way of csp-ingestor has their request."""
    return incident["origin"] is not None and not _origin(incident).startswith("request:")


def _origin(incident):
    return incident["origin"]["ref"]


def _mark(text):
    """The beginning of a text, which nobody else uses: what follows is made plain on its way."""
    return text.partition(":")[0]


CHECKS = (registered, told, one_each, followed, audited)
