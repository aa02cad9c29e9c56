"""Plays a scenario: lets providers speak as the clock goes, and people act on what comes of it."""

import itertools
import shutil
import time
from dataclasses import dataclass

from . import book
from .acts import KINDS, opens_at
from .api import Away, Refused, Stopped
from .entries import Fault

# The least that may be asked for; between two polls the director asks to look.
INTERVAL_S = 10
# How long an incident may take from a provider's words to ours.
APPEARING = 10.0
# How long a change of one may take, before there is none.
SETTLING = 1.0
NAME_WIDTH = 16


@dataclass(frozen=True)
class Beat:
    """A moment at which something happens: `play` takes which round it is."""

    at: float
    play: object


class Teller:
    """The lines that a person reads while the story goes on."""

    def __init__(self, screen, day):
        self._screen = screen
        self._day = day
        self._clock = "     "
        # The hour, who, and the blanks between them take the rest of a line.
        self._width = max(40, shutil.get_terminal_size((200, 24)).columns - NAME_WIDTH - 10)

    def at(self, seconds):
        self._clock = self._day.clock(seconds)

    def line(self, who, text, mood=None):
        """`who` does `text`, at the hour of the story; of a long text as much as fits on the line."""
        text = " ".join(text.split())
        text = text if len(text) <= self._width else f"{text[: self._width - 1].rstrip()}…"
        hour = self._screen.paint("quiet", self._clock)
        self._screen.line(f"  {hour}  {who:<{NAME_WIDTH}} {self._screen.paint(mood, text) if mood else text}")


def _in_words(incident, number):
    """What a provider says: by its title while that or the impact is new, then by its text."""
    update, before = incident.updates[number], incident.updates[number - 1] if number else None
    status = update.status.replace("_", " ")
    if before and (update.title, update.impact) == (before.title, before.impact):
        return f"{status}: {update.text}"
    return f"{status}{'' if incident.planned else f', {update.impact}'}: {update.title}"


