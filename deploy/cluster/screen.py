"""The few lines a person sees."""

import contextlib
import os
import sys
import threading

COLOURS = {"good": "32", "wait": "33", "bad": "31", "strong": "1", "quiet": "2"}
MARKS = {"good": "●", "wait": "○", "bad": "✗"}
NAME_WIDTH = 13


class Screen:
    """Prints whole lines, in colour where somebody looks, from whichever thread has something to say."""

    def __init__(self, stream=None):
        self._stream = stream or sys.stdout
        self._lock = threading.Lock()
        self._colour = self._stream.isatty() and "NO_COLOR" not in os.environ

    def line(self, text=""):
        # Nobody reads any more, or the terminal knows no such sign: no reason to stop a cluster.
        with self._lock, contextlib.suppress(BrokenPipeError, UnicodeEncodeError):
            print(text, file=self._stream, flush=True)

    def of(self, mood, name, text):
        """A line about one process: how it is, its name, what happened."""
        self.line(f"  {self.paint(mood, MARKS[mood])} {name:<{NAME_WIDTH}} {text}")

    def paint(self, mood, text):
        return f"\033[{COLOURS[mood]}m{text}\033[0m" if self._colour else text
