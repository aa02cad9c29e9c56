"""docs/keyspace.md and Redis agree: what is found is documented, what is documented is named in the code; and no
service reaches the keys of another."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

import pytest

import waiting
from cluster import ROOT, SERVICES
from people import Person
from redis_client import Redis, Refused

EVERYWHERE = "What crates keep in every keyspace"
ROOMS = sorted(path.parent.parent.name for path in ROOT.glob("services/*/src/store.rs"))
SECONDS = {"s": 1, "min": 60, "h": 3600, "d": 86400}
# What is done as soon as somebody comes to it, and what only a failure leaves.
SOON_OVER = re.compile(r"until (taken|ended|followed|judged|counted|it begins|one answers|the same)\b")
REDIS_TYPE = {"sorted set": "zset"}
# Keys that the code builds: in Lua from the prefix K, in Rust by the store's own function.
BUILT = re.compile(r"""K \.\. '([^']+)'|\bkey\(&?(?:format!\()?"([^"]+)"|\{prefix\}([a-z:]+)""")
# What a script writes under a name that it builds on the spot.
WRITTEN = re.compile(
    r"redis\.call\('(?:SET|DEL|INCR|HSET(?:NX)?|HDEL|HINCRBY|[SZ]ADD|[SZ]REM|LPUSH|XADD)', K \.\. '([^']+)'( \.\.)?"
)
COMMENT = re.compile(r"^\s*(//|--)")


@dataclass(frozen=True)
class Pattern:
    """One row of the page."""

    service: str
    name: str
    kind: str
    written_by: tuple
    life: str
    example: str

    def fits(self, name):
        parts = re.split(r"<[^>]+>", self.name)
        return re.fullmatch("(.+)".join(re.escape(part) for part in parts), name, re.S)

    def is_built_as(self, literal, goes_on):
        """Whether such a key's name is this text, or goes on after it with a value."""
        return self.name.split("<")[0] == literal and ("<" in self.name) == goes_on

    @property
    def seconds(self):
        """How long such a key lives at most; none where it lives for ever or until something happens."""
        found = re.match(r"(\d+) (s|min|h|d)\b", self.life)
        return int(found.group(1)) * SECONDS[found.group(2)] if found else None

    @property
    def passes(self):
        """Whether a journey may well end without one."""
        return bool(SOON_OVER.match(self.life)) or (self.seconds or 60) < 60

    def files(self):
        place = "services/*/src" if self.service == EVERYWHERE else f"services/{self.service}/src"
        return [ROOT / file if "/src/" in file else ROOT / place / file for file in self.written_by]


def patterns():
    service = None
    for line in (ROOT / "docs" / "keyspace.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            service = line[3:]
        cells = [cell.strip() for cell in line.strip().strip("|").split(" | ")]
        if len(cells) == 6 and cells[0].startswith("`"):
            name, kind, _what, files, life, example = cells
            yield Pattern(
                service, name.strip("`"), kind, tuple(re.findall(r"`([^`]+)`", files)), life, example.strip("`")
            )


PATTERNS = list(patterns())


def of(service):
    """The patterns of one service's keyspace."""
    return [pattern for pattern in PATTERNS if pattern.service in (EVERYWHERE, service)]


def rooms():
    """Where keys are built, by whose they are."""
    return [*((service, ROOT / "services" / service / "src") for service in ROOMS), (EVERYWHERE, ROOT / "crates")]


def code(*paths):
    lines = (line for path in paths for line in path.read_text(encoding="utf-8").splitlines())
    return "\n".join(line for line in lines if not COMMENT.match(line))


# -- The page and the code


def test_every_service_has_its_keys_told():
    assert {pattern.service for pattern in PATTERNS} == {EVERYWHERE, *ROOMS}


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda each: f"{each.service[:12]} {each.name}")
def test_what_is_documented_is_named_in_the_code(pattern):
    text = code(*pattern.files())
    words = re.findall(r"[a-z]+", re.sub(r"<[^>]+>", "", pattern.name))
    assert [word for word in words if not re.search(rf"\b{word}\b", text)] == []
    keyspace, _, name = pattern.example.partition("}:")
    assert pattern.fits(name)
    assert pattern.service == EVERYWHERE or keyspace == f"{{{pattern.service}"