class Director:
    """`cast` is who plays each person of the scenario, by key: `api.Person`s; one of them registers the providers."""

    def __init__(self, scenario, clock, feeds, cast, teller, stop):
        self.scenario = scenario
        self.clock = clock
        self.feeds = feeds
        self.cast = cast
        self.teller = teller
        self.stop = stop
        self.manager = cast[next(person.key for person in scenario.people if person.role == "manager")]
        # Incidents of ours by (round, name in the scenario), and what was last told of each.
        self._ours = {}
        self._told = {}

    def register(self):
        """Has every provider followed; who is followed already must be followed here."""
        for provider in self.scenario.providers:
            url = self.feeds.url(provider)
            kind = "json" if provider.feed.endswith(".json") else "rss"
            body = {"name": provider.key, "feed_url": url, "type": kind, "interval_s": INTERVAL_S}
            if not self.manager.create("/api/v1/csp/providers", body):
                known = self.manager.get("/api/v1/csp/providers?limit=200")
                if not any(each["name"] == provider.key and each["feed_url"] == url for each in known):
                    raise Fault(f"{provider.key} is followed elsewhere: give the --port of then, or a fresh cluster")

    def play(self):
        """Plays every round; returns at the end, or raises `Stopped`."""
        self.clock.start()
        beats = self._beats()
        for told in itertools.count() if self.clock.rounds is None else range(self.clock.rounds):
            for beat in beats:
                # A little late rather than early: the pages must be there already.
                self._wait(max(0.0, self.clock.until(told, beat.at)) + 0.02)
                self.teller.at(beat.at)
                beat.play(told)

    def _beats(self):
        """All that happens, in order: what providers do goes before what people do at the same moment."""
        beats = []
        for provider in self.scenario.providers:
            for incident in provider.incidents:
                beats += [self._speaks(provider, incident, number) for number in range(len(incident.updates))]
            for trouble in provider.troubles:
                beats.append(self._turns(trouble.begins, provider, f"its page fails: {trouble.answer}", "bad", 1))
                beats.append(self._turns(trouble.ends, provider, "its page is back", "good", 2))
        beats += [Beat(act.at, lambda told, act=act: self._act(act, told)) for act in self.scenario.acts]
        return sorted(beats, key=lambda beat: beat.at)

    # -- Providers

    def _speaks(self, provider, incident, number):
        update = incident.updates[number]
        over = update.status in book.OVER
        mood = "good" if over else "wait" if incident.planned else "bad"

        def play(told):
            self.teller.line(provider.name, _in_words(incident, number), mood)
            # A summary drops what is over without a word: only the second look that misses it shows that it is gone.
            self._look(provider, 2 if provider.feed == "summary.json" and over else 1)
            opens = opens_at(incident)
            if opens is not None and opens <= update.at:
                self._tell_ours(provider, incident, told)

        return Beat(update.at, play)

    def _turns(self, at, provider, words, mood, looks):
        def play(_told):
            self.teller.line(provider.name, words, mood)
            self._look(provider, looks)

        return Beat(at, play)

    def _look(self, provider, looks):
        """Has the feed read now; the last look's failure is told."""
        path = f"/api/v1/csp/refresh?provider={provider.key}"
        answer = None
        for _ in range(looks):
            answer = self._try("csp-ingestor", lambda: self.manager.post(path))
        if answer and not answer["ok"]:
            self.teller.line("csp-ingestor", f"keeps what it knows of {provider.name}: {answer['error']}", "wait")

    # -- Our incidents

    def _tell_ours(self, provider, incident, told):
        """Says what has become of the incident that a provider's opened."""
        name = f"{provider.key}/{incident.key}"
        found = self._try("incidents", lambda: self._changed(name, told))
        if found:
            seen = "announced" if found["public"] else "internal until somebody announces it"
            self.teller.line("incidents", f"{found['id']} {found['status']}, severity {found['sev']}; {seen}")

    def _changed(self, name, told):
        """Our incident as it is now, if its cause has changed it; that takes a moment to come through."""
        deadline = time.monotonic() + SETTLING
        while True:
            found = self._find(name, told)
            now = (found["status"], found["sev"])
            if self._told.get(found["id"]) != now and not found["taken_over"]:
                self._told[found["id"]] = now
                return found
            if found["taken_over"] or time.monotonic() > deadline:
                return None
            self._wait(0.2)

    def _find(self, name, told):
        """Our incident by its name in the scenario, waited for as long as one may take to open."""
        deadline = time.monotonic() + APPEARING
        while True:
            found = self._look_up(name, told)
            if found:
                return found
            if time.monotonic() > deadline:
                raise Away(f"no incident came of {name} within {APPEARING:.0f} s")
            self._wait(0.2)

    def _look_up(self, name, told):
        known = self._ours.get((told, name))
        if known:
            return self.manager.get(f"/api/v1/incidents/{known}")
        if "/" not in name:
            raise Away(f"{name} was not opened")
        provider, _, incident = name.partition("/")
        external = book.external_id(provider, incident, told)
        for each in self.manager.get("/api/v1/incidents?limit=200"):
            ref = (each.get("origin") or {}).get("ref", "")
            if ref.startswith(f"{provider}:") and ref.endswith(f":{external}"):
                self._ours[told, name] = each["id"]
                return each
        return None

    # -- People

    def _act(self, act, told):
        person = self.cast[act.who]

        def do():
            incident = None if act.does == "open" else self._find(act.incident, told)["id"]
            return KINDS[act.does].do(person, incident, act.details, self.cast)

        done = self._try(person.name, do)
        if done:
            self._ours[told, act.incident], words = done
            self.teller.line(person.name, words, "strong" if act.does == "announce" else None)

    def _wait(self, seconds):
        if self.stop.wait(seconds):
            raise Stopped

    def _try(self, who, do):
        """What `do` answers; a story goes on whatever a part of the cluster or somebody else who plays makes of it."""
        try:
            return do()
        except Away as away:
            self.teller.line(who, f"gives up: {away}", "bad")
        except Refused as refused:
            self.teller.line(who, f"is refused: {refused.args[1]}", "wait")
        return None
