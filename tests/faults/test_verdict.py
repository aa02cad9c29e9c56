"""The verdict can fail: each loss, doubling and contradiction that is made on purpose is found, and named."""

import pytest

from faults.ledger import UNKNOWN
from faults.small_world import CAUSED, INCIDENT, audited, entry, small_world
from faults.verdict import CHECKS, judge


def test_a_day_on_which_nothing_went_wrong():
    assert judge(*small_world()) == []


DAMAGES = {
    # Incidents
    "opened": {
        "an incident is gone": lambda _, world: world.incidents.pop(0),
        "an incident is listed twice": lambda _, world: world.incidents.append(world.incidents[0]),
        "a retry opened a second one": lambda _, world: world.incidents.append(world.incidents[0] | {"id": "INC-2"}),
        "an id was given twice": lambda ledger, _: ledger.writes.append(ledger.of("incident")[0]),
        "a title changed": lambda _, world: world.incidents[0].update(summary="half of"),
        "nobody opened it": lambda _, world: world.incidents[0].update(title="A stranger"),
    },
    "noted": {
        "an entry is gone": lambda _, world: story(world).pop(1),
        "an entry stands twice": lambda _, world: again(world, "Ada 3: another"),
        "of unknown outcome, and twice": lambda _, world: [again(world, "Ada 4: who knows") for _ in range(2)],
        "an entry has another author": lambda _, world: story(world)[2].update(author={"kind": "person"}),
        "entries changed places": lambda _, world: swap(world.timelines[INCIDENT], 1, 2),
        "nobody wrote it": lambda _, world: again(world, "Nobody 1: said this"),
    },
    "moved": {
        "a change of status is gone": lambda _, world: world.incidents[0].update(status="open"),
        "its entry is gone": lambda _, world: story(world).pop(3),
        "it was entered twice": lambda _, world: story(world).insert(3, story(world)[3]),
        "one change began elsewhere": lambda _, world: story(world)[3]["change"].update({"from": "mitigated"}),
    },
    "assigned": {
        "a commander is gone": lambda _, world: world.incidents[0].update(commander=None),
        "a commander was entered twice": lambda _, world: story(world).append(entry("x", "assigned", "Bob")),
        "a taking over is gone": lambda ledger, _: took_over(ledger),
    },
    "learnt": {
        "a postmortem is gone": lambda _, world: world.postmortems.update({INCIDENT: None}),
        "a postmortem is an older one": lambda _, world: world.postmortems[INCIDENT].update(root_cause="older"),
        "a postmortem was written twice": lambda _, world: world.postmortems[INCIDENT].update(version=2),
    },
    "whole": {
        "a change without its audit": lambda _, world: world.audit["incidents"].pop(0),
        "an audit without its change": lambda _, world: entered(world, "incidents", "incident.status", INCIDENT),
        "a version too many": lambda _, world: world.incidents[0].update(version=99),
        "no beginning": lambda _, world: world.timelines[CAUSED].pop(0),
        "two entries share an id": lambda _, world: story(world)[1].update(id="c9"),
    },
    "indexed": {
        "missing in an index": lambda _, world: world.indexes.update({"status=resolved": []}),
        "left in an index": lambda _, world: world.indexes.update({"status=open": [CAUSED, INCIDENT]}),
    },
    # The public side
    "announced": {
        "an announcement is gone": lambda _, world: page(world)["announcements"].pop(),
        "it was made twice": lambda _, world: page(world)["announcements"].append(page(world)["announcements"][0]),
        "they changed places": lambda _, world: page(world)["announcements"].reverse(),
        "it says something else": lambda _, world: page(world)["announcements"][0].update(lang="fr"),
        "nobody said it": lambda _, world: page(world)["announcements"][0].update(message="Nobody 1: hello"),
    },
    "marked": {
        "incidents does not know that it is public": lambda _, world: world.incidents[0].update(public=False),
        "incidents holds another for public": lambda _, world: world.incidents[1].update(public=True),
        "the timeline has it twice": lambda _, world: again(world, "Ada 9: we know", "announcement"),
        "its audit is missing": lambda _, world: world.audit["comms"].pop(),
    },
    "follows": {
        "the page has another status": lambda _, world: page(world).update(status="mitigated"),
        "the page has another severity": lambda _, world: page(world).update(sev=1),
        "on the page twice": lambda _, world: world.summary["active"].append(page(world)),
        "on the page alone": lambda _, world: page(world).update(id="INC-ZZZZZZ"),
    },
    "verdict": {
        "the state is another": lambda _, world: world.summary.update(state="major_outage"),
        "what is over lasts": lambda _, world: world.summary["active"].append(world.summary["recent"].pop()),
    },
    "agreement": {
        "the status lacks one": lambda _, world: world.status.clear(),
        "the status has older words": lambda _, world: world.status[0].update(last_public={"message": "older"}),
        "the copy is older": lambda _, world: world.copy["recent"][0].update(version=2),
        "the copy has another state": lambda _, world: world.copy.update(state="major_outage"),
        "the stream kept the last change to itself": lambda _, world: world.followed[INCIDENT].update(version=2),
        "the stream never told of it": lambda _, world: world.followed.clear(),
    },
    # Providers
    "registered": {
        "a provider is gone": lambda _, world: world.providers.clear(),
        "a provider is there twice": lambda _, world: world.providers.append(world.providers[0]),
    },
    "told": {
        "an event is gone": lambda _, world: world.events.clear(),
        "an event is two": lambda _, world: world.events.append(world.events[0] | {"id": "event-2"}),
        "an event stands still": lambda _, world: world.events[0].update(status="investigating"),
        "no page tells of it": lambda _, world: world.pages["cumulus"].clear(),
    },
    "one_each": {
        "no incident": lambda _, world: world.incidents.pop(1),
        "no link": lambda _, world: world.events[0].update(incident_id=None),
        "two incidents": lambda _, world: world.incidents.append(world.incidents[1] | {"id": "INC-CCCCCC"}),
    },
    "followed": {
        "words are gone": lambda _, world: world.timelines[CAUSED].pop(),
        "words came twice": lambda _, world: world.timelines[CAUSED].append(world.timelines[CAUSED][-1]),
        "the end was not followed": lambda _, world: world.pages["cumulus"]["e1"].update(status="resolved"),
    },
    # Accounts
    "made": {
        "an account is gone": lambda _, world: world.people.clear(),
        "an account is two": lambda _, world: world.people.append(world.people[0] | {"id": "p2"}),
        "an account has another role": lambda _, world: world.people[0].update(role="admin"),
    },
    "renamed": {
        "a change of an account is gone": lambda _, world: world.people[0].update(name="P"),
    },
    # Flags
    "kept": {
        "a flag is gone": lambda _, world: world.flags.clear(),
        "a flag is two": lambda _, world: world.flags.append(world.flags[0]),
        "a flip is gone": lambda _, world: world.flags[0].update(on=False, version=1),
        "a flip was done twice": lambda _, world: world.flags[0].update(on=False, version=3),
    },
    "evaluated": {
        "a flag gives what it gave": lambda _, world: world.evaluations["new-page"].update(off=True),
    },
    # The house
    "alarms": {
        "an internal error": lambda ledger, _: ledger.alarm("an internal error"),
    },
    "retries": {
        "a retry got another answer": lambda ledger, world: asked_again(ledger, world, 201, {"id": "new"}),
        "a retry was refused": lambda ledger, world: asked_again(ledger, world, 409, None),
    },
    "readiness": {
        "ready too late": lambda _, world: world.recoveries.append(("kill redis", 30.5)),
    },
    "deliveries": {
        "an event still waits": lambda _, world: world.waiting.update({"incidents -> comms": 1}),
        "an aggregate is parked": lambda _, world: world.parked.update({"incidents -> comms": 1}),
    },
}  # fmt: skip
DAMAGES["audited"] = {
    "the audit lacks a link": lambda _, world: world.audit["csp-ingestor"].pop(1),
    "an event was linked twice": lambda _, world: entered(world, "csp-ingestor", "event.linked", "event-1"),
    "a flip is in the audit twice": lambda _, world: entered(world, "flags", "flag.toggled", "new-page"),
    "an account was made without its audit": lambda _, world: world.audit["users"].pop(0),
}  # fmt: skip
CASES = [(check, name, damage) for check, damages in DAMAGES.items() for name, damage in damages.items()]