def test_every_key_that_the_code_builds_is_documented():
    unknown = []
    for service, room in rooms():
        known = [re.sub(r"<[^>]+>", "\0", pattern.name) for pattern in of(service)]
        for path in [*room.rglob("*.lua"), *room.rglob("*.rs")]:
            if "tests" in path.parts or "testbed" in path.parts:
                continue
            for built in BUILT.findall(code(path)):
                literal = re.sub(r"\{[^}]*\}", "\0", "".join(built)).rstrip("\0")
                if not any(name.startswith(literal) for name in known):
                    unknown.append((str(path.relative_to(ROOT)), literal))
    assert unknown == []


def test_every_script_that_writes_a_key_is_in_its_row():
    missing = []
    for service, room in rooms():
        for path in room.rglob("*.lua"):
            for literal, goes_on in WRITTEN.findall(code(path)):
                rows = [row for row in of(service) if row.is_built_as(literal, bool(goes_on))]
                # What goes on may also be one of some words, each with a row: `changed:graph`, `changed:judge`.
                rows = rows or [row for row in of(service) if goes_on and row.name.startswith(literal)]
                if not any(path in row.files() for row in rows):
                    missing.append((str(path.relative_to(ROOT)), literal))
    assert missing == []


# -- The page and a running cluster


@pytest.fixture(scope="module")
def redis(travelled):
    with Redis(travelled) as redis:
        yield redis


@pytest.fixture(scope="module")
def travelled(cluster, feeds, admin, manager, sre, reader):
    """A cluster in which everything happened once."""
    page = feeds.page("nimbus")
    page.open("n1", "Storage is slow", severity=2, words="We see errors.")
    admin.register_provider("nimbus", feeds.url("nimbus"))
    admin.refresh("nimbus")
    [incident] = waiting.until(lambda: admin.incidents_titled("Storage is slow"), 10, "the incident is open")
    path = f"/api/v1/incidents/{incident['id']}"
    sre.post(f"{path}/timeline", {"type": "note", "message": "Looking."})
    manager.announce(incident["id"], "We know.")
    labelled = sre.keep_trying(
        "POST", "/api/v1/incidents", json={"title": "Slow", "sev": 4, "services": ["api"]}
    ).json()
    sre.post(f"/api/v1/incidents/{labelled['id']}/status", {"status": "mitigated"})
    page.resolve("n1")
    admin.refresh("nimbus")
    waiting.until(lambda: admin.incident(incident["id"])["status"] == "resolved", 10, "it follows its cause")
    sre.post(
        f"{path}/postmortem",
        {"what_happened": "A switch broke.", "root_cause": "Age.", "action_items": ["Replace it."]},
    )
    page.open("n2", "Network is slow", severity=1)
    admin.refresh("nimbus")
    [second] = waiting.until(lambda: admin.incidents_titled("Network is slow"), 10, "the second is open")
    manager.announce(second["id"], "We know this too.")
    reader.post("/api/v1/subscriptions/email", {"email": "ada@example.org"})
    manager.post("/api/v1/webhooks", {"url": "https://hooks.example.org/polystatus"})
    manager.post("/admin/flags", {"id": "of-a-day", "on": True})
    assert manager.call("DELETE", "/admin/flags/of-a-day").status_code == 204
    one_follows_from_another(feeds, admin)
    guest = {"name": "Gus", "email": "gus@example.org", "password": "tall-otter-43!"}
    reader.post("/api/v1/users", guest)
    wrong = {"email": guest["email"], "password": "not this one"}
    assert reader.call("POST", "/api/v1/auth/login", json=wrong).status_code == 401
    assert Person(cluster, guest["email"], guest["password"]).call("POST", "/api/v1/auth/refresh").status_code == 200
    return cluster


