"""The containers as they really run: by `make containers`, which needs Docker."""

import contextlib
import json
import re
import secrets
import time

import httpx
import pytest

import waiting
from cluster import SERVICES
from containers.engine import LASTING, NETWORK, PROJECT, SIGN_UPS, docker
from people import Person

BACK = 30
PAGE = {
    "page": {"id": "nw", "name": "Northwind", "url": "https://nw.example", "updated_at": "2026-11-22T04:40:00Z"},
    "incidents": [
        {
            "id": "nw-1",
            "name": "Object storage is slow",
            "status": "identified",
            "impact": "major",
            "created_at": "2026-11-22T04:31:00Z",
            "updated_at": "2026-11-22T04:40:00Z",
            "components": [],
            "incident_updates": [],
        }
    ],
}
SERVE_PAGE = """
pid /tmp/pid; daemon off; events {}
http {
    client_body_temp_path /tmp/body; proxy_temp_path /tmp/proxy; fastcgi_temp_path /tmp/fastcgi;
    uwsgi_temp_path /tmp/uwsgi; scgi_temp_path /tmp/scgi; access_log off; types { application/json json; }
    server { listen 9000; root /page; }
}
"""


@pytest.fixture(scope="module")
def incident(manager):
    """An incident that was announced: what has to be there still after all that follows."""
    made = manager.post("/api/v1/incidents", {"title": "Mail is late", "sev": 2})
    manager.announce(made["id"], "Mails arrive late.")
    shown = lambda: [each for each in manager.public_status() if each["id"] == made["id"]]  # noqa: E731
    waiting.until(shown, 10, "the public status shows it")
    return made


# -- What was promised of the start


def test_the_admin_s_password_is_said_once(cluster, admin):
    assert admin.get("/api/v1/users/me")["role"] == "admin"
    assert cluster.said().count(cluster.password) == 1
    for name in ("init", *LASTING):
        environment = cluster.inspect(name)["Config"]["Env"] if name != "init" else []
        assert cluster.password not in " ".join(environment)


def test_every_address_answers(cluster, reader, admin):
    for path in ("/", "/console", "/api/v1/public/status", "/flags?user=ada&role=guest"):
        assert reader.call("GET", path).status_code == 200, path
    for service in SERVICES:
        assert reader.get(f"/openapi/{service}.json")["openapi"]
        assert isinstance(admin.get(f"/audit/{service}"), list)
        assert httpx.get(f"{cluster.url(service)}/readyz").status_code == 200


def test_a_fact_travels_from_a_provider_to_the_page(cluster, admin, manager, reader, tmp_path):
    provider = f"northwind-{secrets.token_hex(3)}"
    with feed(cluster, tmp_path) as url:
        manager.register_provider(provider, url)
        manager.refresh(provider)
        [event] = waiting.until(lambda: [e for e in admin.events_of(provider) if e.get("incident_id")], 20, "an event")
    manager.announce(event["incident_id"], "Our storage is slow.")
    titles = lambda: [each["title"] for each in reader.public_status()]  # noqa: E731
    waiting.until(lambda: "Object storage is slow" in titles(), 10, "the page shows it")


@contextlib.contextmanager
def feed(cluster, directory):
    """A provider's page in a container of its own, on the services' network; its address."""
    (directory / "summary.json").write_text(json.dumps(PAGE))
    (directory / "nginx.conf").write_text(SERVE_PAGE)
    for path in [directory, *directory.iterdir()]:
        path.chmod(0o755)
    options = ["--detach", "--network", f"{PROJECT}_cluster", "--volume", f"{directory}:/page:ro"]
    image = cluster.inspect("web")["Config"]["Image"]
    started = docker("run", *options, "--entrypoint", "nginx", image, "-e", "stderr", "-c", "/page/nginx.conf")
    try:
        networks = json.loads(docker("inspect", started))[0]["NetworkSettings"]["Networks"]
        yield f"http://{networks[f'{PROJECT}_cluster']['IPAddress']}:9000/summary.json"
    finally:
        docker("rm", "--force", started)


# -- What a container may


