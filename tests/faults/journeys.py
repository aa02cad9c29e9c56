"""Who works while blows fall: each journey is a thread that goes on, step by step, until it is over."""

import contextlib
import random
import threading
import time
import traceback

from .hands import Hands, password
from .ledger import ACKNOWLEDGED

PHRASES = (
    "errors in Europe", "la base répond lentement", 'a "quoted" } word', "queues grow\nand grow", "¿qué pasa? 😀",
    "certificate ran out", "\\u0041 is not an A", "disks are full", "tout est revenu", "retries help",
)  # fmt: skip
NOTES = ("update", "note", "mitigation", "resolution")
STATES = ("investigating", "identified", "monitoring", "resolved")
NEXT = {"open": ("mitigated", "resolved"), "mitigated": ("open", "resolved"), "resolved": ("open",)}
SERVICES = ("api", "db", "cdn", "e:mail", "{queue}")
# How long a person thinks between two steps, on average.
THOUGHT = 0.15
# How many of the incidents are opened by way of csp-ingestor.
PASSED_ON = 0.15
# How much one journey makes: readers have 500 past incidents on their page, and a feed has an end.
MOST_INCIDENTS, MOST_EVENTS, MOST_FLAGS = 120, 80, 50


class Journey(threading.Thread):
    """Somebody at work. `step` is one thing they do; a step that breaks is an alarm of its own."""

    def __init__(self, office, name):
        super().__init__(name=name, daemon=True)
        self.office = office
        self.dice = random.Random(f"journey {office.seed} {name}")
        self._count = 0

    def run(self):
        while not self.office.over.wait(self.dice.expovariate(1 / THOUGHT)):
            try:
                self.step()
            except Exception:
                self.office.ledger.alarm(f"the journey {self.name} broke:\n{traceback.format_exc()}")
                return

    def words(self):
        """Something to say that nobody has said before."""
        self._count += 1
        return f"{self.name} {self._count}: {self.dice.choice(PHRASES)}"


class Responder(Journey):
    """Opens incidents and works on them. What has one winner (status, commander) it does to its own incidents alone."""

    def __init__(self, office, name, hands):
        super().__init__(office, name)
        self.hands = hands
        self.own = {}
        self._chores = {
            self.open: 10, self.note: 45, self.move: 12, self.assign: 5, self.announce: 18, self.learn: 6,
        }  # fmt: skip

    def step(self):
        [chore] = self.dice.choices(list(self._chores), self._chores.values()) if self.own else [self.open]
        chore()

    def open(self):
        if len(self.own) >= MOST_INCIDENTS:
            return
        body = {
            "title": self.words().replace("\n", " "),
            "sev": self.dice.randint(1, 4),
            "services": self.dice.sample(SERVICES, self.dice.randint(0, 3)),
            "summary": self.dice.choice(PHRASES),
        }
        if self.dice.random() < PASSED_ON:
            # The one route that is on a service's own port alone, and writes in two services.
            where = f"{self.office.ingestor}/api/v1/incidents"
            write = self.hands.create("incident", "", where, body | {"source": "csp"})
        else:
            write = self.hands.create("incident", "", "/api/v1/incidents", body)
        if write.outcome == ACKNOWLEDGED:
            self.own[write.answer["id"]] = write.answer["status"]
            self.office.incidents.append(write.answer["id"])

    def note(self):
        incident_id = self.dice.choice(self.office.incidents[-20:])
        body = {"type": self.dice.choice(NOTES), "message": self.words()}
        self.hands.create("note", incident_id, f"/api/v1/incidents/{incident_id}/timeline", body)

    def move(self):
        incident_id = self._one_of_mine()
        body = {"status": self.dice.choice(NEXT[self.own[incident_id]]), "reason": self.words()}
        write = self.hands.change("status", incident_id, f"/api/v1/incidents/{incident_id}/status", body)
        if write.outcome == ACKNOWLEDGED:
            self.own[incident_id] = body["status"]

    def assign(self):
        incident_id = self._one_of_mine()
        body = {"commander": self.dice.choice(self.office.people)}
        self.hands.change("commander", incident_id, f"/api/v1/incidents/{incident_id}/assign", body)

    def announce(self):
        announce(self, self._one_of_mine())

    def learn(self):
        incident_id = self._one_of_mine()
        body = {"what_happened": self.words(), "root_cause": self.words(), "action_items": [self.words()]}
        self.hands.create("postmortem", incident_id, f"/api/v1/incidents/{incident_id}/postmortem", body)

    def _one_of_mine(self):
        return self.dice.choice(list(self.own)[-8:])


def announce(journey, incident_id):
    """Says something in public about an incident; every other time in both languages."""
    body = {"incident_id": incident_id, "message": journey.words(), "state": journey.dice.choice(STATES)}
    if journey.dice.random() < 0.5:
        body["translations"] = {"fr": f"{body['message']}, en français"}
    journey.hands.create("announcement", incident_id, "/api/v1/public/announce", body)


