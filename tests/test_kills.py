"""Any process may be killed at any moment: nothing acknowledged is lost, and nothing happens twice."""

import threading
import time
from collections import Counter

import pytest

import waiting
from cluster import SERVICES
from people import Person
from stream import Reader

KILLED = ("redis", *SERVICES)


class Journey:
    """The way of one fact, a step at a time, each step as a careful client takes it: repeated until acknowledged."""

    def __init__(self, name, admin, manager, feeds):
        self.name, self.admin, self.manager, self.feeds = name, admin, manager, feeds
        self.title = f"{name} is down"
        self.page = feeds.page(name)
        self.page.open("e1", self.title, severity=1, words="First words.")

    def steps(self):
        return [self.register, self.look, self.speak, self.hear_more, self.end]

    def register(self):
        self.admin.register_provider(self.name, self.feeds.url(self.name))

    def look(self):
        self.admin.refresh(self.name)

    def incident(self):
        found = waiting.until(lambda: self.admin.incidents_titled(self.title), 20, f"{self.title}: an incident")
        assert len(found) == 1, found
        return found[0]

    def speak(self):
        body = {"type": "note", "message": "A person looks at it."}
        self.admin.keep_trying("POST", f"/api/v1/incidents/{self.incident()['id']}/timeline", json=body)
        self.manager.announce(self.incident()["id"], "We know.")

    def hear_more(self):
        self.page.update("e1", "identified", "The cause is known.")
        self.admin.refresh(self.name)
        self.manager.announce(self.incident()["id"], "Soon over.", state="monitoring")

    def end(self):
        self.page.resolve("e1", "It is over.")
        self.admin.refresh(self.name)


def times(entries, text):
    return sum(text in entry["message"] for entry in entries)


@pytest.mark.parametrize("victim", KILLED)
def test_killed_after_every_step_of_the_journey(cluster, feeds, admin, manager, reader, victim):
    rested(cluster)
    journey = Journey(f"after-{victim}", admin, manager, feeds)
    for step in journey.steps():
        step()
        cluster.kill(victim)
    whole(cluster, journey, reader)


@pytest.mark.parametrize("victim", KILLED)
def test_killed_during_every_step_of_the_journey(cluster, feeds, admin, manager, reader, victim):
    rested(cluster)
    journey = Journey(f"during-{victim}", admin, manager, feeds)
    for delay, step in enumerate(journey.steps()):
        # A little later at each step, so that the kill meets different moments.
        killer = threading.Timer(0.004 * delay, cluster.kill_if_alive, [victim])
        killer.start()
        step()
        killer.join()
    whole(cluster, journey, reader)


def rested(cluster):
    """What dies again and again is started later and later; a cluster that starts anew has forgotten that."""
    if max(process["starts"] for process in cluster.facts()["processes"].values()) > 3:
        cluster.restart()


def whole(cluster, journey, reader):
    """After all kills: everything acknowledged is there, once."""
    waiting.until(lambda: cluster.is_ready(*KILLED), 30, "everything runs again")
    admin = journey.admin
    assert [each["name"] for each in admin.everything("/api/v1/csp/providers")].count(journey.name) == 1
    # One more look: whatever a kill cut short is taken up again from the feed as it stands.
    admin.refresh(journey.name)
    [event] = admin.events_of(journey.name)
    incident = journey.incident()
    assert event["incident_id"] == incident["id"]
    waiting.until(lambda: admin.incident(incident["id"])["status"] == "resolved", 20, "the incident is resolved")

    timeline = admin.timeline(incident["id"])
    seen = Counter((entry["type"], entry["message"]) for entry in timeline)
    assert [entry for entry, count in seen.items() if count > 1] == [], timeline
    for text in ("A person looks at it.", "The cause is known."):
        assert times(timeline, text) == 1, (text, timeline)

    def shown():
        found = [each for each in reader.summary()["recent"] if each["id"] == incident["id"]]
        return found[0] if found else None

    waiting.until(shown, 20, "the page shows it among the past ones")
    assert [said["message"] for said in shown()["announcements"]] == ["Soon over.", "We know."]
    waiting.until(lambda: admin.incident(incident["id"])["public"], 20, "incidents knows that it is public")


