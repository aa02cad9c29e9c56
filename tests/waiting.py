"""Waiting for something to become true, and saying what it was when it does not."""

import contextlib
import time


def until(question, seconds, what):
    """Asks until the answer is true, and gives it back."""
    deadline = time.monotonic() + seconds
    while True:
        answer = question()
        if answer:
            return answer
        assert time.monotonic() < deadline, f"after {seconds} s still not: {what}"
        time.sleep(0.05)


@contextlib.contextmanager
def explained(text):
    """A failure inside tells also what `text()` says."""
    try:
        yield
    except AssertionError as failure:
        raise AssertionError(f"{failure}\n{text()}") from failure
