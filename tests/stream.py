"""A reader of the public stream, as a browser's EventSource is one."""

import contextlib
import json
import threading
import time
from dataclasses import dataclass

import httpx

import waiting


@dataclass
class Message:
    """One event of the stream, and when it came."""

    event: str
    id: str
    data: object
    at: float


class Reader:
    """Reads until it is closed; what came is in `messages`."""

    def __init__(self, url, last_id=None):
        self.messages = []
        self.connected = threading.Event()
        self._closed = False
        self._url = url
        self._headers = {"Accept": "text/event-stream", **({"Last-Event-ID": last_id} if last_id else {})}
        self._http = httpx.Client(timeout=httpx.Timeout(10, read=60))
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()
        assert self.connected.wait(10), "the stream did not open"

    def __enter__(self):
        return self

    def __exit__(self, *_failure):
        self._closed = True
        self._http.close()

    def wait_for(self, wanted, seconds=5):
        """The first message that `wanted` says yes to."""
        return waiting.until(
            lambda: next((message for message in list(self.messages) if wanted(message)), None),
            seconds,
            f"a message as wanted; there were {self.messages}",
        )

    def of(self, incident_id):
        return [
            message
            for message in list(self.messages)
            if message.event == "incident" and message.data["id"] == incident_id
        ]

    def _read(self):
        # Closing the client from outside ends the reading by one of these.
        ended = contextlib.suppress(httpx.TransportError, httpx.StreamError, RuntimeError)
        with ended, self._http.stream("GET", self._url, headers=self._headers) as answer:
            assert answer.status_code == 200, answer.status_code
            self.connected.set()
            for message in messages(answer.iter_lines()):
                if self._closed:
                    return
                self.messages.append(message)


def messages(lines):
    """The messages in the lines of an open stream, as they come; one that only bears an id has no data."""
    fields = {}
    for line in lines:
        if line:
            key, _, value = line.partition(":")
            fields[key] = value.removeprefix(" ")
        elif fields.keys() & {"data", "event", "id"}:
            data = fields.get("data", "")
            parsed = json.loads(data) if data.startswith(("{", "[")) else data
            yield Message(fields.get("event", "message"), fields.get("id", ""), parsed, time.monotonic())
            fields = {}
