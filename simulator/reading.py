"""Reading a scenario from a TOML file; everything in it is checked before anything is started."""

import tomllib
from pathlib import Path

from .acts import read_act
from .entries import Entry, Fault, seconds_of_day, shown
from .scenario import (
    FEEDS,
    IMPACTS,
    PHASES,
    PLANNED_PHASES,
    ROLES,
    STATES,
    TROUBLES,
    Day,
    Incident,
    Past,
    Person,
    Provider,
    Scenario,
    Trouble,
    Update,
)


def read(path):
    """The scenario in a file, or the first `Fault` in it, led by the file's name."""
    path = Path(path)
    try:
        return parse(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as fault:
        raise Fault(f"{path.name}: cannot be read: {getattr(fault, 'strerror', None) or 'it is not UTF-8'}") from fault
    except Fault as fault:
        raise Fault(f"{path.name}: {fault}") from fault


def parse(text):
    """The scenario that a text in TOML describes."""
    try:
        story = Entry(tomllib.loads(text))
    except tomllib.TOMLDecodeError as fault:
        raise Fault(f"this is not TOML: {fault}") from fault
    title = story.text("title", "what the story is called", longest=120)
    day = _day(story)
    # A minute of yours is up to an hour of theirs in a demo, and more in a test.
    speed = story.number("speed", 1, 3600)
    providers = tuple(_provider(entry, day) for entry in story.tables("provider", "key"))
    people = tuple(_person(entry) for entry in story.tables("person", "key"))
    _distinct("provider", [each.key for each in providers])
    _distinct("person", [each.key for each in people])
    if not providers:
        raise Fault("provider is missing: at least one [[provider]]")
    if not any(person.role == "manager" for person in people):
        raise Fault('person is missing: at least one [[person]] with role = "manager", who registers the providers')
    scenario = Scenario(title, speed, day, providers, people, ())
    acts = []
    for entry in story.tables("act"):
        acts.append(read_act(entry, scenario, acts))
    story.close()
    return Scenario(title, speed, day, providers, people, tuple(sorted(acts, key=lambda act: act.at)))


def _day(story):
    wanted = 'an hour as in "08:25"'
    begins, ends = (seconds_of_day(story.text(key, wanted)) for key in ("begins", "ends"))
    if begins is None or ends is None:
        raise story.fault(f"begins or ends is no hour: {wanted}")
    if ends <= begins:
        raise story.fault("ends is not after begins: a story is told within one day")
    return Day(begins, ends - begins)


def _provider(entry, day):
    key = _key(entry)
    wanted = "the names of what the provider offers, one or more, as a list"
    components = entry.texts("components", wanted)
    if not components:
        raise entry.fault(f"components is empty: {wanted}")
    _distinct(f"{entry.where}, component", components)
    incidents = [_incident(each, day, components) for each in entry.tables("incident", "key")]
    incidents += [_maintenance(each, day, components) for each in entry.tables("maintenance", "key")]
    _distinct(f"{entry.where}, incident", [each.key for each in incidents])
    provider = Provider(
        key=key,
        name=entry.text("name", "what the provider is called", longest=80),
        feed=entry.choice("feed", FEEDS),
        zone=_zone(entry),
        components=components,
        incidents=tuple(incidents),
        past=tuple(_past(each) for each in entry.tables("past", "title")),
        troubles=tuple(_trouble(each, day) for each in entry.tables("trouble")),
    )
    entry.close()
    return provider


def _key(entry):
    wanted = "small letters, digits and hyphens, a letter first"
    key = entry.text("key", wanted, longest=40)
    if not key[0].isalpha() or not key.isascii() or not key.replace("-", "").isalnum() or key != key.lower():
        raise entry.fault(f"key = {shown(key)}: {wanted}")
    return key


def _zone(entry):
    wanted = 'the zone the page writes its times in, "+00:00" or as "-07:00"'
    zone = entry.text("zone", wanted, "+00:00")
    clock = seconds_of_day(zone[1:])
    if zone[0] not in "+-" or len(zone) != 6 or clock is None or clock > 14 * 3600:
        raise entry.fault(f"zone = {shown(zone)}: {wanted}")
    return zone


def _incident(entry, day, offered):
    title, impact = _title(entry), entry.choice("impact", IMPACTS)
    key, components = _key(entry), _components(entry, offered)
    updates = _updates(entry, day, PHASES, title, impact)
    entry.close()
    return Incident(key, components, updates)


def _maintenance(entry, day, offered):
    title, key, components = _title(entry), _key(entry), _components(entry, offered)
    window = entry.moment("from", day), entry.moment("until", day)
    if window[1] <= window[0]:
        raise entry.fault("until is not after from")
    updates = _updates(entry, day, PLANNED_PHASES, title, "maintenance")
    entry.close()
    return Incident(key, components, updates, window)


def _title(entry):
    return entry.text("title", "what the page calls it", longest=200)


def _components(entry, offered):
    wanted = f"some of the provider's components: {', '.join(offered)}"
    found = entry.texts("components", wanted, ())
    for name in found:
        if name not in offered:
            raise entry.fault(f"components = {shown(name)}: {wanted}")
    return found


def _updates(incident, day, phases, title, impact):
    """What is said, in the order of the clock; an impact or a title holds until another is said."""
    updates = []
    for entry in incident.tables("update"):
        impact = entry.choice("impact", IMPACTS, impact)
        title = entry.text("title", "what the page calls it now", title, longest=200)
        update = Update(
            at=entry.moment("at", day),
            status=entry.choice("status", phases),
            text=entry.text("text", "what the provider says"),
            impact=impact,
            title=title,
            state=entry.choice("state", STATES, None),
        )
        entry.close()
        if updates and update.at <= updates[-1].at:
            raise entry.fault(
                f"at = {shown(day.clock(update.at))}: later than {day.clock(updates[-1].at)}, the one before"
            )
        updates.append(update)
    if not updates:
        raise incident.fault("update is missing: at least one [[…update]], which opens it")
    return tuple(updates)


def _past(entry):
    past = Past(
        title=_title(entry),
        days_ago=entry.number("days_ago", 0.1, 300),
        minutes=entry.number("minutes", 1, 60 * 24),
        impact=entry.choice("impact", IMPACTS),
        text=entry.text("text", "what was said at its end"),
    )
    entry.close()
    return past


def _trouble(entry, day):
    trouble = Trouble(entry.moment("from", day), entry.moment("until", day), entry.choice("answer", TROUBLES))
    if trouble.ends <= trouble.begins:
        raise entry.fault("until is not after from")
    entry.close()
    return trouble


def _person(entry):
    person = Person(
        _key(entry), entry.text("name", "what the person is called", longest=80), entry.choice("role", ROLES)
    )
    entry.close()
    return person


def _distinct(what, keys):
    twice = next((key for key in keys if keys.count(key) > 1), None)
    if twice:
        raise Fault(f'{what} "{twice}" is there twice: give one of them another name')
