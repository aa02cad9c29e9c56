"""A small day on which nothing went wrong: what the tests of the verdict do damage to."""

import copy

from .ledger import ACKNOWLEDGED, UNKNOWN, Ledger
from .world import World

INCIDENT, CAUSED = "INC-AAAAAA", "INC-BBBBBB"
ADA = {"kind": "person", "id": "ada", "name": "Ada"}
CSP = {"kind": "service", "id": "csp-ingestor", "name": "csp-ingestor"}


def small_world():
    """The ledger of that day, and the world after it."""
    day = _Day()
    day.incident()
    day.cause()
    day.person()
    day.flag()
    return day.ledger, day.world


class _Day:
    def __init__(self):
        self.ledger, self.world = Ledger(), World()
        self.world.audit = {"users": [], "incidents": [], "comms": [], "csp-ingestor": []}

    def incident(self):
        """A person's: opened, two notes, one more of unknown outcome that is not there, resolved, announced."""
        opening = {"title": "Ada 1: errors", "sev": 2, "services": ["api"], "summary": "slow"}
        lasting = {**opening, "id": INCIDENT, "source": "manual", "origin": None, "created_at": 100, "started_at": 100}
        now = {"status": "resolved", "resolved_at": 104, "commander": "bob", "taken_over": True, "public": True}
        self.wrote("incident", "", opening, answer=lasting | {"status": "open", "version": 1})
        timeline = [entry("e1", "created", opening["title"])]
        for number, message in enumerate(("Ada 2: a note", "Ada 3: another"), 2):
            noted = entry(f"e{number}", "note", message)
            self.wrote("note", INCIDENT, {"type": "note", "message": message}, answer=noted)
            timeline.append(noted)
        self.wrote("note", INCIDENT, {"type": "note", "message": "Ada 4: who knows"}, outcome=UNKNOWN)
        self.wrote("status", INCIDENT, {"status": "resolved", "reason": "Ada 5: over"}, key=None)
        timeline.append(entry("e4", "status", "resolved: Ada 5: over", change={"from": "open", "to": "resolved"}))
        self.wrote("commander", INCIDENT, {"commander": "bob"}, key=None)
        timeline.append(entry("e5", "assigned", "Bob"))
        postmortem = {"what_happened": "Ada 6: this", "root_cause": "Ada 7: that", "action_items": ["Ada 8: those"]}
        self.wrote("postmortem", INCIDENT, postmortem, answer=postmortem | {"version": 1})
        self.world.postmortems[INCIDENT] = postmortem | {"version": 1}
        timeline.append(entry("e6", "announcement", "Ada 9: we know"))
        timeline.append(entry("e7", "announcement", "Ada 10: it is over"))
        self.world.timelines[INCIDENT] = timeline
        acts = ("opened", "timeline", "timeline", "status", "assigned", "postmortem", "announced", "announced")
        self.world.audit["incidents"] += [audited(f"incident.{act}", INCIDENT) for act in acts]
        self.world.incidents.append(lasting | now | {"version": len(acts)})
        self.announced(lasting | now, ("Ada 9: we know", "Ada 10: it is over"))
        self.world.indexes |= {"status=resolved": [INCIDENT], "sev=2": [INCIDENT]}

    def announced(self, incident, messages):
        said = []
        for number, message in enumerate(messages):
            each = {"id": f"a{number}", "ts": 105, "state": "resolved", "lang": "en", "message": message}
            self.wrote("announcement", INCIDENT, {"message": message}, answer=each | {"incident_id": INCIDENT})
            self.world.audit["comms"].append(audited("incident.announce", INCIDENT))
            said.insert(0, each)
        facts = ("id", "title", "sev", "status", "services", "started_at", "resolved_at")
        public = {name: incident[name] for name in facts} | {"version": 3, "announcements": said}
        self.world.summary = {"state": "operational", "active": [], "recent": [public]}
        self.world.copy = copy.deepcopy(self.world.summary)
        self.world.status = [{"id": INCIDENT, "last_public": said[0]}]
        self.world.followed = {INCIDENT: copy.deepcopy(public)}

    def cause(self):
        """A provider's: its page said two things about an outage, which lasts."""
        self.wrote("provider", "cumulus", {"name": "cumulus"})
        self.world.providers.append({"name": "cumulus"})
        words = ("cumulus 3: looking", "cumulus 2: down")
        updates = [{"body": text} for text in words]
        page = {"name": "cumulus 1: outage", "status": "identified", "impact": "critical", "incident_updates": updates}
        self.world.pages = {"cumulus": {"e1": page}}
        event = {"id": "event-1", "provider": "cumulus", "external_id": "e1", "title": page["name"], "severity": 1}
        self.world.events.append(event | {"status": "identified", "active": True, "incident_id": CAUSED})
        self.world.incidents.append(
            {"id": CAUSED, "title": page["name"], "sev": 1, "status": "open", "origin": {"ref": "cumulus:e1"}}
            | {"taken_over": False, "public": False, "version": 2}
        )
        heard = [entry(f"c{number}", "cause", text, CSP) for number, text in enumerate(reversed(words))]
        self.world.timelines[CAUSED] = [entry("c9", "created", page["name"], CSP), *heard]
        self.world.audit["incidents"] += [audited(f"incident.{act}", CAUSED) for act in ("opened", "cause")]
        acts = (("event.created", "event-1"), ("event.linked", "event-1"), ("provider.registered", "cumulus"))
        self.world.audit["csp-ingestor"] += [audited(*act) for act in acts]
        self.world.indexes |= {"status=open": [CAUSED], "sev=1": [CAUSED]}

    def person(self):
        """Somebody signed up and changed their name."""
        account = {"id": "p1", "email": "p@example.org", "role": "guest", "created_at": 100, "name": "P", "version": 1}
        self.wrote("person", account["email"], {"email": account["email"]}, answer=account)
        self.wrote("rename", account["email"], {"name": "Renamed"}, key=None)
        self.world.people.append(account | {"name": "Renamed", "version": 2})
        self.world.audit["users"] += [audited("user.create", "p1"), audited("user.update", "p1")]

    def flag(self):
        """A flag was made and flipped."""
        made = {"id": "new-page", "on": False, "version": 1}
        self.wrote("flag", "new-page", {"id": "new-page", "on": False}, answer=made)
        self.wrote("flip", "new-page", None, answer=made | {"on": True, "version": 2})
        self.world.flags.append(made | {"on": True, "version": 2})
        self.world.evaluations = {"new-page": {"variation": "on", "off": False}}
        self.world.audit["flags"] = [audited(f"flag.{act}", "new-page") for act in ("created", "toggled")]

    def wrote(self, kind, about, body, outcome=ACKNOWLEDGED, answer=None, key="k"):
        write = self.ledger.begin("ada", kind, about, "POST", f"/{kind}", body, key)
        self.ledger.end(write, outcome, copy.deepcopy(answer))


def entry(entry_id, kind, message, author=ADA, **more):
    return {"id": entry_id, "type": kind, "message": message, "author": author, "ts": 100, **more}


def audited(action, what):
    return {"action": action, "object": what, "actor": ADA}
