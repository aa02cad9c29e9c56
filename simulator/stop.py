"""Being asked to end."""

import os
import select
import signal


class Stop:
    """Set by Ctrl-C and by whoever ends us, and for ever from then on.

    A pipe that is never emptied, since a lock (as in `threading.Event`) may be held by the very thread that a signal
    breaks in on.
    """

    def __init__(self):
        # How often a signal asked: the second time means now.
        self.asked = 0
        self._ear, self._mouth = os.pipe()
        os.set_blocking(self._mouth, False)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)

    def _on_signal(self, _number, _frame):
        self.asked += 1
        if self.asked == 1:
            self.set()

    def set(self):
        os.write(self._mouth, b".")

    def is_set(self):
        return self.wait(0)

    def wait(self, seconds=None):
        """Whether we are asked to end; waits so long for it, and without an end where nothing is said."""
        return bool(select.select([self._ear], [], [], seconds)[0])
