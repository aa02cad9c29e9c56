"""What holds for the whole house: nobody was refused or forgotten, retries are one, all was ready in time."""

from ..striker import PROMISED


def alarms(ledger, _world):
    """Answers nobody should get, journeys that broke, pages that took something back."""
    yield from ledger.alarms


def retries(_ledger, world):
    """The same request under the same key gets the first answer, long after."""
    for write, status, answer in world.replays:
        if not 200 <= status < 300 or answer != write.answer:
            yield f"asked again: {status} {answer}, and first: {write.line()}"


def readiness(_ledger, world):
    """After each blow all is ready within what is promised."""
    for blow, seconds in world.recoveries:
        if seconds is not None and seconds > PROMISED:
            yield f"ready only after {seconds:.1f} s: {blow}"


def deliveries(_ledger, world):
    """Nothing waits for delivery any more, and nothing was put aside."""
    for way, count in world.waiting.items():
        if count:
            yield f"{way}: {count:.0f} events still wait"
    for way, count in world.parked.items():
        if count:
            yield f"{way}: events of {count:.0f} aggregates are parked"


CHECKS = (alarms, retries, readiness, deliveries)
