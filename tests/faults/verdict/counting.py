"""What several checks count by."""

from collections import Counter, defaultdict

from ..ledger import ACKNOWLEDGED, UNKNOWN


def once(what, writes, found):
    """Acknowledged writes are there exactly once, those of unknown outcome at most; `found` gives those of a write."""
    for write in writes:
        count = len(found(write))
        if write.outcome == ACKNOWLEDGED and count == 0:
            yield f"LOST, {what}: {write.line()}"
        elif count > 1 and write.outcome in (ACKNOWLEDGED, UNKNOWN):
            yield f"{count} TIMES, {what}: {write.line()}"


def in_order(what, writes, places):
    """What one writer was told is done came before what they did next; `places` gives the place of a write."""
    last = {}
    for write in writes:
        if write.outcome != ACKNOWLEDGED:
            continue
        place = places.get(write.number)
        before = last.get((write.who, write.about))
        if place is not None and before is not None and place < before[0]:
            yield f"OUT OF ORDER, {what}: {write.line()} stands before {before[1].line()}"
        if place is not None:
            last[write.who, write.about] = (place, write)


def twice(values):
    """The values that occur more than once."""
    return [value for value, count in Counter(values).items() if count > 1]


def by(key, items):
    """The items in groups."""
    groups = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    return groups


def differing(expected, actual, fields):
    """The fields in which two records differ, in words."""
    return ", ".join(
        f"{name}: {expected.get(name)!r} became {actual.get(name)!r}"
        for name in fields
        if expected.get(name) != actual.get(name)
    )