@pytest.mark.parametrize(("check", "name", "damage"), CASES, ids=[f"{check}: {name}" for check, name, _ in CASES])
def test_a_damage_is_found(check, name, damage):
    ledger, world = small_world()
    damage(ledger, world)
    assert check in {line.partition(":")[0] for line in judge(ledger, world)}, name


def test_every_check_is_seen_to_fail():
    assert {check.__name__ for check in CHECKS} == DAMAGES.keys()


def test_what_nobody_knows_may_stand_or_not():
    ledger, world = small_world()
    [doubtful] = ledger.of("note", UNKNOWN)
    again(world, doubtful.body["message"])
    entered(world, "incidents", "incident.timeline", INCIDENT)
    world.incidents[0]["version"] += 1
    assert judge(ledger, world) == []


def test_a_loss_is_named_by_its_line_in_the_ledger():
    ledger, world = small_world()
    lost = world.timelines[INCIDENT].pop(1)
    [write] = [write for write in ledger.of("note") if write.body["message"] == lost["message"]]
    assert any(write.line() in line and "LOST" in line for line in judge(ledger, world))


def story(world):
    return world.timelines[INCIDENT]


def again(world, message, kind="note"):
    story(world).append(entry(f"n{len(story(world))}", kind, message))


def entered(world, service, action, what):
    world.audit[service].append(audited(action, what))


def asked_again(ledger, world, status, answer):
    write = ledger.writes[0]
    world.replays.append((write, status, answer or write.answer))


def swap(items, one, other):
    items[one], items[other] = items[other], items[one]


def took_over(ledger):
    write = ledger.begin("ada", "take-over", CAUSED, "POST", "/take-over")
    ledger.end(write, "acknowledged", {})


def page(world):
    """The one public incident; the copy and the reader of the stream have it as it was."""
    return world.summary["recent"][0]
