"""The simulator's pages: in the form of real ones, with validators, and read by csp-ingestor at every moment."""

import itertools
import json
import time
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import httpx
import pytest

from simulator import book, reading, scenario
from simulator.clock import Clock
from simulator.server import Feeds

RECORDED = Path(__file__).resolve().parents[2] / "shared" / "feeds" / "github"
STORY = """\
title = "Every form"
begins = "09:00"
ends = "10:00"
speed = 60
person = [{ key = "ada", name = "Ada", role = "manager" }]
"""
# The same provider in each form. In feeds without an impact the title says how grave it is.
PROVIDER = """
[[provider]]
key = "KEY"
name = "Nimbus & Sons <Cloud>"
feed = "FEED"
zone = "-07:00"
components = ["API", "Web <new>"]
past = [{ title = "Mail was late", days_ago = 3, minutes = 40, impact = "minor", text = "All mail is sent." }]
trouble = [
  { from = "09:30", until = "09:31", answer = "error" },
  { from = "09:32", until = "09:33", answer = "empty" },
  { from = "09:34", until = "09:35", answer = "webpage" },
  { from = "09:36", until = "09:37", answer = "half" },
]

[[provider.incident]]
key = "errors"
title = "Errors on KEY"
impact = "minor"
components = ["API"]
update = [
  { at = "09:10", status = "investigating", text = "We look & see <b>." },
  { at = "09:20", status = "identified", impact = "critical", title = "Outage of KEY", text = "A switch failed." },
  { at = "09:40", status = "monitoring", text = "It was replaced." },
  { at = "09:50", status = "resolved", text = "It is over." },
  { at = "09:54", status = "identified", text = "It is back." },
  { at = "09:58", status = "resolved", text = "It is over for good." },
]

[[provider.maintenance]]
key = "upgrade"
title = "Upgrade of the databases, planned"
from = "09:15"
until = "09:45"
components = ["Web <new>"]
update = [
  { at = "09:05", status = "scheduled", text = "An hour's work." },
  { at = "09:15", status = "in_progress", text = "Begun." },
  { at = "09:45", status = "completed", text = "Done." },
]
"""
HISTORIES = ("history.atom", "history.rss")


class Hands:
    """A clock that tests set by hand; the story began so long ago that its whole hour lies in the past."""

    def __init__(self):
        self._began = time.time() - 90
        self._now = self._began

    def now(self):
        return self._now

    def show(self, hour):
        hours, minutes = map(int, hour.split(":"))
        # At sixty times the world's speed a minute of the story is a second.
        self._now = self._began + (hours - 9) * 60 + minutes


@pytest.fixture(scope="module")
def told():
    """Every form under the one clock: (hands, pages by form)."""
    providers = [PROVIDER.replace("KEY", key(feed)).replace("FEED", feed) for feed in scenario.FEEDS]
    story = reading.parse(STORY + "".join(providers))
    hands = Hands()
    clock = Clock(story.day, story.speed, now=hands.now)
    clock.start()
    feeds = Feeds(story, clock)
    yield hands, feeds
    feeds.close()


def key(feed):
    return f"nimbus-{feed.replace('.', '-')}"


def url(feeds, feed):
    return feeds.url(feeds.scenario.provider(key(feed)))


def page(feeds, path):
    return httpx.get(f"{feeds.address}/{key('summary.json')}/{path}")


# -- On the wire


def test_files_have_every_field_of_real_ones(told):
    """Names and types, held against a recorded page with an incident and a maintenance."""
    path = RECORDED / "summary-maintenance-plus-incident-2025-05-30.json"
    if not path.is_file():
        pytest.skip(f"recorded feeds are not here ({path})")
    recorded = json.loads(path.read_text(encoding="utf-8"))
    hands, feeds = told
    hands.show("09:25")
    ours = page(feeds, "api/v2/summary.json").json()
    assert ours.keys() == recorded.keys()
    for name in ("page", "status"):
        assert ours[name].keys() == recorded[name].keys()
    for name in ("components", "incidents", "scheduled_maintenances"):
        assert ours[name][0].keys() == recorded[name][0].keys(), name
    for name in ("incidents", "scheduled_maintenances"):
        assert ours[name][0]["incident_updates"][0].keys() == recorded[name][0]["incident_updates"][0].keys(), name
    touched = recorded["scheduled_maintenances"][0]["incident_updates"][0]["affected_components"][0]
    assert ours["incidents"][0]["incident_updates"][0]["affected_components"][0].keys() == touched.keys()