@pytest.mark.parametrize("name", LASTING)
def test_no_process_is_root_or_can_become_it(cluster, name):
    status = cluster.run(name, "sh", "-c", "cat /proc/[0-9]*/status")
    users = re.findall(r"^Uid:\t(\d+)\t(\d+)\t(\d+)\t(\d+)$", status, re.M)
    assert users and all("0" not in ids for ids in users), users
    for kind in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"):
        assert set(re.findall(rf"^{kind}:\t(\w+)$", status, re.M)) == {"0" * 16}, kind
    assert set(re.findall(r"^NoNewPrivs:\t(\d)$", status, re.M)) == {"1"}


@pytest.mark.parametrize("name", LASTING)
def test_nothing_can_be_written_but_where_it_has_to_be(cluster, name):
    places = "/probe /etc/probe /usr/probe /run/probe /secrets/probe /public/probe /srv/snapshot/probe /srv/site/probe"
    for place in places.split():
        assert cluster.run(name, "sh", "-c", f"touch {place} 2>/dev/null && echo written || true") == "", place
    assert cluster.inspect(name)["HostConfig"]["ReadonlyRootfs"]


@pytest.mark.parametrize("owner", SERVICES)
def test_secrets_are_read_by_their_service_alone(cluster, owner):
    files = cluster.run(owner, "ls", "/secrets").split()
    signing = ["signing.key"] if owner == "users" else []
    assert sorted(files) == sorted(["redis-password", "redis-url", "service.key", *signing])
    assert "PRIVATE KEY" in cluster.run(owner, "cat", "/secrets/service.key")
    image = cluster.inspect(owner)["Config"]["Image"]
    volume = ["--volume", f"{PROJECT}_{owner}-secrets:/secrets:ro"]

    def read_as(name, check):
        user = ["--user", cluster.inspect(name)["Config"]["User"]]
        return docker("run", "--rm", *user, *volume, "--entrypoint", "cat", image, "/secrets/service.key", check=check)

    # Even a container that was given the volume would have to be that service's user.
    assert "PRIVATE KEY" in read_as(owner, check=True)
    for other in {*SERVICES, "web"} - {owner}:
        assert read_as(other, check=False) == "", f"{other} reads the key of {owner}"


def test_redis_keeps_its_list_of_users_and_no_service_s_secret(cluster):
    assert sorted(cluster.run("redis", "ls", "/secrets").split()) == ["admin-password", "users.acl"]
    refused = cluster.run("redis", "redis-cli", "ping", check=False)
    assert "NOAUTH" in refused, refused
    assert cluster.run("web", "sh", "-c", "ls /secrets 2>/dev/null; getent hosts redis || true") == ""


def test_feeds_over_https_can_be_trusted(cluster):
    for name in ("csp-ingestor", "comms"):
        assert "BEGIN CERTIFICATE" in cluster.run(name, "head", "-n", "30", "/etc/ssl/certs/ca-certificates.crt")


def test_where_callers_come_from_is_believed_of_the_gateway_alone(cluster):
    def sign_up(url, forged):
        body = {"name": "Gus", "email": f"{secrets.token_hex(6)}@example.org", "password": secrets.token_urlsafe(16)}
        return httpx.post(f"{url}/api/v1/users", json=body, headers={"X-Forwarded-For": forged}).status_code

    # Another address each time, and yet soon too many from one: nobody believed it.
    for door in ("users", "web"):
        answers = [sign_up(cluster.url(door), f"203.0.113.{number}") for number in range(SIGN_UPS + 1)]
        assert answers[-1] == 429, (door, answers)
    # Somebody at another address is not held to that: the gateway says so, and is believed.
    body = (
        f'{{"name": "Ida", "email": "{secrets.token_hex(6)}@example.org", "password": "{secrets.token_urlsafe(16)}"}}'
    )
    request = (
        f"POST /api/v1/users HTTP/1.0\\r\\nContent-Type: application/json\\r\\nContent-Length: {len(body)}\\r\\n\\r\\n"
    )
    image = cluster.inspect("users")["Config"]["Image"]
    script = f"exec 3<>/dev/tcp/web/8000; printf '{request}%s' '{body}' >&3; head -n 1 <&3"
    network = ["--network", f"{PROJECT}_cluster"]
    answer = docker("run", "--rm", *network, "--entrypoint", "bash", image, "-c", script)
    assert " 201 " in answer, answer


# -- What happens when they die


