"""Atlassian Statuspage's v2 JSON, field for field as such pages send it."""

import json
from datetime import UTC, datetime

from ..book import RANKS

MEDIA_TYPE = "application/json; charset=utf-8"
# What the page makes of its worst component.
VERDICTS = {
    "major_outage": ("critical", "Major Service Outage"),
    "partial_outage": ("major", "Partial System Outage"),
    "degraded_performance": ("minor", "Partially Degraded Service"),
    "under_maintenance": ("maintenance", "Service Under Maintenance"),
    "operational": ("none", "All Systems Operational"),
}
# As many as such a page lists; there is no second page of them.
LISTED = 50
# Components are older than any story.
SINCE = "2019-03-04T09:30:00.000Z"


def answer(page, address, path):
    """The file at `path` beneath the page's address."""
    if not path.startswith("api/v2/") or not path.endswith(".json"):
        return None
    content = Files(page, address).content(path.removeprefix("api/v2/").removesuffix(".json"))
    return content and (MEDIA_TYPE, json.dumps(content, ensure_ascii=False))


class Files:
    """The files of one page at one moment."""

    def __init__(self, page, address):
        self.page = page
        self.address = address
        sign, hours, minutes = page.provider.zone[0], *page.provider.zone[1:].split(":")
        self.zone = datetime.strptime(f"{sign}{hours}{minutes}", "%z").tzinfo

    def content(self, name):
        incidents = [each for each in self.page.incidents if not each.planned][:LISTED]
        planned = [each for each in self.page.incidents if each.planned][:LISTED]
        # What is over leaves the summary without a last word.
        unresolved = [each for each in incidents if not each.over]
        ahead = [each for each in planned if not each.over]
        lists = {
            "status": {"status": self.verdict()},
            "components": {"components": self.components()},
            "incidents": {"incidents": self.all(incidents)},
            "incidents/unresolved": {"incidents": self.all(unresolved)},
            "scheduled-maintenances": {"scheduled_maintenances": self.all(planned)},
            "scheduled-maintenances/upcoming": {
                "scheduled_maintenances": self.all(each for each in ahead if each.status == "scheduled")
            },
            "scheduled-maintenances/active": {
                "scheduled_maintenances": self.all(each for each in ahead if each.status != "scheduled")
            },
            "summary": {
                "components": self.components(),
                "incidents": self.all(unresolved),
                "scheduled_maintenances": self.all(ahead),
                "status": self.verdict(),
            },
        }
        lists |= {f"incidents/{each.id}": {"incident": self.incident(each)} for each in incidents}
        return {"page": self.about(), **lists[name]} if name in lists else None

    def about(self):
        return {
            "id": self.page.id,
            "name": self.page.provider.name,
            "url": self.address,
            "time_zone": "Etc/UTC",
            "updated_at": self.time(self.page.changed),
        }

    def verdict(self):
        # Pages work it out from components, and say `none` while an incident names none of them.
        worst = min(self.page.states.values(), key=RANKS.index)
        indicator, description = VERDICTS[worst]
        return {"indicator": indicator, "description": description}

    def components(self):
        return [self.component(name) for name in self.page.provider.components]

    def component(self, name):
        return {
            "id": self.page.component(name),
            "name": name,
            "status": self.page.states[name],
            "created_at": SINCE,
            "updated_at": self.time(self.page.changed),
            "position": self.page.provider.components.index(name) + 1,
            "description": None,
            "showcase": False,
            "start_date": None,
            "group_id": None,
            "page_id": self.page.id,
            "group": False,
            "only_show_if_degraded": False,
        }

    def all(self, incidents):
        return [self.incident(each) for each in incidents]

    def incident(self, incident):
        content = {
            "id": incident.id,
            "name": incident.title,
            "status": incident.status,
            "created_at": self.time(incident.began),
            "updated_at": self.time(incident.changed),
            "monitoring_at": self.time(incident.first("monitoring")),
            "resolved_at": self.time(incident.first("resolved", "completed")),
            "impact": incident.impact,
            "shortlink": f"{self.address}/incidents/{incident.id}",
            "started_at": self.time(incident.began),
            "page_id": self.page.id,
            "incident_updates": [self.update(incident, said) for said in incident.said],
            "components": [self.component(name) for name in incident.components],
        }
        if incident.window is None:
            return content | {"reminder_intervals": None}
        begins, ends = incident.window
        return content | {"scheduled_for": self.time(begins), "scheduled_until": self.time(ends)}

    def update(self, incident, said):
        time = self.time(said.at)
        touched = [
            {"code": self.page.component(name), "name": name, "old_status": before, "new_status": after}
            for name, before, after in said.changes
        ]
        return {
            "id": said.id,
            "status": said.status,
            "body": said.text,
            "incident_id": incident.id,
            "created_at": time,
            "updated_at": time,
            "display_at": time,
            "affected_components": touched or None,
            "deliver_notifications": True,
            "custom_tweet": None,
            "tweet_id": None,
        }

    def time(self, seconds):
        if seconds is None:
            return None
        local = datetime.fromtimestamp(seconds, UTC).astimezone(self.zone)
        return local.isoformat(timespec="milliseconds").replace("+00:00", "Z")
