"""What the original files leave to their reader: where the services are, and which text stands for which thing."""

import itertools
import secrets

import httpx

from contract.client import plain, sample
from contract.originals import SERVICES, original

NOBODY = {
    "users": "01890000-0000-7000-8000-000000000000",
    "incidents": "INC-ZZZZZZZZZZ",
    "flags": "a-key-of-no-flag",
}


class World:
    """One way into a running cluster, and the things that are made there when a request is to be about one."""

    def __init__(self, cluster, door, feeds):
        self._urls = {file: cluster.url(service if door == "direct" else "web") for file, service in SERVICES.items()}
        self._http = httpx.Client(timeout=30)
        self._numbers = itertools.count(1)
        self._mark = secrets.token_hex(3)
        self._feeds = feeds
        self._password = secrets.token_urlsafe(18)
        login = {"email": cluster.email, "password": cluster.password}
        signed_in = self._post("users", "/api/v1/auth/login", login)
        self._headers = {"Authorization": f"Bearer {signed_in['token']}"}
        self._admin = signed_in["user_id"]
        self._provider = self._begin()

    def _begin(self):
        """Something whole to be read in every list: a person, a flag, an event and an incident that was announced."""
        self.person()
        define = original("flags").operation("/admin/flags", "post")
        self._post(
            "flags", "/admin/flags", {**sample(plain(define.document, define.body_schema)), "id": self._fresh("flag")}
        )
        page = self._feeds.page(self._fresh("provider"))
        page.open("outage", "Latency in Europe")
        body = {"name": page.name, "feed_url": self._feeds.url(page.name), "type": "json"}
        self._post("csp", "/api/v1/csp/providers", body)
        self._post("csp", f"/api/v1/csp/refresh?provider={page.name}")
        words = {"incident_id": self.incident(), "message": "We look into it.", "state": "investigating"}
        self._post("comms", "/api/v1/public/announce", words)
        return page.name

    # -- The wire

    def send(self, file, operation, request, token=True):
        """The answer to one request, whatever it is."""
        return self._http.request(
            operation.method,
            self._urls[file] + request.address(operation),
            params=request.query,
            headers=self._headers if token else {},
            **({} if request.body is None else {"json": request.body}),
        )

    def _post(self, file, path, body=None):
        headers = getattr(self, "_headers", {})
        answer = self._http.post(self._urls[file] + path, headers=headers, **({} if body is None else {"json": body}))
        assert answer.is_success, f"POST {path}: {answer.status_code} {answer.text}"
        return answer.json()

    # -- The things

    def _fresh(self, what):
        return f"{what}-{self._mark}-{next(self._numbers)}"

    def incident(self):
        return self._post("incidents", "/api/v1/incidents", {"title": "Latence API EU", "sev": 2})["id"]

    def flag(self):
        key = self._fresh("flag")
        self._post("flags", "/admin/flags", {"id": key, "on": True})
        return key

    def person(self):
        """A new account; its address and its id."""
        email = f"{self._fresh('person')}@example.org"
        body = {"name": "Alice Dupont", "email": email, "team": "SRE", "password": self._password}
        return email, self._post("users", "/api/v1/users", body)["id"]

    def value(self, file, operation, name, shown=None):
        """What stands for the member or parameter `name` of a request, of which the file shows `shown`."""
        match file, operation.name, name:
            case "users", "POST /api/v1/auth/login", "email":
                return self.person()[0]
            case "users", _, "email":
                return f"{self._fresh('somebody')}@example.org"
            case "users", "PUT /api/v1/users/{id}", "role":
                return "viewer"  # The one role that a creation shows; an update shows none.
            case "users", _, "id":
                return self.person()[1]
            case ("incidents", _, "id") | ("comms", _, "incident_id"):
                return self.incident()
            case "incidents", _, "commander":
                return self._admin
            case "csp", _, "provider":
                return self._provider
            case "csp", "POST /api/v1/csp/providers", "name":
                return self._fresh("provider")
            case "csp", _, "feed_url":
                return self._feeds.url(self._provider)  # No test asks the pages of the world.
            case "flags", "POST /admin/flags", "id":
                return self._fresh("flag")
            case "flags", _, "id":
                return self.flag()
            case _:
                return shown

    def extra(self, file, operation):
        """What the design asks for beyond the file: a password, where somebody signs in or is signed up."""
        asked = file == "users" and operation.method == "post"
        return {"password": self._password} if asked else {}

    def unknown_id(self, file):
        return NOBODY[file]

    def strangers(self):
        """Who is not let in, each with what is wrong."""
        email = self.person()[0]
        yield "without a password", {"email": email}
        yield "with a wrong password", {"email": email, "password": "not-the-password"}
        yield "without an account", {"email": f"{self._fresh('nobody')}@example.org", "password": self._password}
