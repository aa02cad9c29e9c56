"""One fact's way: from a provider's feed to a reader's screen, and to its end."""

import json
import secrets
from pathlib import Path

import pytest

import waiting
from stream import Reader

RECORDED = Path(__file__).resolve().parents[2] / "shared" / "feeds"


def the_incident(person, title):
    """The one incident of this title; two would be the failure that matters most."""
    found = waiting.until(lambda: person.incidents_titled(title), 10, f"an incident {title!r} exists")
    assert len(found) == 1, found
    return found[0]


def follow(person, incident_id, status):
    waiting.until(
        lambda: person.incident(incident_id)["status"] == status, 10, f"{incident_id} is {status}, as its cause is"
    )


def public(reader, incident_id):
    """What the public side shows of an incident, if anything."""
    return next((each for each in reader.public_status() if each["id"] == incident_id), None)


def test_a_fact_travels_from_a_feed_to_a_reader(cluster, feeds, admin, manager, reader):
    page = feeds.page("nimbus")
    page.open("n1", "API errors in Europe", severity=1, words="We see errors.")

    # A provider is registered without asking its page; asking is what `refresh` does.
    provider = admin.register_provider("nimbus", feeds.url("nimbus"))
    assert provider["name"] == "nimbus"
    assert admin.call("POST", "/api/v1/csp/refresh?provider=nobody").status_code == 400
    look = admin.refresh("nimbus")
    assert isinstance(look, dict)

    [event] = admin.events_of("nimbus")
    assert event["title"] == "API errors in Europe"
    assert (event["severity"], event["status"], event["active"]) == (1, "investigating", True)
    assert event["ts_start"] <= event["ts_update"]

    incident = the_incident(admin, "API errors in Europe")
    assert (incident["source"], incident["sev"], incident["status"]) == ("csp", 1, "open")
    assert incident["origin"]["system"] == "csp" or "nimbus" in json.dumps(incident["origin"])

    # However often the feed is read, and across a restart of everything, it is one event and one incident.
    admin.refresh("nimbus")
    admin.refresh("nimbus")
    cluster.restart()
    admin.refresh("nimbus")
    assert len(admin.events_of("nimbus")) == 1
    assert the_incident(admin, "API errors in Europe")["id"] == incident["id"]
    assert page.asked["not modified"] >= 1, "an unchanged page is asked for conditionally"

    # Machines propose, people speak: nothing is public until the manager says so.
    assert public(reader, incident["id"]) is None
    assert reader.summary()["state"] == "operational"
    with Reader(f"{cluster.url()}/api/v1/public/stream") as stream:
        said = manager.announce(incident["id"], "We are on it.", translations={"fr": "Nous nous en occupons."})
        message = stream.wait_for(lambda each: each.event == "incident" and each.data["id"] == incident["id"])
        assert message.id
        assert [each["id"] for each in message.data["announcements"]] == [said["id"]]

        shown = waiting.until(lambda: public(reader, incident["id"]), 2, "the public status shows the incident")
        assert (shown["title"], shown["sev"], shown["status"]) == ("API errors in Europe", 1, "open")
        last = shown["last_public"]
        assert (last["ts"], last["message"], last["state"]) == (said["ts"], "We are on it.", "investigating")
        summary = reader.summary()
        assert summary["state"] == "major_outage"
        assert summary["active"][0]["announcements"][0]["messages"] == {
            "en": "We are on it.",
            "fr": "Nous nous en occupons.",
        }
        waiting.until(lambda: admin.incident(incident["id"])["public"], 10, "incidents knows that it is public")

        # The provider's next words become the timeline's, once.
        page.update("n1", "identified", "A bad certificate.")
        admin.refresh("nimbus")
        waiting.until(
            lambda: any("A bad certificate." in entry["message"] for entry in admin.timeline(incident["id"])),
            10,
            "the provider's words are in the timeline",
        )
        admin.refresh("nimbus")
        entries = [entry["message"] for entry in admin.timeline(incident["id"])]
        assert sum("A bad certificate." in entry for entry in entries) == 1, entries
        assert sum("We see errors." in entry for entry in entries) <= 1, entries

        # The feed resolves, and everything follows; what people said stays as they said it.
        page.resolve("n1")
        admin.refresh("nimbus")
        follow(admin, incident["id"], "resolved")
        stream.wait_for(
            lambda each: (
                each.event == "incident" and each.data["id"] == incident["id"] and each.data["status"] == "resolved"
            )
        )
    waiting.until(lambda: public(reader, incident["id"])["status"] == "resolved", 2, "the public status follows")
    waiting.until(lambda: reader.summary()["state"] == "operational", 2, "the verdict follows")
    ended = reader.summary()
    assert (ended["active"], [each["id"] for each in ended["recent"]]) == ([], [incident["id"]])
    assert len(ended["recent"][0]["announcements"]) == 1
    assert [event["active"] for event in admin.events_of("nimbus")] == [False]


