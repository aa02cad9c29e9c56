"""Flags, against what those who made and flipped them were told."""

from collections import Counter

from ..ledger import ACKNOWLEDGED
from .counting import by, once


def kept(ledger, world):
    """Each flag is there once, and as the last one who touched it was told: no flip was lost or done twice."""
    there = by(lambda flag: flag["id"], world.flags)
    yield from once("a flag", ledger.of("flag"), lambda write: there.get(write.about, ()))
    touched = by(lambda write: write.about, ledger.of("flag", ACKNOWLEDGED) + ledger.of("flip", ACKNOWLEDGED))
    for key, writes in touched.items():
        last = max(writes, key=lambda write: write.number)
        for flag in there.get(key, ()):
            if flag != last.answer:
                yield f"CHANGED to {flag}: {last.line()}"


def evaluated(_ledger, world):
    """What a flag gives is what it says."""
    for flag in world.flags:
        given = world.evaluations.get(flag["id"], {})
        if given.get("off") == flag["on"]:
            yield f"{flag['id']} gives {given}, and is {flag}"


def audited(_ledger, world):
    """Each change of a flag is in the audit once."""
    changes = Counter(entry["object"] for entry in world.audit.get("flags", ()))
    for flag in world.flags:
        if changes[flag["id"]] != flag["version"]:
            yield f"{flag['id']} has version {flag['version']}, and {changes[flag['id']]} entries in the audit"


CHECKS = (kept, evaluated, audited)
