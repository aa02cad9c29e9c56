"""The cluster under blows: a short storm (`make faults` plays a long one), and many writers at one place."""

import asyncio
import random
from concurrent.futures import ThreadPoolExecutor

import httpx

from faults.storm import storm

SEED, BLOWS = "short", 5
WRITERS = 200


def test_a_short_storm_loses_nothing(tmp_path):
    outcome = storm(SEED, BLOWS, tmp_path)
    assert len(outcome.faults) == BLOWS
    assert outcome.figures["acknowledged"] > 100, "there was something to lose"
    assert outcome.wrong == []


def test_two_hundred_entries_at_once_all_stand(cluster, admin):
    incident = admin.post("/api/v1/incidents", {"title": "All hands", "sev": 1})
    path = f"/api/v1/incidents/{incident['id']}/timeline"
    # On a thread of its own: this one's loop may run already, for a browser.
    with ThreadPoolExecutor(1) as aside:
        answers = aside.submit(asyncio.run, all_at_once(cluster.url(), path, admin.authorization)).result()
    assert [answer.status_code for answer in answers] == [200] * WRITERS
    timeline = admin.timeline(incident["id"])
    by_id = {entry["id"]: entry for entry in timeline}
    assert len(by_id) == len(timeline) == WRITERS + 1
    for answer in answers:
        assert by_id[answer.json()["id"]] == answer.json()
    assert admin.incident(incident["id"])["version"] == WRITERS + 1, "no version was skipped or shared"
    told = [entry for entry in admin.everything("/audit/incidents") if entry["object"] == incident["id"]]
    assert len(told) == WRITERS + 1


async def all_at_once(url, path, authorization):
    """Every writer has a connection of their own, open before the first one writes."""
    limits = httpx.Limits(max_connections=WRITERS, max_keepalive_connections=WRITERS)
    async with httpx.AsyncClient(base_url=url, headers=authorization, limits=limits, timeout=30) as http:
        await asyncio.gather(*(http.get("/favicon.svg") for _ in range(WRITERS)))
        messages = [f"writer {number}" for number in range(WRITERS)]
        random.shuffle(messages)
        return await asyncio.gather(
            *(http.post(path, json={"type": "note", "message": message}) for message in messages)
        )
