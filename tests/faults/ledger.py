"""The ledger: what was asked for, by whom, and what they were told. What it says was done must stand in the end."""

import json
import threading
import time
from collections import Counter
from dataclasses import asdict, dataclass, field

ACKNOWLEDGED = "acknowledged"
# The caller gave up without having heard how it ended: it may stand or not, once at the most, and never half.
UNKNOWN = "unknown"
REFUSED = "refused"


@dataclass
class Write:
    """One thing asked for, however often it was tried."""

    number: int
    who: str
    kind: str
    # What it is about: an incident's id, a provider's name, an address. A creation has nothing to be about yet.
    about: str
    method: str
    path: str
    body: object = None
    # The Idempotency-Key of every try; none where the API takes none and the same again changes nothing.
    key: str | None = None
    began: float = 0.0
    ended: float = 0.0
    # How each try went: a status, or the name of the fault.
    tries: list = field(default_factory=list)
    outcome: str = UNKNOWN
    answer: object = None

    def line(self):
        """Itself as one line, for whoever has to find out what became of it."""
        return json.dumps(asdict(self), ensure_ascii=False)


class Ledger:
    """All writes, in the order in which they began; kept in a file too, as they end."""

    def __init__(self, path=None):
        self.writes = []
        # Answers that nobody should ever get, and workers that broke: each is a fault of its own.
        self.alarms = []
        self._ended = threading.Condition()
        self._acknowledged = Counter()
        self._file = open(path, "w", encoding="utf-8") if path else None  # noqa: SIM115 (closed by close)

    def begin(self, who, kind, about, method, path, body=None, key=None):
        with self._ended:
            write = Write(len(self.writes) + 1, who, kind, about, method, path, body, key, began=time.time())
            self.writes.append(write)
        return write

    def end(self, write, outcome, answer=None):
        with self._ended:
            write.outcome, write.answer, write.ended = outcome, answer, time.time()
            self._acknowledged[write.kind] += outcome == ACKNOWLEDGED
            if self._file:
                self._file.write(write.line() + "\n")
            self._ended.notify_all()
        return write

    def alarm(self, text):
        with self._ended:
            self.alarms.append(text)

    def await_acknowledged(self, kind, seconds):
        """Waits for the next acknowledged write of this kind; false where none comes in time."""
        with self._ended:
            before = self._acknowledged[kind]
            return self._ended.wait_for(lambda: self._acknowledged[kind] > before, seconds)

    def of(self, kind, outcome=None):
        """The writes of this kind, in the order in which they began."""
        return [write for write in self.writes if write.kind == kind and outcome in (None, write.outcome)]

    def tally(self):
        """How many writes ended how, and how many of the acknowledged needed more than one try."""
        with self._ended:
            ended = [write.outcome for write in self.writes if write.ended]
            again = sum(write.outcome == ACKNOWLEDGED and len(write.tries) > 1 for write in self.writes)
        return {outcome: ended.count(outcome) for outcome in (ACKNOWLEDGED, UNKNOWN, REFUSED)} | {"again": again}

    def close(self):
        if self._file:
            self._file.close()
