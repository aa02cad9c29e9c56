"""Accounts, against what those who made them were told."""

from collections import Counter

from ..ledger import ACKNOWLEDGED
from .counting import by, differing, once, twice


def made(ledger, world):
    """Each account is there once, as it was answered."""
    addressed = by(lambda person: person["email"], world.people)
    yield from once("an account", ledger.of("person"), lambda write: addressed.get(write.about, ()))
    changed = {write.about for write in ledger.of("rename")}
    for write in ledger.of("person", ACKNOWLEDGED):
        fields = ("id", "role", "created_at", *(() if write.about in changed else ("name", "version")))
        for person in addressed.get(write.about, ()):
            if change := differing(write.answer, person, fields):
                yield f"CHANGED ({change}): {write.line()}"
    for name in ("id", "email"):
        for value in twice(person[name] for person in world.people):
            yield f"SHARED {name}: {value}"


def renamed(ledger, world):
    """The last change of an account holds."""
    addressed = {person["email"]: person for person in world.people}
    for writes in by(lambda write: write.about, ledger.of("rename")).values():
        last = writes[-1]
        if last.outcome == ACKNOWLEDGED and differing(last.body, addressed.get(last.about, {}), last.body):
            yield f"LOST, a change: {last.line()}"


def audited(_ledger, world):
    """Each account's making and each of its changes are in the audit once."""
    acts = Counter((entry["action"], entry["object"]) for entry in world.audit.get("users", ()))
    for person in world.people:
        counts = (acts["user.create", person["id"]], acts["user.update", person["id"]])
        if counts != (1, person["version"] - 1):
            yield f"{person['id']} has version {person['version']}, and in the audit {counts} makings and changes"


CHECKS = (made, renamed, audited)
