"""Two clocks: the story's, which runs fast, and the world's, which is what feeds and pages bear."""

import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Moment:
    """A place in a story that may be told again and again: which round, and how many seconds into it."""

    round: int
    at: float


class Clock:
    """Maps the seconds of a story to those of the world. Before `start` the story stands at its beginning, and after
    the last of its `rounds` at its end; None tells it for ever."""

    def __init__(self, day, speed, rounds=1, now=time.time):
        self.day = day
        self.speed = speed
        self.rounds = rounds
        self._now = now
        self._began = now()
        self._running = False

    def start(self):
        self._began = self._now()
        self._running = True

    def moment(self):
        """Where the story is."""
        seconds = (self._now() - self._began) * self.speed if self._running else 0.0
        told, at = divmod(max(0.0, seconds), self.day.length)
        if self.rounds is not None and told >= self.rounds:
            return Moment(self.rounds - 1, self.day.length)
        return Moment(int(told), at)

    def world(self, told, at):
        """When, in unix seconds, second `at` of round `told` is or was."""
        return self._began + (told * self.day.length + at) / self.speed

    def until(self, told, at):
        """The seconds of the world until then; less than nothing where it is past."""
        return self.world(told, at) - self._now() if self._running else float("inf")
