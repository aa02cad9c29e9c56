"""A provider's status page on loopback, in the form of Atlassian Statuspage v2, with incidents that tests script."""

import hashlib
import json
import threading
from collections import Counter
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

BEGAN = datetime(2026, 1, 5, 9, 0, tzinfo=timezone.utc)
IMPACT = {1: "critical", 2: "major", 3: "minor", 4: "none"}
COMPONENT = {1: "major_outage", 2: "partial_outage", 3: "degraded_performance", 4: "operational"}


class Page:
    """One provider's page: its incidents, or a recorded body; and who asked for it how."""

    def __init__(self, name):
        self.name = name
        self.began = BEGAN
        self.incidents = {}
        self.planned = {}
        self.body = None
        self.broken = False
        self.asked = Counter()
        self._minute = 0
        # A page is read while it is written: nobody is to see half a change.
        self._lock = threading.RLock()

    def open(self, key, title, severity=1, words="We are looking into it."):
        """A new incident, in its first words."""
        with self._lock:
            self._open(key, title, severity, words)

    def _open(self, key, title, severity, words):
        self.incidents[key] = {
            "id": key,
            "name": title,
            "status": "investigating",
            "impact": IMPACT[severity],
            "created_at": self._now(),
            "started_at": self._now(),
            "updated_at": self._now(),
            "monitoring_at": None,
            "resolved_at": None,
            "shortlink": f"https://status.example.org/{key}",
            "page_id": self.name,
            "incident_updates": [],
            "components": [{"id": f"{key}-c", "name": "API", "status": COMPONENT[severity]}],
        }
        self._update(key, "investigating", words)

    def update(self, key, status, words):
        """The next words, with the status they bring; the latest stand first, as on real pages."""
        with self._lock:
            self._update(key, status, words)

    def _update(self, key, status, words):
        incident = self.incidents[key]
        now = self._tick()
        incident["status"], incident["updated_at"] = status, now
        update = {
            "id": f"{key}-u{len(incident['incident_updates']) + 1}",
            "incident_id": key,
            "status": status,
            "body": words,
            "created_at": now,
            "display_at": now,
            "updated_at": now,
        }
        incident["incident_updates"].insert(0, update)

    def plan(self, key, title, in_hours, hours, words="We work on it by night."):
        """Planned work that begins so many hours from now, and lasts so many; it is shown by `summary.json`."""
        now = datetime.now(timezone.utc)
        begins = now + timedelta(hours=in_hours)
        with self._lock:
            update = {"id": f"{key}-u1", "status": "scheduled", "body": words, "created_at": _written(now)}
            self.planned[key] = {
                "id": key,
                "name": title,
                "status": "scheduled",
                "impact": "maintenance",
                "created_at": _written(now),
                "updated_at": _written(now),
                "scheduled_for": _written(begins),
                "scheduled_until": _written(begins + timedelta(hours=hours)),
                "shortlink": f"https://status.example.org/{key}",
                "page_id": self.name,
                "incident_updates": [{**update, "display_at": _written(now), "updated_at": _written(now)}],
                "components": [],
            }

    def resolve(self, key, words="It is over."):
        with self._lock:
            self._update(key, "resolved", words)
            self.incidents[key]["resolved_at"] = self.incidents[key]["updated_at"]

    def answer(self, path):
        """The body of one of the page's files; None where there is no such file."""
        with self._lock:
            return self.body if self.body is not None else self._file(path)

    def _file(self, path):
        about = {"id": self.name, "name": self.name, "url": "https://status.example.org", "updated_at": self._now()}
        unresolved = [each for each in self.incidents.values() if each["status"] != "resolved"]
        files = {
            "incidents.json": {"page": about, "incidents": list(reversed(self.incidents.values()))},
            "summary.json": {
                "page": about,
                "status": {"indicator": "critical" if unresolved else "none", "description": ""},
                "components": [],
                "incidents": unresolved,
                "scheduled_maintenances": list(self.planned.values()),
            },
        }
        content = files.get(path)
        return json.dumps(content).encode() if content else None

    def _now(self):
        return _written(self.began + timedelta(minutes=self._minute))

    def _tick(self):
        self._minute += 1
        return self._now()


def _written(moment):
    return f"{moment:%Y-%m-%dT%H:%M:%S}.000Z"


class FeedServer:
    """Serves pages at `/<name>/api/v2/<file>`."""

    def __init__(self):
        self.pages = {}
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._http.daemon_threads = True
        threading.Thread(target=self._http.serve_forever, daemon=True).start()

    def page(self, name):
        """A new page; a name is used once."""
        assert name not in self.pages
        self.pages[name] = Page(name)
        return self.pages[name]

    def url(self, name, file="incidents.json"):
        return f"http://127.0.0.1:{self._http.server_address[1]}/{name}/api/v2/{file}"

    def close(self):
        self._http.shutdown()
        self._http.server_close()

    def _handler(self):
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                name, _, file = self.path.lstrip("/").partition("/api/v2/")
                page = server.pages.get(name)
                body = page and page.answer(file)
                if page:
                    page.asked["all"] += 1
                if body is None or page.broken:
                    return self._send(404 if body is None else 500, b"", {})
                tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
                if self.headers.get("If-None-Match") == tag:
                    page.asked["not modified"] += 1
                    return self._send(304, b"", {"ETag": tag})
                return self._send(200, body, {"ETag": tag, "Content-Type": "application/json; charset=utf-8"})

            def _send(self, status, body, headers):
                self.send_response(status)
                for key, value in headers.items():
                    self.send_header(key, value)
                if status != 304:
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_anything):
                pass

        return Handler
