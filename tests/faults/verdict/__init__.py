"""The verdict: the ledger against the world. Every check yields a line for each loss, doubling or contradiction."""

from . import flags, house, incidents, people, providers, public

CHECKS = (*house.CHECKS, *incidents.CHECKS, *public.CHECKS, *providers.CHECKS, *people.CHECKS, *flags.CHECKS)


def judge(ledger, world):
    """Everything that is wrong, in lines for a person; none where nothing is."""
    return [f"{check.__name__}: {line}" for check in CHECKS for line in check(ledger, world)]