def test_a_person_who_took_over_is_not_overruled(feeds, admin, sre):
    page = feeds.page("stratus")
    page.open("s1", "Queues are slow", severity=2)
    admin.register_provider("stratus", feeds.url("stratus"))
    admin.refresh("stratus")
    incident = the_incident(admin, "Queues are slow")
    taken = sre.post(f"/api/v1/incidents/{incident['id']}/assign", {"commander": sre.id})
    assert (taken["commander"], taken["taken_over"]) == (sre.id, True)

    page.resolve("s1", "All queues are empty again.")
    admin.refresh("stratus")
    waiting.until(
        lambda: any("All queues are empty again." in entry["message"] for entry in admin.timeline(incident["id"])),
        10,
        "the end of the cause is told",
    )
    assert admin.incident(incident["id"])["status"] == "open", "its end is the commander's to say"
    assert sre.post(f"/api/v1/incidents/{incident['id']}/status", {"status": "resolved"})["status"] == "resolved"


def test_what_does_not_matter_opens_nothing(feeds, admin):
    page = feeds.page("cirrus")
    page.open("c1", "A small delay", severity=3)
    page.open("c2", "A note", severity=4)
    admin.register_provider("cirrus", feeds.url("cirrus"))
    admin.refresh("cirrus")
    assert sorted(event["severity"] for event in admin.events_of("cirrus")) == [3, 4]
    assert admin.incidents_titled("A small delay") == admin.incidents_titled("A note") == []


def test_a_page_that_fails_ends_nothing(feeds, admin):
    page = feeds.page("altus")
    page.open("a1", "Disks are full", severity=2)
    admin.register_provider("altus", feeds.url("altus", "summary.json"))
    admin.refresh("altus")
    incident = the_incident(admin, "Disks are full")

    page.broken = True
    for _ in range(3):
        admin.refresh("altus")
    [provider] = [each for each in admin.everything("/api/v1/csp/providers") if each["name"] == "altus"]
    assert provider["last_error"]
    assert admin.incident(incident["id"])["status"] == "open"

    # Gone from two good answers it has ended; the summary lists what is unresolved only.
    page.broken = False
    page.resolve("a1")
    admin.refresh("altus")
    admin.refresh("altus")
    follow(admin, incident["id"], "resolved")


def test_a_name_is_taken_once(feeds, admin):
    feeds.page("twice")
    admin.register_provider("twice", feeds.url("twice"))
    body = {"name": "twice", "feed_url": feeds.url("twice"), "type": "json"}
    again = admin.call("POST", "/api/v1/csp/providers", json=body)
    assert again.status_code == 409
    assert again.headers["content-type"].startswith("application/problem+json")


def test_a_reader_who_was_away_hears_what_was_said_meanwhile(cluster, manager, reader):
    created = manager.post("/api/v1/incidents", {"title": f"Away {secrets.token_hex(4)}", "sev": 3})
    with Reader(f"{cluster.url()}/api/v1/public/stream") as stream:
        manager.announce(created["id"], "First.")
        last = stream.wait_for(lambda each: each.event == "incident" and each.data["id"] == created["id"]).id
    manager.announce(created["id"], "Second.", state="identified")
    with Reader(f"{cluster.url()}/api/v1/public/stream", last_id=last) as stream:
        message = stream.wait_for(lambda each: each.event == "incident" and each.data["id"] == created["id"])
        assert message.data["announcements"][0]["message"] == "Second."
    # The gateway keeps an answer for the second that passes.
    waiting.until(
        lambda: (last := public(reader, created["id"])) and last["last_public"]["message"] == "Second.",
        2,
        "the status has the last words",
    )


@pytest.mark.skipif(not RECORDED.is_dir(), reason=f"recorded feeds are not here ({RECORDED})")
def test_a_real_outage_as_it_was_recorded(feeds, admin, manager, reader):
    recorded = (RECORDED / "cloudflare" / "summary-global-outage-2025-11-18.json").read_bytes()
    expected = json.loads(recorded)["incidents"]
    grave = [each["name"] for each in expected if each["impact"] in ("critical", "major")]
    assert grave, "the recording shows an outage"
    page = feeds.page("recorded")
    page.body = recorded
    admin.register_provider("recorded", feeds.url("recorded", "summary.json"))
    for _ in range(3):
        admin.refresh("recorded")
    titles = [event["title"] for event in admin.events_of("recorded")]
    assert {each["name"] for each in expected} <= set(titles)
    incident = the_incident(admin, grave[0])
    assert incident["source"] == "csp"
    manager.announce(incident["id"], "A provider of ours is down.", state="monitoring")
    waiting.until(lambda: public(reader, incident["id"]), 2, "the public status shows it")

    calm = json.loads(recorded)
    calm["incidents"] = []
    page.body = json.dumps(calm).encode()
    admin.refresh("recorded")
    admin.refresh("recorded")
    follow(admin, incident["id"], "resolved")
    waiting.until(lambda: public(reader, incident["id"])["status"] == "resolved", 5, "the page follows")
