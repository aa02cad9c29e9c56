"""People at work: signed in, calling the API through the gateway as their browsers and scripts do."""

import secrets
import time

import httpx

# A service that was just killed is back within the supervisor's pause and its own start.
PATIENCE = 30


class Person:
    """Somebody with a token, or a passer-by without one."""

    def __init__(self, cluster, email=None, password=None):
        self.cluster = cluster
        self.email = email
        self.password = password
        self._http = httpx.Client(base_url=cluster.url(), timeout=10)
        if email:
            self.sign_in()

    def sign_in(self):
        answer = self.keep_trying("POST", "/api/v1/auth/login", json={"email": self.email, "password": self.password})
        self._http.headers["Authorization"] = f"Bearer {answer.json()['token']}"
        self.id = answer.json()["user_id"]

    @property
    def authorization(self):
        """The header that proves who this is, for those who call by other means."""
        return {"Authorization": self._http.headers["Authorization"]}

    def call(self, method, path, **more):
        """One call, whatever its answer."""
        return self._http.request(method, path, **more)

    def get(self, path, **more):
        return _good(self.call("GET", path, **more)).json()

    def post(self, path, body=None, **more):
        return _good(self.call("POST", path, json=body, **more)).json()

    def keep_trying(self, method, path, seconds=PATIENCE, **more):
        """The call, repeated while the cluster cannot answer it: what a careful client does.

        It carries an Idempotency-Key, so that a first try that did arrive counts as the same.
        """
        headers = {"Idempotency-Key": secrets.token_hex(16), **more.pop("headers", {})}
        deadline = time.monotonic() + seconds
        while True:
            try:
                answer = self.call(method, path, headers=headers, **more)
                if answer.status_code not in (429, 502, 503, 504):
                    return _good(answer)
                trouble = f"{answer.status_code} {answer.text[:300]}"
            except httpx.TransportError as fault:
                trouble = repr(fault)
            assert time.monotonic() < deadline, f"{method} {path}: after {seconds} s still {trouble}"
            time.sleep(0.1)

    def everything(self, path):
        """All pages of a list."""
        found, query = [], f"{path}{'&' if '?' in path else '?'}limit=200"
        while query:
            answer = self.keep_trying("GET", query)
            found += answer.json()
            following = answer.links.get("next", {}).get("url")
            query = following and str(answer.url.join(following))
        return found

    # -- What people do, in the words of the house

    def appoint(self, name, role):
        """A new colleague with this role, signed in."""
        email, password = f"{name.lower()}-{secrets.token_hex(3)}@example.org", secrets.token_urlsafe(18)
        self.keep_trying(
            "POST", "/api/v1/users", json={"name": name, "email": email, "role": role, "password": password}
        )
        return Person(self.cluster, email, password)

    def register_provider(self, name, feed_url, interval_s=3600):
        # An interval so long that within a test only `refresh` looks at the feed.
        body = {"name": name, "feed_url": feed_url, "type": "json", "interval_s": interval_s}
        return self.keep_trying("POST", "/api/v1/csp/providers", json=body).json()

    def refresh(self, provider):
        return self.keep_trying("POST", f"/api/v1/csp/refresh?provider={provider}").json()

    def events_of(self, provider):
        return self.everything(f"/api/v1/csp/events?provider={provider}")

    def incidents_titled(self, title):
        return [incident for incident in self.everything("/api/v1/incidents") if incident["title"] == title]

    def incident(self, incident_id):
        return self.keep_trying("GET", f"/api/v1/incidents/{incident_id}").json()

    def timeline(self, incident_id):
        return self.everything(f"/api/v1/incidents/{incident_id}/timeline")

    def announce(self, incident_id, message, state="investigating", **more):
        body = {"incident_id": incident_id, "message": message, "state": state, **more}
        return self.keep_trying("POST", "/api/v1/public/announce", json=body).json()

    def public_status(self):
        return self.keep_trying("GET", "/api/v1/public/status").json()

    def summary(self):
        return self.keep_trying("GET", "/api/v1/public/summary").json()


def _good(answer):
    assert answer.is_success, f"{answer.request.method} {answer.request.url}: {answer.status_code} {answer.text}"
    return answer
