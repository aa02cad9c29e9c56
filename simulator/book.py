"""What a provider's page says at a moment of the story, before it is written in any dialect."""

import base64
import hashlib
from dataclasses import dataclass

from .scenario import DAY

# From the worst on, as pages rank their components.
RANKS = ("major_outage", "partial_outage", "degraded_performance", "under_maintenance", "operational")
STATE_OF = {
    "critical": "major_outage",
    "major": "partial_outage",
    "minor": "degraded_performance",
    "none": "operational",
    "maintenance": "under_maintenance",
}
OVER = ("resolved", "postmortem", "completed")


@dataclass(frozen=True)
class Said:
    """One update of an incident, at a time of the world."""

    id: str
    at: float
    status: str
    text: str
    # (component, the state before, the state after)
    changes: tuple


@dataclass(frozen=True)
class Shown:
    """An incident as the page shows it now; `said` is newest first."""

    id: str
    number: int
    title: str
    planned: bool
    status: str
    impact: str
    components: dict
    said: tuple
    window: tuple | None = None

    @property
    def over(self):
        return self.status in OVER

    @property
    def began(self):
        return self.said[-1].at

    @property
    def changed(self):
        return self.said[0].at

    def first(self, *statuses):
        """When it first came to one of these; None where it did not."""
        return next((each.at for each in reversed(self.said) if each.status in statuses), None)


@dataclass(frozen=True)
class Page:
    """A provider's page: its incidents newest first, the state of each component, and when it last changed."""

    provider: object
    id: str
    incidents: tuple
    states: dict
    began: float

    @property
    def changed(self):
        return max((each.changed for each in self.incidents), default=self.began)

    def component(self, name):
        return identity(self.provider.key, "component", name)


def identity(*parts):
    """An id as status pages have them: twelve small letters and digits, the same for the same thing."""
    digest = hashlib.sha256("\n".join(map(str, parts)).encode()).digest()
    return base64.b32hexencode(digest)[:12].decode().lower()


def external_id(provider_key, incident_key, told):
    """What a provider calls an incident in its `told`-th telling."""
    return identity(provider_key, incident_key, told)


def page(provider, clock):
    """The page of a provider as the clock stands."""
    now = clock.moment()
    began = clock.world(0, 0)
    incidents = [_past(provider, number, past, began) for number, past in enumerate(provider.past)]
    for told in range(now.round + 1):
        until = now.at if told == now.round else clock.day.length
        shown = (_shown(provider, incident, clock, told, until) for incident in provider.incidents)
        incidents += [each for each in shown if each]
    incidents.sort(key=lambda each: each.began, reverse=True)
    states = dict.fromkeys(provider.components, "operational")
    for incident in incidents:
        for name, state in ({} if incident.over else incident.components).items():
            states[name] = min(states[name], state, key=RANKS.index)
    return Page(provider, identity(provider.key, "page"), tuple(incidents), states, began)


def trouble(provider, clock):
    """How the page itself fails just now; None while it works."""
    at = clock.moment().at
    return next((each.answer for each in provider.troubles if each.begins <= at < each.ends), None)


def _shown(provider, incident, clock, told, until):
    updates = [update for update in incident.updates if update.at <= until]
    if not updates:
        return None
    key = external_id(provider.key, incident.key, told)
    states, said = dict.fromkeys(incident.components, "operational"), []
    for number, update in enumerate(updates):
        state = _state(update)
        changes = tuple((name, before, state) for name, before in states.items())
        states = dict.fromkeys(states, state)
        said.append(Said(identity(key, number), clock.world(told, update.at), update.status, update.text, changes))
    last = updates[-1]
    return Shown(
        id=key,
        number=int(hashlib.sha256(key.encode()).hexdigest()[:7], 16),
        title=last.title,
        planned=incident.planned,
        status=last.status,
        # A page keeps the worst it came to, even where the components have recovered.
        impact="maintenance" if incident.planned else _worst(updates),
        components=states,
        said=tuple(reversed(said)),
        window=tuple(clock.world(told, at) for at in incident.window) if incident.planned else None,
    )


def _state(update):
    """The state that an update leaves the components of its incident in."""
    if update.status in OVER or update.status == "scheduled":
        return "operational"
    return update.state or STATE_OF[update.impact]


def _worst(updates):
    return max((update.impact for update in updates), key=("none", "minor", "major", "critical").index)


def _past(provider, number, past, began):
    """What was over long ago is shown by its first and its last word."""
    key = identity(provider.key, "past", number)
    ended = began - past.days_ago * DAY
    said = (
        Said(identity(key, 1), ended, "resolved", past.text, ()),
        Said(identity(key, 0), ended - past.minutes * 60, "investigating", "We are looking into it.", ()),
    )
    number = int(hashlib.sha256(key.encode()).hexdigest()[:7], 16)
    return Shown(key, number, past.title, False, "resolved", past.impact, {}, said)
