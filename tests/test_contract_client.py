"""A client of the original files drives every route to every status they document, direct and through the gateway."""

import json

import httpx
import pytest
import yaml

from contract.client import Request, Script, faults, plain, unseen
from contract.originals import FILES, SERVICES, original, path_of
from contract.world import World

DOORS = ("direct", "gateway")
# What the gateway does not lead to: its address there belongs to the incidents service.
OWN_PORT_ALONE = {"csp POST /api/v1/incidents"}
KNOWN = yaml.safe_load((path_of("users").parent / "differences.yaml").read_text(encoding="utf-8"))
OPERATIONS = [(file, operation) for file in FILES for operation in original(file).operations()]
PAIRS = [(file, operation, status) for file, operation in OPERATIONS for status in operation.answers]


def at_doors(*cases):
    """Each case at each door that leads there."""
    return [
        pytest.param(door, file, operation, *more, id=" ".join((door, file, operation.name, *more)))
        for door in DOORS
        for file, operation, *more in cases
        if door == "direct" or f"{file} {operation.name}" not in OWN_PORT_ALONE
    ]


@pytest.fixture(scope="module")
def worlds(cluster, feeds):
    return {door: World(cluster, door, feeds) for door in DOORS}


@pytest.fixture
def world(worlds, door):
    return worlds[door]


@pytest.mark.parametrize(("door", "file", "operation", "status"), at_doors(*PAIRS))
def test_it_is_met(world, file, operation, status):
    met, broken = [], []
    for request in Script(file, operation, world).requests(status):
        answer = world.send(file, operation, request)
        met.append((request, answer))
        broken += [f"{request.about}: {fault}" for fault in faults(operation, status, answer)]
    assert met, "nobody knows how to bring this about"
    assert broken == []
    schema = operation.answer_schema(status)
    if schema is not None:
        bodies = [answer.json() for _, answer in met]
        assert list(unseen(plain(operation.document, schema), bodies)) == [], "no answer has this"
        assert [words for request, answer in met for words in misheard(request, answer)] == []


def misheard(request, answer):
    """What was sent comes back as it was sent, where it comes back."""
    sent, got = request.body, answer.json()
    if isinstance(sent, dict) and isinstance(got, dict):
        for name in sent.keys() & got.keys():
            if got[name] != sent[name]:
                yield f"{request.about}: {name} was {sent[name]}, is {got[name]}"


def test_every_pair_is_played():
    """Counted without the reader that the tests are made by."""
    documented = [
        f"{file} {method.upper()} {path} {status}"
        for file in FILES
        for path, item in yaml.safe_load(path_of(file).read_text(encoding="utf-8"))["paths"].items()
        for method, operation in item.items()
        for status in operation["responses"]
    ]
    assert sorted(documented) == sorted(f"{file} {operation.name} {status}" for file, operation, status in PAIRS)
    assert len(documented) == 44


@pytest.mark.parametrize("file", FILES)
def test_it_is_where_the_file_says(file):
    """Not of this cluster, whose ports are chosen freely, but of one that is started with nothing said."""
    from deploy.cluster.settings import PORTS

    servers = [server["url"] for server in original(file).content["servers"]]
    assert servers == [f"http://localhost:{PORTS[SERVICES[file]]}"]


# -- The three departures, each met on the wire


@pytest.mark.parametrize(("door", "file", "operation"), at_doors(*OPERATIONS))
def test_a_token_is_asked_for_where_it_is_said(world, file, operation):
    said = any(f"{file} {operation.name}: asks for a token" == line.replace("*", operation.name) for line in TOKENS)
    request = next(iter(Script(file, operation, world).requests(next(iter(operation.answers)))))
    refused = world.send(file, operation, request, token=False).status_code == 401
    assert refused == said


TOKENS = KNOWN["departures"]["token"]["seen"]


@pytest.mark.parametrize("door", DOORS)
def test_without_a_password_an_account_waits(world):
    users = original("users")
    create, login = users.operation("/api/v1/users", "post"), users.operation("/api/v1/auth/login", "post")
    email = world.value("users", create, "email")
    created = world.send("users", create, Request("", body={"name": "Alice Dupont", "email": email}))
    assert (created.status_code, created.json()["state"]) == (201, "waiting")
    for body in ({"email": email}, {"email": email, "password": ""}):
        assert world.send("users", login, Request("", body=body)).status_code == 401


@pytest.mark.parametrize("door", DOORS)
def test_a_private_flag_is_not_shown_without_a_token(world):
    flags = original("flags")
    define, ask = flags.operation("/admin/flags", "post"), flags.operation("/flags", "get")
    key = world.value("flags", define, "id")
    assert world.send("flags", define, Request("", body={"id": key, "on": True, "private": True})).status_code == 201
    question = Request("", query={"user": "alice", "role": "manager"})
    assert world.send("flags", ask, question).json()[key] == {"variation": "on", "off": False}
    assert key not in world.send("flags", ask, question, token=False).json()


# -- The client itself: an answer that breaks the file is noticed


INCIDENT = {"id": "INC-AB12CD", "title": "Latence", "sev": 2, "status": "open", "started_at": 1, "commander": None}


@pytest.mark.parametrize(
    ("status", "kind", "body", "said"),
    [
        (200, "application/json", INCIDENT, None),
        (201, "application/json", INCIDENT, "is 201, not 200"),
        (200, "text/plain", INCIDENT, "the content is text/plain"),
        (200, "application/json", [INCIDENT], "is not of type 'object'"),
        (200, "application/json", {**INCIDENT, "sev": 5}, "$.sev: 5 is greater than the maximum of 4"),
        (200, "application/json", {**INCIDENT, "sev": "2"}, "$.sev: '2' is not of type 'integer'"),
        (200, "application/json", {**INCIDENT, "status": "closed"}, "$.status: 'closed' is not one of"),
        (200, "application/json", {**INCIDENT, "title": None}, "$.title: None"),
    ],
)
def test_an_answer_that_breaks_the_file_is_noticed(status, kind, body, said):
    operation = original("incidents").operation("/api/v1/incidents/{id}", "get")
    answer = httpx.Response(status, headers={"Content-Type": kind}, content=json.dumps(body))
    broken = list(faults(operation, "200", answer))
    assert [line for line in broken if said and said in line] if said else broken == [], broken


def test_a_refusal_in_another_form_is_noticed():
    operation = original("incidents").operation("/api/v1/incidents/{id}", "get")
    assert list(faults(operation, "404", httpx.Response(404, json={}))) == ["a refusal in the form of application/json"]


def test_what_no_answer_has_is_noticed():
    listed = original("users").operation("/api/v1/users", "get")
    schema = plain(listed.document, listed.answer_schema("200"))
    assert list(unseen(schema, [[{"id": "1", "name": "A"}], [{"role": "sre"}]])) == [
        "[]/email",
        "[]/team",
        "[]/created_at",
    ]
