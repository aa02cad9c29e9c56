"""What schemathesis is told about PolyStatus: who calls, and which refusals a schema cannot foresee.

`st` itself loads this; test_schemathesis.py says by the environment where the cluster is and where to say what was met.
"""

import atexit
import json
import os
import re
import time
from collections import Counter
from pathlib import Path

import httpx
import jwt
import schemathesis

SERVICE = os.environ["FUZZ_SERVICE"]
USERS_URL = os.environ["FUZZ_USERS_URL"]
PEOPLE = json.loads(os.environ["FUZZ_PEOPLE"])
SECRETS = Path(os.environ["FUZZ_SECRETS"])
REPORT = Path(os.environ["FUZZ_REPORT"])
# Member or parameter -> what is there to be spoken of.
KNOWN = json.loads(os.environ["FUZZ_KNOWN"])

# Through a proxy of the cluster comes somebody else: the failed sign-ins of the runs are not held against these.
ELSEWHERE = {"X-Forwarded-For": "192.0.2.7"}
# Tokens of people hold for ten minutes, those of services for one.
FRESH = {"person": 300, "service": 30}
# Every so manieth call is made by somebody who may next to nothing.
GUEST_EVERY = 9

# A request that keeps to the schema is refused with 400 only for what a schema cannot say: (where in the request, why).
BEYOND_SCHEMAS = [
    # A cursor is opaque: clients have no business with its form.
    (r"\?cursor", r"must be a cursor from a Link header|was made for other filters: start again without it"),
    # schemathesis makes ETags of any server for this header, whatever pattern is published.
    (r"If-Match", r"must be one ETag as this service gave it, such as \"3\""),
    # What is spoken of must be known, and fit what else is said.
    (r"/commander", r"must be the id of a user"),
    (r"/incident_id", r"there is no such incident"),
    (r"\?provider", r"no provider has this name"),
    (r"/started_at", r"must not lie in the future"),
    (r"/translations/..", r"is the language of the message itself, and says otherwise"),
    (
        r"/data|/aggregate_id|/version",
        r"is not an incident: .*|is not the (incident|version) of the data|missing field .*",
    ),
    # What a flag holds must agree with itself: that is judged by the flags' own rules, which name every fault.
    (
        r"/(variations|off_variation|fallthrough|rules|targets|description)(/.*)?",
        r"(is required|must|is there already).*",
    ),
    # What is asked for outside, and what passes for a password, has rules that no pattern shows.
    (r"/url|/feed_url", r".*(asked for|public internet|at most 2048 characters)"),
    (r"/password", r"is among the first that everybody tries: choose another"),
    # Whom something is said of must be followed or known to the catalogue; a word of a provider is said once.
    (r"/provider", r"no provider that is followed has this name|a provider's name is .*"),
    (r"/(feed_url|type)", r"is required: the catalogue does not know this name"),
    (r"/severities(/.*)?", r"must .*|is too small or too large|is there already, in another case"),
    (r"/(services|regions)/\d+", r"must (not be empty|have no control characters)"),
    (r"/more_feeds/\d+", r"is there already|.*(asked for|public internet|at most 2048 characters)"),
    (r"/service", r"must say something"),
    (r"/effect", r"nothing is its own cause"),
    (r"/verdict", r"a service confirms or takes that back: only people reject"),
    (r"/reason", r"must be one line"),
    # Which characters are letters no pattern says briefly, and items of lists have bounds of their own.
    (r"/.*", r"must be one line,? without control characters|must not hold control characters|must not be blank"),
    (r"/(services|action_items)/\d+", r"must be at most \d+ characters"),
    # To JSON Schema 2.0 is an integer; to OpenAPI 3.0, in which the original is written, it is none.
    (r"/.*", r"must be written as an integer, without \. and e"),
]

met = Counter()
# Operation -> its good requests so far. By their number, not by chance: the seed decides all.
good = Counter()


@schemathesis.auth(refresh_interval=None)
class Tokens:
    """A token of the least role that may do it all; inside, of the neighbour whom the route is for."""

    def __init__(self):
        self._kept = {}
        self._calls = 0

    def get(self, _case, context):
        self._calls += 1
        return self._token_of(caller_of(context.operation.path, self._calls))

    def set(self, case, token, _context):
        case.headers["Authorization"] = f"Bearer {token}"

    def _token_of(self, caller):
        token, until = self._kept.get(caller, (None, 0))
        if time.monotonic() > until:
            token = person_token(caller) if caller in PEOPLE else service_token(caller)
            self._kept[caller] = token, time.monotonic() + FRESH["person" if caller in PEOPLE else "service"]
        return token


def caller_of(path, number):
    if path.startswith("/internal/"):
        if path.endswith("/cause"):
            return "csp-ingestor"
        return "incidents" if SERVICE in ("comms", "users") else "comms"
    if number % GUEST_EVERY == 0:
        return "guest"
    return "admin" if SERVICE == "users" or path.endswith("/audit") else "manager"


def person_token(role):
    answer = httpx.post(f"{USERS_URL}/api/v1/auth/login", json=PEOPLE[role], headers=ELSEWHERE)
    return answer.raise_for_status().json()["token"]


def service_token(caller):
    now = int(time.time())
    claims = {"iss": caller, "sub": caller, "aud": SERVICE, "iat": now, "exp": now + 60}
    key = (SECRETS / caller / "service.key").read_text(encoding="utf-8")
    return jwt.encode(claims, key, algorithm="EdDSA", headers={"typ": "svc+jwt", "kid": caller})


@schemathesis.hook
def before_call(context, case, kwargs):  # noqa: ARG001
    """Of the good requests that speak of something, every other one speaks of what is there."""
    if not case.meta or not case.meta.generation.mode.is_positive:
        return
    good[case.operation.label] += 1
    if good[case.operation.label] % 2:
        return
    for spoken_of in (case.body, case.query):
        if isinstance(spoken_of, dict):
            spoken_of.update({name: value for name, value in KNOWN.items() if name in spoken_of})


@schemathesis.hook
def filter_failure(context, failure, case, response):  # noqa: ARG001
    """Whether it is one: a schema-valid request may be refused for what only the service can know."""
    if failure.code != "ST202" or response.status_code not in (400, 412):
        return True
    if response.status_code == 412:
        return "If-Match" not in case.headers
    errors = response.json().get("errors") or [{"pointer": "", "detail": ""}]
    return not all(is_beyond_schemas(each) for each in errors)


def is_beyond_schemas(error):
    return any(
        re.fullmatch(where, error["pointer"]) and re.fullmatch(why, error["detail"]) for where, why in BEYOND_SCHEMAS
    )


@schemathesis.hook
def after_call(context, case, response):  # noqa: ARG001
    if case.method.lower() == case.operation.method.lower():
        met[f"{case.operation.label} {response.status_code}"] += 1


@atexit.register
def report():
    REPORT.write_text(json.dumps(met), encoding="utf-8")
