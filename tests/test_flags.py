"""Flags as those meet them who ask and who keep them, through the gateway."""

import secrets

import pytest

import waiting

ALICE = {"user": "alice", "role": "viewer"}
ON = {"variation": "on", "off": False}
OFF = {"variation": "off", "off": True}


@pytest.fixture
def flag(manager):
    """A flag of this test's own, on; gone afterwards."""
    key = f"test_{secrets.token_hex(4)}"
    manager.keep_trying("POST", "/admin/flags", json={"id": key, "on": True})
    yield key
    manager.keep_trying("DELETE", f"/admin/flags/{key}")


def given(person, key):
    return person.get("/flags", params=ALICE).get(key)


def test_a_flag_is_kept_by_managers_and_seen_by_all(reader, manager, sre, flag):
    assert given(reader, flag) == ON
    assert sre.call("GET", "/admin/flags").status_code == 403
    assert reader.call("POST", f"/admin/toggle/{flag}").status_code == 401
    assert manager.post(f"/admin/toggle/{flag}")["on"] is False
    assert given(reader, flag) == OFF
    assert manager.post(f"/admin/toggle/{flag}", {"on": True})["version"] == 3
    rule = {"if": {"attr": "user", "op": "starts_with", "value": "al"}, "variation": "off"}
    assert manager.post("/admin/flags", {"id": flag, "on": True, "rules": [rule]})["rules"] == [rule]
    assert given(reader, flag) == {"variation": "off", "off": False}
    assert flag in [each["id"] for each in manager.get("/admin/flags")]
    assert manager.call("POST", "/admin/toggle/nobody_made_this").status_code == 404


def test_a_private_flag_is_for_those_who_are_known(reader, manager, sre, flag):
    manager.post("/admin/flags", {"id": flag, "on": True, "private": True})
    assert (given(reader, flag), given(sre, flag)) == (None, ON)


def test_a_dead_redis_changes_nothing_for_those_who_ask(cluster, reader, manager, flag):
    before = reader.get("/flags", params=ALICE)
    with cluster.without("redis"):
        for _ in range(10):
            assert reader.get("/flags", params=ALICE) == before
        assert manager.call("POST", f"/admin/toggle/{flag}").status_code == 503
    manager.keep_trying("POST", f"/admin/toggle/{flag}", json={"on": False})
    waiting.until(lambda: given(reader, flag) == OFF, 3, "the change is seen")


def test_what_was_changed_stands_after_a_kill_of_both(cluster, reader, manager, flag):
    manager.post(f"/admin/toggle/{flag}", {"on": False})
    cluster.kill("flags")
    cluster.kill_and_wait("redis")
    waiting.until(lambda: cluster.is_ready("flags", "redis"), 30, "both are back")
    waiting.until(lambda: reader.call("GET", "/flags", params=ALICE).status_code == 200, 10, "flags answers")
    assert given(reader, flag) == OFF
