"""One process of the cluster: started, watched, started again when it dies."""

import contextlib
import os
import shutil
import signal
import subprocess
import threading
import time

FIRST_PAUSE = 0.2
LONGEST_PAUSE = 10.0
# After so long in good health a death counts as the first one.
FORGIVEN_AFTER = 30.0
LOG_BYTES = 20 * 1024 * 1024
LOGS_KEPT = 3
CHUNK = 65536


class Log:
    """A process's output as a file that does not grow for ever."""

    def __init__(self, path):
        self.path = path
        self._lock = threading.Lock()
        self._file = None

    def open(self):
        """A new file for a new start of the cluster; the last few stay."""
        with self._lock:
            self._turn()

    def write(self, data):
        # A full disk must not hold up the process that speaks: what cannot be kept is let go.
        with self._lock, contextlib.suppress(OSError):
            if self._file.tell() + len(data) > LOG_BYTES:
                self._turn()
            self._file.write(data)

    def tail(self, lines):
        text = self.path.read_bytes().decode(errors="replace")
        return text.splitlines()[-lines:]

    def _turn(self):
        for number in range(LOGS_KEPT - 1, 0, -1):
            older = self.path.with_suffix(f".log.{number}")
            newer = self.path.with_suffix(f".log.{number - 1}") if number > 1 else self.path
            if newer.exists():
                newer.replace(older)
        descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        full, self._file = self._file, os.fdopen(descriptor, "wb", buffering=0)
        if full:
            full.close()


class Process:
    """A program with its environment, its log, a test of its readiness, and its luck so far."""

    def __init__(self, name, command, environment, log, ready, port, on_line=None):
        self.name = name
        self.command = [str(word) for word in command]
        self.environment = environment
        self.log = log
        self.probe = ready
        self.port = port
        # Takes a line of standard output for itself by answering True; the log never sees that line.
        self.on_line = on_line
        self.ready = False
        self.starts = 0
        self.started_at = 0.0
        self.again_at = None
        self._child = None
        self._readers = []
        self._pause = FIRST_PAUSE
        self._ready_at = None

    @property
    def pid(self):
        return self._child.pid if self._child else None

    def start(self):
        """Starts the program, in a session of its own: Ctrl-C is for the supervisor, who stops things in order."""
        self.starts += 1
        self.ready, self._ready_at, self.again_at = False, None, None
        self.started_at = time.monotonic()
        self._child = subprocess.Popen(
            [*with_us(), *self.command],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE if self.on_line else subprocess.STDOUT,
            start_new_session=True,
        )
        if self.on_line:
            self._readers = [_reader(self._sift, self._child.stdout), _reader(self._copy, self._child.stderr)]
        else:
            self._readers = [_reader(self._copy, self._child.stdout)]

    def check(self):
        """Looks whether it became ready; answers with why not, or None."""
        why = self.probe()
        if why is None:
            self.ready, self._ready_at = True, time.monotonic()
        return why

    def ended(self):
        """The exit status if it ended since the last look (negative: the signal), else None."""
        if self._child is None:
            return None
        status = self._child.poll()
        if status is None:
            return None
        now = time.monotonic()
        if self._ready_at is not None and now - self._ready_at >= FORGIVEN_AFTER:
            self._pause = FIRST_PAUSE
        self.again_at = now + self._pause
        self._pause = min(self._pause * 2, LONGEST_PAUSE)
        self._bury()
        return status

    def _bury(self):
        # A master that was killed leaves its workers behind, and they hold its port.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._child.pid, signal.SIGKILL)
        for reader in self._readers:
            reader.join(timeout=1)
        self._child, self.ready = None, False

    def signal(self, number):
        if self._child and self._child.poll() is None:
            self._child.send_signal(number)

    def gone(self):
        return self._child is None or self._child.poll() is not None

    def _copy(self, stream):
        with stream:
            while data := os.read(stream.fileno(), CHUNK):
                self.log.write(data)

    def _sift(self, stream):
        with stream:
            for line in stream:
                if not self.on_line(line.decode(errors="replace").rstrip("\r\n")):
                    self.log.write(line)


def in_words(status):
    """An exit status as a person says it."""
    return f"killed by {signal.Signals(-status).name}" if status < 0 else f"ended with status {status}"


def with_us():
    """What makes a program end when the supervisor does, even by SIGKILL: else it would hold its port and its files."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "TERM", "--"] if setpriv else []


def _reader(work, stream):
    thread = threading.Thread(target=work, args=(stream,), daemon=True)
    thread.start()
    return thread
