"""What a scenario is made of: a day's story of providers and people. `reading.py` reads it from a file."""

from dataclasses import dataclass, field

IMPACTS = ("none", "minor", "major", "critical")
PHASES = ("investigating", "identified", "monitoring", "resolved", "postmortem")
PLANNED_PHASES = ("scheduled", "in_progress", "verifying", "completed")
STATES = ("operational", "degraded_performance", "partial_outage", "major_outage", "under_maintenance")
# The forms a provider can be followed in; every provider serves all of them.
FEEDS = ("summary.json", "incidents.json", "history.atom", "history.rss", "news.rss", "news.atom")
TROUBLES = ("error", "empty", "webpage", "half")
ROLES = ("viewer", "sre", "manager")
DAY = 24 * 3600


@dataclass(frozen=True)
class Day:
    """The hours a story spans, in seconds."""

    begins: int
    length: int

    def clock(self, at):
        minutes = int(self.begins + at) // 60
        return f"{minutes // 60:02}:{minutes % 60:02}"


@dataclass(frozen=True)
class Update:
    """What a provider says at a moment, and what it changes by it."""

    at: int
    status: str
    text: str
    impact: str
    title: str
    state: str | None


@dataclass(frozen=True)
class Incident:
    """An incident of a provider, or planned work (`window`: from when until when)."""

    key: str
    components: tuple
    updates: tuple
    window: tuple | None = None

    @property
    def planned(self):
        return self.window is not None


@dataclass(frozen=True)
class Past:
    """What was over before the story began."""

    title: str
    days_ago: float
    minutes: float
    impact: str
    text: str


@dataclass(frozen=True)
class Trouble:
    """A time in which the provider's page itself fails."""

    begins: int
    ends: int
    answer: str


@dataclass(frozen=True)
class Provider:
    """A provider with its page, and all that will be said on it."""

    key: str
    name: str
    feed: str
    zone: str
    components: tuple
    incidents: tuple = ()
    past: tuple = ()
    troubles: tuple = ()


@dataclass(frozen=True)
class Person:
    key: str
    name: str
    role: str


@dataclass(frozen=True)
class Act:
    """What a person does at a moment; `details` are the words of it, as `acts.py` reads them."""

    at: int
    who: str
    does: str
    incident: str
    details: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Scenario:
    title: str
    speed: float
    day: Day
    providers: tuple
    people: tuple
    acts: tuple

    def provider(self, key):
        return next(each for each in self.providers if each.key == key)