@pytest.mark.parametrize("name", LASTING)
def test_a_killed_process_comes_back(cluster, stopwatch, incident, reader, name):
    before = cluster.starts()
    cluster.kill(name)

    def back():
        return (
            cluster.inspect(name)["State"]["StartedAt"] != before[name] and cluster.all_ready() and page_answers(reader)
        )

    stopwatch.until(back, BACK, f"{name} killed by SIGKILL, until it runs and everything answers")
    waiting.until(cluster.all_well, BACK, "everything is healthy")
    after = cluster.starts()
    assert {other for other in LASTING if after[other] != before[other]} == {name}, "nobody else had to start again"
    assert incident["id"] in [each["id"] for each in reader.public_status()]


def page_answers(reader):
    try:
        return reader.call("GET", "/").status_code == 200
    except httpx.TransportError:
        return False


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_recreated_at_another_address_is_found(cluster, stopwatch, reader, name):
    assert reader.call("GET", f"/openapi/{name}.json").status_code == 200
    cluster.recreate_elsewhere(name)
    answers = lambda: reader.call("GET", f"/openapi/{name}.json").status_code == 200  # noqa: E731
    stopwatch.until(answers, BACK, f"{name} recreated at another address, until the gateway finds it")
    waiting.until(cluster.all_well, BACK, "everything is well")


def test_redis_recreated_at_another_address_is_found_by_all_without_help(cluster, stopwatch, incident):
    before = cluster.starts()
    cluster.recreate_elsewhere("redis")
    stopwatch.until(cluster.all_ready, BACK, "Redis recreated at another address, until every service is ready")
    after = cluster.starts()
    assert {name for name in LASTING if after[name] != before[name]} == {"redis"}
    admin = Person(cluster, cluster.email, cluster.password)
    assert admin.incident(incident["id"])["title"] == "Mail is late"
    admin.keep_trying("POST", f"/api/v1/incidents/{incident['id']}/timeline", json={"type": "note", "message": "On."})


def test_redis_away_for_a_while_is_found_again(cluster, stopwatch):
    cluster.compose("stop", "redis")
    away = lambda: not any(cluster.is_ready(name) for name in SERVICES)  # noqa: E731
    waiting.until(away, BACK, "every service says that it is not ready")
    time.sleep(5)
    cluster.compose("start", "redis")
    stopwatch.until(cluster.all_ready, BACK, "Redis stopped for a while and started, until every service is ready")


def test_what_stands_in_for_who_is_gone(cluster, incident, reader):
    gone = ("comms", "users")
    cluster.compose("rm", "--stop", "--force", *gone)
    try:
        answer = waiting.until(lambda: good(reader.call("GET", "/api/v1/public/status")), BACK, "the snapshot")
        assert answer.headers["x-status-stale"]
        assert incident["id"] in [each["id"] for each in answer.json()]
        page = reader.call("GET", "/", headers={"Accept-Language": "en"})
        assert page.status_code == 200 and "Mail is late" in page.text
        refused = reader.call("GET", "/api/v1/users")
        assert refused.status_code == 502
        assert refused.headers["content-type"].startswith("application/problem+json")
    finally:
        cluster.compose("up", "--detach", *gone)
    waiting.until(cluster.all_well, BACK, "everything is well")
    assert "x-status-stale" not in reader.call("GET", "/api/v1/public/status").headers


def good(answer):
    return answer if answer.status_code == 200 else None


def test_all_stop_in_good_order_and_down_and_up_keep_everything(cluster, stopwatch, incident):
    keys = cluster.run("users", "cat", "/public/service-keys.json")
    began = time.monotonic()
    cluster.compose("stop")
    stopwatch.seconds["stop, everything"] = time.monotonic() - began
    assert {name: cluster.inspect(name)["State"]["ExitCode"] for name in LASTING} == dict.fromkeys(LASTING, 0)
    cluster.compose("down")
    began = time.monotonic()
    cluster.up()
    stopwatch.seconds["up after down, until everything is well"] = time.monotonic() - began
    assert cluster.run("users", "cat", "/public/service-keys.json") == keys
    admin = Person(cluster, cluster.email, cluster.password)
    assert admin.incident(incident["id"])["title"] == "Mail is late"
    assert incident["id"] in [each["id"] for each in admin.public_status()]
    assert cluster.password not in cluster.said(), "what is said once is not said again"


def test_another_network_is_possible(cluster):
    assert cluster.address("web") == f"{NETWORK}.2"
