"""Which blows fall, and in which order: all of it follows from one number."""

import random
from dataclasses import dataclass

# SIGKILL; SIGSTOP and after a while SIGCONT; SIGSTOP and after a while SIGKILL.
DEEDS = ("kill", "freeze", "hang")
WORDS = {"kill": "kill", "freeze": "freeze", "hang": "freeze and kill"}
# A blow may fall just when one of these was acknowledged: what follows from it is then under way.
MOMENTS = ("incident", "note", "status", "announcement", "postmortem", "refresh", "person", "flip")
# Shorter than anything notices, longer than a call's patience, longer than leases and clients' patience.
LENGTHS = ((0.2, 1.0), (1.0, 4.0), (4.0, 8.0))
TWO_AT_ONCE = 0.2
UPON_A_MOMENT = 0.6
WITHOUT_REST = 0.2
LONGEST_PAUSE = 2.0


@dataclass(frozen=True)
class Blow:
    """One fault: what is done to whom, when, and whether all may recover before the next."""

    number: int
    pause: float
    upon: str | None
    deed: str
    victims: tuple
    seconds: float
    rest: bool

    def __str__(self):
        lasting = f" for {self.seconds:.1f} s" if self.seconds else ""
        upon = f", at the next {self.upon}" if self.upon else ""
        return f"{WORDS[self.deed]} {' and '.join(self.victims)}{lasting}{upon}"


def plan(seed, count, victims):
    """`count` blows. Every victim meets every deed before one of these pairs comes again."""
    dice = random.Random(f"blows {seed}")
    return [_blow(dice, number, deed, victim, victims) for number, (deed, victim) in _pairs(dice, count, victims)]


def _pairs(dice, count, victims):
    deck = []
    for number in range(1, count + 1):
        if not deck:
            deck = [(deed, victim) for deed in DEEDS for victim in victims]
            dice.shuffle(deck)
        yield number, deck.pop()


def _blow(dice, number, deed, victim, victims):
    struck = (victim,)
    if dice.random() < TWO_AT_ONCE:
        struck += (dice.choice([each for each in victims if each != victim]),)
    seconds = 0.0 if deed == "kill" else round(dice.uniform(*dice.choice(LENGTHS)), 1)
    return Blow(
        number=number,
        pause=round(dice.uniform(0, LONGEST_PAUSE), 2),
        upon=dice.choice(MOMENTS) if dice.random() < UPON_A_MOMENT else None,
        deed=deed,
        victims=struck,
        seconds=seconds,
        rest=dice.random() >= WITHOUT_REST,
    )
