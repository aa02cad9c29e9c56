"""Being asked to end."""

import os
import select
import signal
import time

# `kill` of a whole group and of the one process both reach us: only a later second Ctrl-C means "now".
IMPATIENT_AFTER = 1.0


class Stop:
    """Set by Ctrl-C and by whoever ends us, and for ever from then on.

    A pipe that is never emptied, since a lock (as in `threading.Event`) may be held by the very thread that a signal
    breaks in on.
    """

    def __init__(self):
        # How often a signal asked.
        self.asked = 0
        # Whether a person pressed Ctrl-C again: that means now.
        self.impatient = False
        self._first_at = None
        self._ear, self._mouth = os.pipe()
        os.set_blocking(self._mouth, False)

    def listen(self):
        """From here on SIGINT, SIGTERM and SIGHUP ask to end."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)

    def _on_signal(self, number, _frame):
        now = time.monotonic()
        self.asked += 1
        if self._first_at is None:
            self._first_at = now
            self.set()
        elif number == signal.SIGINT and now - self._first_at > IMPATIENT_AFTER:
            self.impatient = True

    def set(self):
        os.write(self._mouth, b".")

    def is_set(self):
        return self.wait(0)

    def wait(self, seconds=None):
        """Whether we are asked to end; waits so long for it, and without an end where nothing is said."""
        return bool(select.select([self._ear], [], [], seconds)[0])