def test_a_summary_follows_the_clock(told):
    hands, feeds = told
    seen = []
    for hour in ("09:00", "09:10", "09:15", "09:20", "09:50", "09:54", "09:59"):
        hands.show(hour)
        summary = page(feeds, "api/v2/summary.json").json()
        incidents = [(each["name"], each["status"], each["impact"]) for each in summary["incidents"]]
        planned = [each["status"] for each in summary["scheduled_maintenances"]]
        seen.append((summary["status"]["indicator"], incidents, planned))
    name = f"Outage of {key('summary.json')}"
    assert seen == [
        ("none", [], []),
        ("minor", [(f"Errors on {key('summary.json')}", "investigating", "minor")], ["scheduled"]),
        ("minor", [(f"Errors on {key('summary.json')}", "investigating", "minor")], ["in_progress"]),
        ("critical", [(name, "identified", "critical")], ["in_progress"]),
        ("none", [], []),
        ("critical", [(name, "identified", "critical")], []),
        ("none", [], []),
    ]


def test_the_other_files_are_there(told):
    hands, feeds = told
    hands.show("09:12")
    files = {
        "status": "status",
        "components": "components",
        "incidents": "incidents",
        "incidents/unresolved": "incidents",
        "scheduled-maintenances": "scheduled_maintenances",
        "scheduled-maintenances/upcoming": "scheduled_maintenances",
        "scheduled-maintenances/active": "scheduled_maintenances",
    }
    contents = {name: page(feeds, f"api/v2/{name}.json").json() for name in files}
    assert all(content.keys() == {"page", files[name]} for name, content in contents.items())
    assert [len(contents[name]["incidents"]) for name in ("incidents", "incidents/unresolved")] == [2, 1]
    lengths = [len(contents[name]["scheduled_maintenances"]) for name in files if "scheduled" in name]
    assert lengths == [1, 1, 0]
    [incident] = contents["incidents/unresolved"]["incidents"]
    assert page(feeds, f"api/v2/incidents/{incident['id']}.json").json()["incident"] == incident
    assert incident["started_at"].endswith("-07:00")
    for path in (f"incidents/{incident['id']}", ""):
        assert "We look &amp; see &lt;b&gt;." in page(feeds, path).text
    for path in ("api/v2/nothing.json", "api/v2/incidents/nobody.json", "incidents/nobody", "feed"):
        assert page(feeds, path).status_code == 404, path
    assert httpx.get(f"{feeds.address}/nobody/api/v2/summary.json").status_code == 404
    assert key("summary.json") in httpx.get(f"{feeds.address}/").text


@pytest.mark.parametrize("feed", scenario.FEEDS)
def test_an_unchanged_feed_is_sent_once(told, feed):
    hands, feeds = told
    hands.show("09:21")
    first = httpx.get(url(feeds, feed))
    tag, changed = first.headers["etag"], first.headers["last-modified"]
    assert first.status_code == 200 and first.content
    assert httpx.head(url(feeds, feed)).headers["content-length"] == str(len(first.content))
    hands.show("09:22")
    for headers in (
        {"If-None-Match": tag},
        {"If-None-Match": f'"x", {tag.removeprefix("W/")}'},
        {"If-None-Match": "*"},
        {"If-Modified-Since": changed},
        {"If-None-Match": tag, "If-Modified-Since": "Thu, 01 Jan 1970 00:00:00 GMT"},
    ):
        again = httpx.get(url(feeds, feed), headers=headers)
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag), headers
    for headers in (
        {"If-None-Match": '"x"', "If-Modified-Since": changed},
        {"If-Modified-Since": "Thu, 01 Jan 1970 00:00:00 GMT"},
        {"If-Modified-Since": "yesterday"},
    ):
        assert httpx.get(url(feeds, feed), headers=headers).status_code == 200, headers
    hands.show("09:40")
    later = httpx.get(url(feeds, feed), headers={"If-None-Match": tag})
    assert later.status_code == 200 and later.headers["etag"] != tag


@pytest.mark.parametrize("feed", scenario.FEEDS)
def test_a_page_in_trouble_sends_what_such_pages_send(told, feed):
    hands, feeds = told
    answers = {}
    for hour, name in (("09:30", "error"), ("09:32", "empty"), ("09:34", "webpage"), ("09:36", "half")):
        hands.show(hour)
        answers[name] = httpx.get(url(feeds, feed))
        assert "etag" not in answers[name].headers
    assert [each.status_code for each in answers.values()] == [503, 200, 200, 200]
    assert answers["empty"].content == b""
    assert answers["webpage"].headers["content-type"].startswith("text/html")
    with pytest.raises((ValueError, ElementTree.ParseError)):
        ElementTree.fromstring(answers["half"].text) if "json" not in feed else answers["half"].json()


