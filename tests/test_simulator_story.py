"""Scenario files: those that are shipped can be played, and a fault in one is named in a line."""

import subprocess
import sys

import pytest

from cluster import ROOT
from simulator import reading
from simulator.entries import Fault

STORY = """\
title = "A short one"
begins = "09:00"
ends = "10:00"
speed = 60

[[person]]
key = "ada"
name = "Ada"
role = "manager"

[[person]]
key = "bo"
name = "Bo"
role = "sre"

[[provider]]
key = "nimbus"
name = "Nimbus"
feed = "summary.json"
components = ["API"]

[[provider.incident]]
key = "errors"
title = "API errors"
impact = "minor"
components = ["API"]

[[provider.incident.update]]
at = "09:10"
status = "investigating"
text = "We look."

[[provider.incident.update]]
at = "09:20"
status = "identified"
impact = "critical"
text = "Found."

[[provider.maintenance]]
key = "upgrade"
title = "An upgrade"
from = "09:30"
until = "09:40"

[[provider.maintenance.update]]
at = "09:05"
status = "scheduled"
text = "Soon."

[[act]]
at = "09:25"
who = "ada"
does = "announce"
incident = "nimbus/errors"
state = "investigating"
en = "We are on it."
fr = "Nous nous en occupons."
"""

# What is written in place of what, and the one line that says so.
FAULTS = [
    ('title = "A short one"', "", "title is missing: what the story is called"),
    ('title = "A short one"', 'titel = "A short one"', "title is missing: what the story is called"),
    ('begins = "09:00"', 'begins = "9"', 'begins or ends is no hour: an hour as in "08:25"'),
    ('ends = "10:00"', 'ends = "08:00"', "ends is not after begins: a story is told within one day"),
    ("speed = 60", "speed = 0", "speed = 0: a number from 1 to 3600"),
    ("speed = 60", "speed = 60\nspeeds = 2", "speeds is not known here (is speed meant?)"),
    (
        'role = "manager"',
        'role = "sre"',
        'person is missing: at least one [[person]] with role = "manager", who registers the providers',
    ),
    ('key = "bo"', 'key = "ada"', 'person "ada" is there twice: give one of them another name'),
    ('key = "bo"', 'key = "Bo"', 'person "Bo": key = "Bo": small letters, digits and hyphens, a letter first'),
    (
        'feed = "summary.json"',
        'feed = "sumary.json"',
        'provider "nimbus": feed = "sumary.json": one of summary.json, incidents.json, history.atom, history.rss, '
        "news.rss, news.atom (is summary.json meant?)",
    ),
    (
        'feed = "summary.json"',
        'feed = "summary.json"\nzone = "PST"',
        'provider "nimbus": zone = "PST": the zone the page writes its times in, "+00:00" or as "-07:00"',
    ),
    (
        'components = ["API"]',
        "components = []",
        'provider "nimbus": components is empty: the names of what the provider offers, one or more, as a list',
    ),
    (
        'impact = "minor"\ncomponents = ["API"]',
        'impact = "minor"\ncomponents = ["Web"]',
        'provider "nimbus", incident "errors": components = "Web": some of the provider\'s components: API',
    ),
    (
        'status = "identified"',
        'status = "fixed"',
        'provider "nimbus", incident "errors", update 2: status = "fixed": '
        "one of investigating, identified, monitoring, resolved, postmortem",
    ),
    (
        'at = "09:20"',
        'at = "09:10"',
        'provider "nimbus", incident "errors", update 2: at = "09:10": later than 09:10, the one before',
    ),
    (
        'at = "09:20"',
        'at = "11:20"',
        'provider "nimbus", incident "errors", update 2: at = "11:20": an hour of the story, from 09:00 to 10:00',
    ),
    (
        'text = "Found."',
        "text = 5",
        'provider "nimbus", incident "errors", update 2: text = 5: what the provider says',
    ),
    ('until = "09:40"', 'until = "09:30"', 'provider "nimbus", maintenance "upgrade": until is not after from'),
    (
        'key = "upgrade"',
        'key = "errors"',
        'provider "nimbus", incident "errors" is there twice: give one of them another name',
    ),
    (
        'who = "ada"',
        'who = "bo"',
        'act 1 (09:25, bo): does = "announce": bo is sre, and this takes manager',
    ),
    ('who = "ada"', 'who = "adda"', 'act 1: who = "adda": one of ada, bo (is ada meant?)'),
    (
        'does = "announce"',
        'does = "anounce"',
        'act 1: does = "anounce": one of open, take-over, assign, write, announce, mitigate, resolve, reopen, '
        "postmortem (is announce meant?)",
    ),
    (
        'fr = "Nous nous en occupons."',
        "",
        "act 1 (09:25, ada): fr is missing: what is said to the public, for French and English are equal",
    ),
    (
        'incident = "nimbus/errors"',
        'incident = "nimbus/eror"',
        'act 1 (09:25, ada): incident = "nimbus/eror": one of nimbus/errors, nimbus/upgrade',
    ),
    (
        'incident = "nimbus/errors"',
        'incident = "nimbus/upgrade"',
        'act 1 (09:25, ada): incident = "nimbus/upgrade": planned work opens no incident; '
        "somebody may open one by hand",
    ),
    (
        'incident = "nimbus/errors"',
        'incident = "ours"',
        'act 1 (09:25, ada): incident = "ours": nobody opens it before; an act with does = "open" would',
    ),
    (
        'at = "09:25"',
        'at = "09:15"',
        "act 1 (09:15, ada): at is before 09:20, when nimbus/errors first matters enough to open an incident",
    ),
    (
        'impact = "critical"\n',
        "",
        'act 1 (09:25, ada): incident = "nimbus/errors": it opens none, '
        'for it never has impact = "major" or "critical"',
    ),
]


def test_the_stories_that_are_shipped_can_be_played():
    stories = list((ROOT / "simulator" / "stories").glob("*.toml"))
    assert stories
    for path in stories:
        assert reading.read(path).acts, path


def test_a_story_is_read_whole():
    story = reading.parse(STORY)
    [provider] = story.providers
    errors, upgrade = provider.incidents
    assert (story.speed, story.day.length, story.day.clock(90)) == (60, 3600, "09:01")
    assert [(each.at, each.impact, each.title) for each in errors.updates] == [
        (600, "minor", "API errors"),
        (1200, "critical", "API errors"),
    ]
    assert (upgrade.planned, upgrade.window) == (True, (1800, 2400))
    assert [(act.at, act.who, act.does) for act in story.acts] == [(1500, "ada", "announce")]


@pytest.mark.parametrize(("there", "instead", "said"), FAULTS, ids=[said for *_, said in FAULTS])
def test_a_fault_is_one_line_that_names_the_entry(there, instead, said):
    assert there in STORY
    with pytest.raises(Fault) as caught:
        reading.parse(STORY.replace(there, instead, 1))
    assert str(caught.value) == said


def test_what_is_no_toml_is_refused_with_its_place(tmp_path):
    path = tmp_path / "broken.toml"
    path.write_text("title = \n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "simulator", "check", str(path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr, done.stdout.count("\n")) == (1, "", 1)
    assert done.stdout.startswith("simulator: broken.toml: this is not TOML: ") and "line 1" in done.stdout
