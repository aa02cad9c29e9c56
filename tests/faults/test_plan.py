"""The plan: the same number gives the same blows, and nobody is spared."""

import itertools

from faults.plan import DEEDS, plan

VICTIMS = ("redis", "users", "comms", "web")


def test_one_seed_is_one_plan():
    assert plan("7", 50, VICTIMS) == plan("7", 50, VICTIMS)
    assert plan("7", 50, VICTIMS) != plan("8", 50, VICTIMS)
    assert plan("7", 50, VICTIMS)[:20] == plan("7", 20, VICTIMS), "a longer one begins like a shorter one"


def test_everybody_meets_every_deed():
    pairs = list(itertools.product(DEEDS, VICTIMS))
    met = [(blow.deed, blow.victims[0]) for blow in plan("any", 3 * len(pairs), VICTIMS)]
    assert sorted(met) == sorted(pairs * 3)


def test_blows_are_of_all_kinds():
    blows = plan("any", 300, VICTIMS)
    assert [blow.number for blow in blows] == list(range(1, 301))
    assert all(len(set(blow.victims)) == len(blow.victims) for blow in blows)
    assert {len(blow.victims) for blow in blows} == {1, 2}
    assert {blow.rest for blow in blows} == {True, False}
    assert all((blow.seconds == 0) == (blow.deed == "kill") for blow in blows)
    frozen = [blow.seconds for blow in blows if blow.seconds]
    assert min(frozen) < 0.5 and max(frozen) > 7.5
    assert sum(blow.upon is None for blow in blows) > 50


def test_a_blow_can_be_read():
    assert str(plan("1", 1, ("redis",) * 2 + ("web",))[0])