@pytest.mark.parametrize("feed", [feed for feed in scenario.FEEDS if not feed.endswith("json")])
def test_feeds_are_sound_xml(told, feed):
    hands, feeds = told
    hands.show("09:25")
    answer = httpx.get(url(feeds, feed))
    root = ElementTree.fromstring(answer.content)
    entries = root.findall(".//item") or root.findall("{http://www.w3.org/2005/Atom}entry")
    assert len(entries) == 3
    assert answer.headers["content-type"].startswith("application/" + ("rss" if feed.endswith("rss") else "atom"))


@pytest.mark.parametrize(("rounds", "names"), [(1, 1), (2, 2), (None, 3)])
def test_a_story_told_again_is_news_again(rounds, names):
    """In every round an incident has an id of its own, and what was said before stays on the page."""
    story = reading.parse(STORY + PROVIDER.replace("KEY", "nimbus").replace("FEED", "summary.json"))
    hands = Hands()
    clock = Clock(story.day, story.speed, rounds, hands.now)
    clock.start()
    # 09:12 of the third round; a story that is told less often stands at its end by then.
    hands.show("11:12")
    incidents = [each for each in book.page(story.providers[0], clock).incidents if each.title != "Mail was late"]
    errors = [each for each in incidents if not each.planned]
    assert len({each.id for each in errors}) == len(errors) == names
    assert [each.over for each in errors] == ([True] * names if rounds else [False, True, True])
    assert all(newer.began > older.changed for newer, older in itertools.pairwise(errors))


# -- As csp-ingestor reads it


@pytest.mark.parametrize("feed", scenario.FEEDS)
def test_every_form_is_read_at_every_moment(told, admin, feed):
    hands, feeds = told
    provider = key(feed)
    hands.show("09:00")
    admin.register_provider(provider, url(feeds, feed))

    def look(hour, times=1):
        """What csp-ingestor knows of the incident and of the work after looking at this hour: (phase, severity)."""
        hands.show(hour)
        for _ in range(times):
            found = admin.refresh(provider)
            assert (found["ok"], found["oddities"]) == (True, 0), found
        events = {each["kind"]: each for each in reversed(admin.events_of(provider)) if "Mail" not in each["title"]}
        return [
            (each["status"], each["severity"]) for each in (events.get("incident"), events.get("maintenance")) if each
        ]

    # A summary drops what is over, and two looks that miss it show that it has ended.
    twice = 2 if feed == "summary.json" else 1
    # Planned work is in a file of its own.
    work = [] if feed == "incidents.json" else ["scheduled", "in_progress", "completed"]
    assert look("09:00") == []
    past = [(each["title"], each["status"], each["active"]) for each in admin.events_of(provider)]
    assert past == ([] if feed == "summary.json" else [("Mail was late", "resolved", False)])
    assert look("09:12") == [("investigating", 3), *[(phase, 4) for phase in work[0:1]]]
    assert admin.incidents_titled(f"Errors on {provider}") == []
    assert look("09:21") == [("identified", 1), *[(phase, 4) for phase in work[1:2]]]
    for hour in ("09:30", "09:32", "09:34", "09:36"):
        hands.show(hour)
        assert admin.refresh(provider)["ok"] is False, hour
    assert look("09:47", twice) == [("monitoring", 1), *[(phase, 4) for phase in work[2:3]]]
    assert look("09:52", twice)[0] == ("resolved", 1)
    assert look("09:55")[0] == ("identified", 1)
    assert look("09:59", twice)[0] == ("resolved", 1)

    [event] = [each for each in admin.events_of(provider) if each["title"] == f"Outage of {provider}"]
    assert event["url"].startswith(feeds.address)
    assert event["services"] == ([] if feed in HISTORIES else ["API"])
    updates = admin.get(f"/api/v1/csp/events/{event['id']}")["updates"]
    said = [each["text"] for each in updates]
    assert {"A switch failed.", "It is back."} <= set(said)
    # News are rewritten in place; what they said first is kept all the same.
    assert any(each.startswith("We look & see") for each in said)
    assert all(newer["ts"] >= older["ts"] for newer, older in itertools.pairwise(updates))
