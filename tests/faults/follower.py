"""A reader of the public stream who stays, as a browser does: comes back where it was, reads anew when told to."""

import threading

import httpx

from stream import messages

# Comms says something every 15 s: who hears nothing for longer has lost it.
SILENCE = 20.0
PAUSE = 0.3
# The gateway's answers are up to a second old: one asked for after this is not older than now.
CACHE = 1.1


class Follower(threading.Thread):
    """What `seen` holds is all that this reader's page would show: each incident in its last version."""

    def __init__(self, url):
        super().__init__(name="follower", daemon=True)
        self.seen = {}
        self.counts = {"connections": 0, "messages": 0, "resyncs": 0}
        self._url = url
        self._last_id = None
        self._over = threading.Event()

    def run(self):
        while not self._over.wait(PAUSE):
            try:
                with httpx.Client(base_url=self._url, timeout=httpx.Timeout(5, read=SILENCE)) as http:
                    self._follow(http)
            except (httpx.TransportError, httpx.StreamError):
                continue

    def _follow(self, http):
        headers = {"Last-Event-ID": self._last_id} if self._last_id else {}
        with http.stream("GET", "/api/v1/public/stream", headers=headers) as answer:
            if answer.status_code != 200:
                return
            self.counts["connections"] += 1
            if not self._last_id:
                self._read_anew(http)
            for message in messages(answer.iter_lines()):
                if self._over.is_set():
                    return
                if message.event == "resync":
                    self.counts["resyncs"] += 1
                    self._read_anew(http)
                elif message.event == "incident":
                    self.counts["messages"] += 1
                    self._take(message.data)
                self._last_id = message.id or self._last_id

    def _read_anew(self, http):
        """The summary, as the service itself says it: the copy that stands in for it may be older than the stream."""
        while not self._over.wait(CACHE):
            answer = http.get("/api/v1/public/summary")
            if answer.status_code == 200 and "X-Status-Stale" not in answer.headers:
                for incident in answer.json()["active"] + answer.json()["recent"]:
                    self._take(incident)
                return

    def _take(self, incident):
        known = self.seen.get(incident["id"])
        if known is None or incident["version"] >= known["version"]:
            self.seen[incident["id"]] = incident

    def stop(self):
        self._over.set()