class Provider(Journey):
    """A provider whose page tells of outages, and somebody who looks at it, and speaks of what it opened."""

    def __init__(self, office, name, hands, interval_s):
        super().__init__(office, name)
        self.hands, self.interval_s = hands, interval_s
        self.page = office.feeds.page(name)
        self._registered = False
        self._lasting = {}

    def step(self):
        if not self._registered:
            body = {
                "name": self.name,
                "feed_url": self.office.feeds.url(self.name),
                "type": "json",
                "interval_s": self.interval_s,
            }
            self.hands.create("provider", self.name, "/api/v1/csp/providers", body, surely=True)
            self._registered = True
        self.happen()
        self.look()
        if self.dice.random() < 0.5:
            self.speak()

    def happen(self):
        """Something begins, goes on or ends."""
        keys = list(self._lasting)
        chance = self.dice.random()
        if not keys or (chance < 0.3 and len(self.page.incidents) < MOST_EVENTS):
            if len(self.page.incidents) < MOST_EVENTS:
                key = f"e{len(self.page.incidents) + 1}"
                self.page.open(key, self.words().replace("\n", " "), self.dice.randint(1, 4), self.words())
                self._lasting[key] = 0
            return
        key = self.dice.choice(keys)
        if chance < 0.75:
            phase = self._lasting[key] = min(self._lasting[key] + 1, 2)
            self.page.update(key, STATES[phase], self.words())
        else:
            self.page.resolve(key, self.words())
            del self._lasting[key]

    def look(self):
        """Has the page looked at until that was a good look: what was over at first sight would open nothing."""
        while True:
            write = self.hands.change("refresh", self.name, f"/api/v1/csp/refresh?provider={self.name}")
            if write.outcome != ACKNOWLEDGED or write.answer["ok"]:
                return

    def speak(self):
        """A person speaks of an incident the page has opened, and now and then takes it over."""
        events = self.hands.read(f"/api/v1/csp/events?provider={self.name}&active=true&limit=5")
        opened = [event["incident_id"] for event in events if event["incident_id"]]
        if not opened:
            return
        incident_id = self.dice.choice(opened)
        if self.dice.random() < 0.15:
            self.hands.change("take-over", incident_id, f"/api/v1/incidents/{incident_id}/take-over")
        else:
            announce(self, incident_id)


class Newcomers(Journey):
    """People sign up, sign in and change their names; an admin makes others."""

    def __init__(self, office, name, admin):
        super().__init__(office, name)
        self.admin = admin

    def step(self):
        time.sleep(0.5)
        self._count += 1
        body = {
            "name": f"Person {self._count} {self.dice.choice(PHRASES)}".replace("\n", " "),
            "email": f"{self.name}-{self._count}@example.org",
            "password": password(),
        }
        if self.dice.random() < 0.5:
            self.admin.create("person", body["email"], "/api/v1/users", {**body, "role": "viewer"})
            return
        stranger = Hands(self.office.url, self.office.ledger, body["email"], self.dice)
        with contextlib.closing(stranger):
            write = stranger.create("person", body["email"], "/api/v1/users", body)
            if write.outcome == ACKNOWLEDGED:
                self.settle_in(stranger, body)

    def settle_in(self, stranger, body):
        """Whoever was told that they have an account can use it."""
        stranger.email, stranger.password = body["email"], body["password"]
        stranger.sign_in()
        if self.dice.random() < 0.5:
            change = {"name": f"Renamed {self._count}", "team": self.dice.choice(("Ops", "Night shift"))}
            stranger.change("rename", body["email"], f"/api/v1/users/{stranger.id}", change, method="PUT")


class Operator(Journey):
    """Makes flags and switches them to the other side: a flip that is done twice is undone."""

    def __init__(self, office, name, hands):
        super().__init__(office, name)
        self.hands = hands
        self.own = []

    def step(self):
        if not self.own or (self.dice.random() < 0.1 and len(self.own) < MOST_FLAGS):
            return self.make()
        return self.flip()

    def make(self):
        self._count += 1
        body = {"id": f"{self.name}.{self._count}", "on": self.dice.random() < 0.5, "description": self.words()}
        write = self.hands.create("flag", body["id"], "/admin/flags", body)
        if write.outcome == ACKNOWLEDGED:
            self.own.append(body["id"])

    def flip(self):
        key = self.dice.choice(self.own)
        self.hands.create("flip", key, f"/admin/toggle/{key}", None, surely=True)


class PassersBy(Journey):
    """Readers of the page: what they have seen once is never taken back, whatever dies.

    The copy that stands in for comms says of itself that it may be old, and is counted apart.
    """

    def __init__(self, office, name, hands):
        super().__init__(office, name)
        self.hands = hands
        self.seen = {}
        self.answers = {"fresh": 0, "copy": 0, "none": 0}

    def step(self):
        answer = self.hands.glance("/api/v1/public/summary")
        if answer is None:
            self.answers["none"] += 1
            return
        if "X-Status-Stale" in answer.headers:
            self.answers["copy"] += 1
            return
        self.answers["fresh"] += 1
        summary = answer.json()
        versions = {each["id"]: each["version"] for each in summary["active"] + summary["recent"]}
        for incident_id, version in self.seen.items():
            if versions.get(incident_id, 0) < version:
                self.office.ledger.alarm(
                    f"the page took back {incident_id}: version {version} was seen, then {versions.get(incident_id)}"
                )
        self.seen = versions
