"""The gateway: what is behind which address, what is closed, and what every answer carries."""

import http.client
import time

import httpx
import pytest

from cluster import SERVICES

CLOSED = ("/internal/v1/events", "/internal", "/metrics", "/readyz", "/healthz", "/api/v1/nothing")


@pytest.mark.parametrize("path", CLOSED)
def test_what_is_between_services_is_closed(reader, admin, path):
    for person in (reader, admin):
        assert person.call("GET", path).status_code == 404
        assert person.call("POST", path, json={}).status_code in (404, 405)


# Spellings that nginx reads one way and the service behind it another.
ASTRAY = (
    "/internal/v1/users/%2e%2e%2f%2e%2e%2f%2e%2e%2fapi%2fv1%2fusers",
    "/./internal/v1/events/../../../api/v1/users",
    "/api/v1/users/%2E%2e/%2e%2e/%2e%2e/internal/v1/users",
    "/x/../api/v1/public/status",
    "//api/v1/public/status",
    "/api/v1/users%5c..%5c..",
)


@pytest.mark.parametrize("path", ASTRAY)
def test_an_address_leads_nowhere_but_where_it_says(cluster, path):
    status, content_type, _ = raw(cluster, path)
    assert (status, content_type) == (404, "application/problem+json")


def test_another_spelling_does_not_answer_for_a_page(cluster, reader):
    known = reader.call("GET", "/api/v1/public/incidents/INC-ZZZZZZ?a=b").json()
    for _ in range(3):
        raw(cluster, "/api/v1/public/incidents/INC-ZZZZZZ%3Fa=b")
        raw(cluster, "/x/../api/v1/public/status")
        assert reader.call("GET", "/api/v1/public/incidents/INC-ZZZZZZ?a=b").json()["detail"] == known["detail"]
        assert reader.call("GET", "/api/v1/public/status").status_code == 200


def raw(cluster, path):
    """Asks for `path` as it is spelled: other clients put it in order first."""
    url = httpx.URL(cluster.url("web"))
    connection = http.client.HTTPConnection(url.host, url.port, timeout=10)
    connection.request("GET", path)
    answer = connection.getresponse()
    return answer.status, answer.headers.get_content_type(), answer.read()


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_has_its_reader_its_file_and_its_audit(reader, admin, manager, service):
    assert reader.call("GET", f"/docs/{service}").status_code == 308
    page = reader.call("GET", f"/docs/{service}/")
    assert page.status_code == 200 and "text/html" in page.headers["content-type"]
    assert reader.get(f"/openapi/{service}.json")["openapi"].startswith("3.")
    assert reader.call("GET", f"/audit/{service}").status_code == 401
    assert manager.call("GET", f"/audit/{service}").status_code == 403
    assert isinstance(admin.get(f"/audit/{service}"), list)


def test_services_that_do_not_exist_yet_are_said_to_be_away(reader):
    for path in ("/api/v1/monitors", "/api/v1/tickets"):
        answer = reader.call("GET", path)
        assert answer.status_code == 502
        assert answer.headers["content-type"].startswith("application/problem+json")
        assert answer.headers["retry-after"]


@pytest.mark.parametrize(
    "path", ["/", "/console", "/nothing", "/api/v1/public/summary", "/api/v1/incidents", "/api/nothing"]
)
def test_every_answer_is_guarded_and_traceable(reader, path):
    answer = reader.call("GET", path, headers={"X-Request-Id": "a-request-of-mine"})
    assert answer.headers["x-request-id"] == "a-request-of-mine"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["server"] == "nginx"
    for name in ("x-request-id", "x-content-type-options", "content-security-policy"):
        assert len(answer.headers.get_list(name)) == 1, f"{name} is said once"


def test_a_body_that_is_too_large_is_refused_as_a_problem(admin):
    answer = admin.call("POST", "/api/v1/incidents", content=b"x" * (1024 * 1024 + 1))
    assert answer.status_code == 413
    assert answer.headers["content-type"].startswith("application/problem+json")


def test_internal_doors_open_for_services_alone(cluster, admin):
    token = admin.call("GET", "/api/v1/users/me").request.headers["Authorization"]
    for service, path in (("comms", "/internal/v1/events"), ("incidents", "/internal/v1/events")):
        url = f"{cluster.url(service)}{path}"
        assert httpx.post(url, json={}).status_code == 401
        assert httpx.post(url, json={}, headers={"Authorization": token}).status_code in (401, 403)


def test_the_public_side_is_asked_once_a_second_at_most(cluster, reader):
    before = cluster.log("comms").count("/api/v1/public/status")
    began = time.monotonic()
    tag = reader.call("GET", "/api/v1/public/status").headers.get("etag")
    assert tag
    again = reader.call("GET", "/api/v1/public/status", headers={"If-None-Match": tag})
    assert again.status_code in (200, 304)
    questions = 2
    # The present second may have been answered for an earlier test: only a whole one more makes our question certain.
    while time.monotonic() - began < 1.5:
        assert reader.call("GET", "/api/v1/public/status").status_code == 200
        questions += 1
    asked = cluster.log("comms").count("/api/v1/public/status") - before
    passed = time.monotonic() - began
    assert 1 <= asked <= passed + 2, f"{questions} questions in {passed:.1f} s became {asked} to comms"
