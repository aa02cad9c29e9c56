"""The providers' pages on loopback, as of the story's clock, with the validators that real ones send."""

import hashlib
import json
import threading
from email.utils import formatdate, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from . import book, dialects
from .dialects.webpage import MEDIA_TYPE, document

HOST = "127.0.0.1"


class Feeds:
    """Serves each provider beneath `/<key>/`."""

    def __init__(self, scenario, clock, port=0):
        self.scenario = scenario
        self.clock = clock
        self._http = ThreadingHTTPServer((HOST, port), _handler(self))
        self._http.daemon_threads = True
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
        self._thread.start()

    @property
    def address(self):
        return f"http://{HOST}:{self._http.server_address[1]}"

    def url(self, provider):
        """The feed a provider is followed by."""
        folder = "api/v2/" if provider.feed.endswith(".json") else ""
        return f"{self.address}/{provider.key}/{folder}{provider.feed}"

    def close(self):
        self._http.shutdown()
        self._http.server_close()

    def answer(self, path):
        """(status, media type, body, when it changed) for a path."""
        key, _, rest = path.split("?")[0].lstrip("/").partition("/")
        provider = next((each for each in self.scenario.providers if each.key == key), None)
        if not key:
            return 200, MEDIA_TYPE, self._index(), None
        if provider is None:
            return _nothing()
        page = book.page(provider, self.clock)
        found = dialects.answer(page, f"{self.address}/{key}", rest)
        if found is None:
            return _nothing()
        media_type, text = found
        return _troubled(book.trouble(provider, self.clock), media_type, text, page.changed)

    def _index(self):
        rows = "".join(
            f'<tr><td><a href="/{each.key}/">{each.name}</a><td><a href="{self.url(each)}">{each.feed}</a>'
            for each in self.scenario.providers
        )
        return document("The simulator", f"<h1>{self.scenario.title}</h1><table>{rows}</table>")


def _nothing():
    return 404, "application/json", json.dumps({"error": "Not found"}), None


def _troubled(trouble, media_type, text, changed):
    """The answer, or what a page in trouble sends in its place."""
    if trouble == "error":
        return 503, "text/plain", "upstream connect error or disconnect/reset before headers", None
    if trouble == "empty":
        return 200, media_type, "", None
    if trouble == "webpage":
        return 200, MEDIA_TYPE, document("We will be back", "<h1>We will be back soon</h1>"), None
    if trouble == "half":
        return 200, media_type, text[: len(text) // 2], None
    return 200, media_type, text, changed


def _handler(feeds):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 30

        def do_GET(self):
            status, media_type, text, changed = feeds.answer(self.path)
            body = text.encode()
            headers = {"Content-Type": media_type, "Cache-Control": "max-age=0, must-revalidate"}
            if changed is not None:
                headers |= {
                    "ETag": f'W/"{hashlib.sha256(body).hexdigest()[:32]}"',
                    "Last-Modified": formatdate(changed, usegmt=True),
                }
                if self._has_it(headers["ETag"], int(changed)):
                    status, body = 304, b""
            self._send(status, headers, body)

        do_HEAD = do_GET

        def _has_it(self, tag, changed):
            """Whether the asker's copy is this one; a tag goes before a time (RFC 9110, 13.2.2)."""
            known = self.headers.get("If-None-Match")
            if known is not None:
                return known.strip() == "*" or tag.removeprefix("W/") in [
                    each.strip().removeprefix("W/") for each in known.split(",")
                ]
            try:
                since = parsedate_to_datetime(self.headers.get("If-Modified-Since", ""))
                return changed <= since.timestamp()
            except (TypeError, ValueError):
                return False

        def _send(self, status, headers, body):
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if status != 304:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        def log_message(self, *_anything):
            pass

    return Handler