def test_notes_written_under_fire_are_all_there_once(cluster, admin):
    """Many writes while what is behind them dies: what was acknowledged is kept, what was retried is not doubled."""
    rested(cluster)
    incident = admin.keep_trying("POST", "/api/v1/incidents", json={"title": "Under fire", "sev": 4}).json()
    path = f"/api/v1/incidents/{incident['id']}/timeline"
    acknowledged, over = [], threading.Event()

    def write(writer):
        person = Person(cluster, cluster.email, cluster.password)
        number = 0
        while not over.is_set():
            message = f"writer {writer}, note {number}"
            person.keep_trying("POST", path, json={"type": "note", "message": message})
            acknowledged.append(message)
            number += 1

    writers = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for writer in writers:
        writer.start()
    for victim in ("redis", "incidents", "comms", "incidents", "redis"):
        time.sleep(0.8)
        cluster.kill_and_wait(victim)
    time.sleep(0.5)
    over.set()
    for writer in writers:
        writer.join(60)

    written = Counter(entry["message"] for entry in admin.timeline(incident["id"]) if entry["type"] == "note")
    assert len(acknowledged) > 20, "there was something to lose"
    assert [message for message in acknowledged if written[message] != 1] == []
    assert [message for message, count in written.items() if count > 1] == []


def test_the_stream_goes_on_where_it_was_after_comms_was_killed(cluster, manager):
    incident = manager.keep_trying("POST", "/api/v1/incidents", json={"title": "Stream", "sev": 2}).json()
    with Reader(f"{cluster.url()}/api/v1/public/stream") as stream:
        manager.announce(incident["id"], "Before.")
        last = stream.wait_for(lambda each: each.event == "incident" and each.data["id"] == incident["id"]).id
    cluster.kill_and_wait("comms")
    manager.announce(incident["id"], "After.", state="identified")
    with Reader(f"{cluster.url()}/api/v1/public/stream", last_id=last) as stream:
        stream.wait_for(
            lambda each: each.event == "resync" or (each.event == "incident" and each.data["id"] == incident["id"])
        )


def test_the_page_stands_when_every_service_is_dead(cluster, manager, reader):
    rested(cluster)
    incident = manager.keep_trying(
        "POST", "/api/v1/incidents", json={"title": "Everything else is dead", "sev": 1}
    ).json()
    manager.announce(incident["id"], "But this page stands.")
    waiting.until(
        lambda: "But this page stands." in reader.call("GET", "/?lang=en").text, 10, "the snapshot has the words"
    )
    with cluster.without(*SERVICES, "redis"):
        page = reader.call("GET", "/?lang=en")
        assert page.status_code == 200
        assert "Everything else is dead" in page.text and "But this page stands." in page.text
        for name in ("summary", "status"):
            answer = reader.call("GET", f"/api/v1/public/{name}")
            assert answer.status_code == 200, answer.text
            assert abs(int(answer.headers["X-Status-Stale"]) - time.time()) < 120
            assert incident["id"] in answer.text
        closed = reader.call("GET", "/api/v1/incidents")
        assert closed.status_code in (502, 503)
        assert closed.headers["content-type"].startswith("application/problem+json")
    waiting.until(lambda: "X-Status-Stale" not in fresh(reader).headers, 15, "comms answers again")
    assert incident["id"] in fresh(reader).text


def fresh(reader):
    return reader.call("GET", "/api/v1/public/summary")


def test_who_is_signed_in_works_on_while_users_is_dead(cluster, admin):
    credentials = {"email": cluster.email, "password": cluster.password}
    with cluster.without("users"):
        assert admin.call("GET", "/api/v1/incidents").status_code == 200
        assert admin.call("POST", "/api/v1/auth/login", json=credentials).status_code in (502, 503)
    admin.sign_in()
    assert admin.call("GET", "/api/v1/incidents").status_code == 200