def one_follows_from_another(feeds, admin):
    """Two providers of today: the second says that the first is why; and work of the first begins within the hour."""
    for name, minutes, words in (
        ("stratus", 60, "Storage is lost."),
        ("cirrus", 30, "This is caused by an outage at our provider Stratus."),
    ):
        page = feeds.page(name)
        page.began = datetime.now(timezone.utc) - timedelta(minutes=minutes)
        page.open(f"{name}-1", f"{name} is slow", severity=2, words=words)
        page.incidents[f"{name}-1"]["components"].append({"id": "r1", "name": "eu-west-1", "status": "partial_outage"})
        page.plan(f"{name}-2", f"{name} is moved", in_hours=0.5, hours=1)
        admin.register_provider(name, feeds.url(name, "summary.json"))
        admin.post("/api/v1/csp/dependencies", {"service": "checkout", "provider": name})
        admin.refresh(name)
    reminded = lambda: admin.call("GET", "/api/v1/csp/reminders").json()  # noqa: E731
    waiting.until(reminded, 30, "the work is reminded of")
    counted = lambda: admin.call("GET", "/api/v1/csp/statistics?provider=stratus").json()[0]["months"]  # noqa: E731
    waiting.until(counted, 30, "the outage is counted")
    [effect] = admin.events_of("cirrus")[-1:]
    causes = lambda: admin.call("GET", f"/api/v1/csp/events/{effect['id']}").json()["causes"]  # noqa: E731
    waiting.until(causes, 30, "the cause is found")
    linked = lambda: any(one.get("links") for one in admin.incidents_titled("stratus is slow"))  # noqa: E731
    waiting.until(linked, 30, "the effect belongs to its cause's incident")
    work, outage = (one["id"] for one in admin.events_of("stratus")[:2])
    said = admin.call("PUT", f"/api/v1/csp/graph/edges/{work}/{outage}", json={"verdict": "rejected"})
    assert said.status_code == 200, said.text


def split(key):
    """A key's service and its name within the keyspace."""
    found = re.fullmatch(r"\{([a-z-]+)\}:(.+)", key, re.S)
    assert found, f"{key} is in no keyspace"
    return found.groups()


def test_every_key_is_documented(redis):
    strange = []
    for key in sorted(redis.every_key()):
        service, name = split(key)
        fitting = [pattern for pattern in of(service) if pattern.fits(name)]
        kind, left = redis("TYPE", key), redis("TTL", key)
        if left == -2:
            continue  # It ended meanwhile.
        if not any(is_as_told(pattern, kind, left) for pattern in fitting):
            strange.append((key, kind, left, [pattern.name for pattern in fitting]))
    assert strange == [], "key, type, seconds left, and the patterns it fits by name"


def is_as_told(pattern, kind, left):
    """Whether a key of this type that ends in so many seconds (-1: never) is what the row says."""
    if REDIS_TYPE.get(pattern.kind, pattern.kind) != kind:
        return False
    return left == -1 if pattern.seconds is None else 0 <= left <= pattern.seconds


def test_every_documented_key_is_met(redis):
    found = [split(key) for key in redis.every_key()]
    unmet = [
        f"{pattern.service}: {pattern.name}"
        for pattern in PATTERNS
        if not pattern.passes and not any(pattern in of(service) and pattern.fits(name) for service, name in found)
    ]
    assert unmet == []


# -- The border between services


@pytest.mark.parametrize("service", SERVICES)
def test_no_service_reaches_the_keys_of_another(travelled, service):
    others = [other for other in SERVICES if other != service]
    with Redis(travelled, service) as own:
        assert own("TYPE", f"{{{service}}}:audit") == "stream"
        for other in others:
            for command in (
                ("GET", f"{{{other}}}:schema"),
                ("SET", f"{{{other}}}:schema", "9"),
                ("XRANGE", f"{{{other}}}:audit", "-", "+"),
                ("EVAL", "return redis.call('GET', KEYS[1])", "1", f"{{{other}}}:schema"),
                ("EVAL", f"return redis.call('GET', '{{{other}}}:schema')", "0"),
            ):
                with pytest.raises(Refused, match="NOPERM|ACL|can't access"):
                    own(*command)


@pytest.mark.parametrize("service", SERVICES)
def test_no_service_looks_around_or_turns_redis_off(travelled, service):
    with Redis(travelled, service) as own:
        for command in ("KEYS *", "SCAN 0", "RANDOMKEY", "DBSIZE", "FLUSHALL", "CONFIG GET *", "ACL LIST", "SHUTDOWN"):
            with pytest.raises(Refused, match="NOPERM"):
                own(*command.split())


def test_nobody_comes_in_without_a_name(travelled):
    with Redis(travelled) as redis, pytest.raises(Refused, match="WRONGPASS|NOAUTH"):
        redis("AUTH", "default", "")
