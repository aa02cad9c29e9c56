"""One storm: a cluster, people at work, blows, calm, and the verdict."""

import contextlib
import random
import statistics
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from cluster import EVERYTHING, Cluster
from feed_server import FeedServer

from . import world as worlds
from .follower import Follower
from .hands import Hands, password
from .journeys import Newcomers, Operator, PassersBy, Provider, Responder
from .ledger import Ledger
from .plan import plan
from .striker import Striker
from .verdict import judge

RESPONDERS = 3
# How often a provider's page is looked at by itself: often, so that this meets what people ask for, and hardly ever.
INTERVALS = {"cumulus": 10, "stratus": 3600}
# Work goes on for so long before the first blow, and after the last.
QUIET = 1.5


@dataclass
class Office:
    """What all journeys share."""

    url: str
    # csp-ingestor's own address, for what the gateway does not show.
    ingestor: str
    ledger: Ledger
    feeds: FeedServer
    seed: str
    over: threading.Event = field(default_factory=threading.Event)
    incidents: list = field(default_factory=list)
    people: list = field(default_factory=list)


@dataclass
class Outcome:
    """How a storm ended."""

    wrong: list
    faults: list
    figures: dict


def storm(seed, blows, directory, say=print):
    """Plays it; `directory` keeps the cluster's data and the ledger, `say` takes a line for every blow."""
    directory = Path(directory)
    # Whoever tests sign-up signs up often, from one address.
    cluster = Cluster(directory / "data", SIGNUPS_PER_HOUR="100000")
    ledger, feeds = Ledger(directory / "ledger.jsonl"), FeedServer()
    try:
        cluster.start()
        outcome = _play(cluster, ledger, feeds, seed, blows, say)
        assert cluster.stop() == 0, cluster.said()
        return outcome
    finally:
        cluster.end()
        feeds.close()
        ledger.close()


def _play(cluster, ledger, feeds, seed, blows, say):
    office = Office(cluster.url(), cluster.url("csp-ingestor"), ledger, feeds, seed)
    admin, hands = _staff(cluster, office)
    passers_by = PassersBy(office, "passers-by", Hands(office.url, ledger, "passers-by", random.Random()))
    journeys = [
        *(Responder(office, name, hands[name]) for name in hands if name.startswith("responder")),
        *(Provider(office, name, hands[name], interval) for name, interval in INTERVALS.items()),
        Operator(office, "operator", hands["operator"]),
        Newcomers(office, "newcomers", hands["personnel"]),
        passers_by,
    ]
    follower, striker = Follower(office.url), Striker(cluster, ledger)
    for thread in (follower, *journeys):
        thread.start()
    time.sleep(QUIET)
    began = time.monotonic()
    try:
        for blow in plan(seed, blows, EVERYTHING):
            say(_line(striker.strike(blow), blows, ledger))
        last = striker.recovery()
        lasted = time.monotonic() - began
        time.sleep(QUIET)
    finally:
        office.over.set()
        for journey in journeys:
            journey.join(120)
            if journey.is_alive():
                ledger.alarm(f"the journey {journey.name} does not end")
    with contextlib.closing(admin):
        world = _calm(cluster, ledger, feeds, admin, hands, follower, seed)
    follower.stop()
    world.recoveries = [(str(fault.blow), fault.recovery) for fault in striker.faults] + [("the last one", last)]
    figures = _figures(ledger, world, lasted, follower, passers_by)
    return Outcome(judge(ledger, world), striker.faults, figures)


def _staff(cluster, office):
    """An admin who reads everything in the end, and everybody who writes, each with hands of their own."""
    admin = Hands(office.url, office.ledger, "reader", random.Random(0), cluster.email, cluster.password).sign_in()
    hands = {}
    for name in ["personnel", "operator", *(f"responder-{number}" for number in range(RESPONDERS)), *INTERVALS]:
        email, secret = f"{name}@example.org", password()
        role = "admin" if name == "personnel" else "manager"
        body = {"name": name, "email": email, "password": secret, "role": role}
        admin.create("person", email, "/api/v1/users", body, surely=True)
        dice = random.Random(f"hands {office.seed} {name}")
        hands[name] = Hands(office.url, office.ledger, name, dice, email, secret).sign_in()
        office.people.append(hands[name].id)
    return admin, hands


def _calm(cluster, ledger, feeds, admin, hands, follower, seed):
    """After the storm: retries first, so that a doubling would be seen; then what waits; then all there is."""
    replays = worlds.replay(ledger, hands, random.Random(f"replays {seed}"))
    left = worlds.settle(cluster, feeds, admin)
    world = worlds.collect(cluster, admin, follower, feeds)
    world.replays, world.waiting = replays, left
    return world


def _line(fault, blows, ledger):
    tally = ledger.tally()
    recovery = "struck again at once" if fault.recovery is None else f"ready after {fault.recovery:.1f} s"
    return (
        f"{fault.blow.number:4}/{blows}  {fault.blow!s:<72} {recovery:<20}"
        f"  {tally['acknowledged']} acknowledged ({tally['again']} not at once), {tally['unknown']} unknown"
    )


def _figures(ledger, world, lasted, follower, passers_by):
    known = [seconds for _, seconds in world.recoveries if seconds is not None]
    return {
        "seconds": round(lasted),
        **ledger.tally(),
        "recovery_median": round(statistics.median(known), 1),
        "recovery_longest": round(max(known), 1),
        "incidents": len(world.incidents),
        "entries": sum(map(len, world.timelines.values())),
        "public": len(world.summary["active"]) + len(world.summary["recent"]),
        "events": len(world.events),
        "accounts": len(world.people),
        "flags": len(world.flags),
        "asked_again": len(world.replays),
        "stream": follower.counts,
        "page": passers_by.answers,
    }
