"""People at the API: signed in with a password, calling through the gateway as their browsers do."""

import http.client
import json
import time
import urllib.error
import urllib.request
import uuid

# A service that was just killed is back within its supervisor's pause and its own start.
PATIENCE = 30.0
TIMEOUT = 10.0
AWAY = (429, 502, 503, 504)


class Stopped(Exception):
    """Somebody wants us to end."""


class Away(Exception):
    """A part of the cluster did not answer in all our patience."""


class Refused(Exception):
    """The cluster answered, and said no."""


class Person:
    """Somebody with a password. `stop` is an event that ends all waiting; `say` hears what we wait for."""

    def __init__(self, base, name, email, password, stop, say):
        self.base = base
        self.name = name
        self.email = email
        self.id = None
        self._password = password
        self._stop = stop
        self._say = say
        self._token = None

    def sign_in(self):
        credentials = {"email": self.email, "password": self._password}
        _, answer = self._patiently("POST", "/api/v1/auth/login", credentials)
        self._token, self.id = answer["token"], answer["user_id"]
        return self

    def get(self, path):
        return self._call("GET", path, None)[1]

    def post(self, path, body=None):
        return self._call("POST", path, body)[1]

    def create(self, path, body):
        """Posts what may be there already; whether it is new."""
        try:
            self._call("POST", path, body)
        except Refused as refused:
            if refused.args[0] == 409:
                return False
            raise
        return True

    def _call(self, method, path, body):
        if self._token is None:
            self.sign_in()
        try:
            return self._patiently(method, path, body)
        except Refused as refused:
            if refused.args[0] != 401:
                raise
        # Tokens live for ten minutes, stories for longer.
        self.sign_in()
        return self._patiently(method, path, body)

    def _patiently(self, method, path, body):
        """The call, repeated while the cluster cannot answer; its key makes a try that did arrive count as the same."""
        key, deadline, waiting = uuid.uuid4().hex, time.monotonic() + PATIENCE, False
        while True:
            trouble, pause = "no answer", 0.5
            try:
                status, headers, answer = self._send(method, path, body, key)
            except (OSError, http.client.HTTPException):
                pass
            else:
                if status < 300:
                    return status, answer
                trouble = f"{status} {answer.get('detail') or answer.get('title') or ''}".strip()
                if status not in AWAY:
                    raise Refused(status, trouble)
                pause = min(10.0, float(headers.get("Retry-After") or pause))
            if time.monotonic() + pause > deadline:
                raise Away(f"{method} {path.split('?')[0]}: {trouble}")
            if not waiting:
                self._say(f"{path.split('?')[0]} is away ({trouble}); trying again for {PATIENCE:.0f} s")
                waiting = True
            if self._stop.wait(pause):
                raise Stopped

    def _send(self, method, path, body, key):
        headers = {"Accept": "application/json", "Idempotency-Key": key}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        data = None
        if body is not None:
            headers["Content-Type"] = "application/json"
            data = json.dumps(body).encode()
        request = urllib.request.Request(self.base + path, data=data, headers=headers, method=method)
        try:
            with _OPENER.open(request, timeout=TIMEOUT) as answer:
                return answer.status, answer.headers, _json(answer.read())
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.code, answer.headers, _json(answer.read())


# The cluster is on this machine: a proxy from the environment has no part in it.
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def _json(body):
    """An answer's content; nothing where it has none, or where it is the gateway's own page of an error."""
    try:
        return json.loads(body)
    except ValueError:
        return {}
