"""Starts everything in order, keeps it running, and stops it in the opposite order."""

import contextlib
import json
import os
import signal
import time

from .process import in_words
from .stop import Stop

BEAT = 0.1
# Between two looks at a process that is not ready yet.
LOOK_EVERY = 0.2
# A start that takes longer says what it waits for, this often.
SAY_EVERY = 10.0
STOP_PATIENCE = 15.0


class Supervisor:
    """`stages` are lists of processes: each stage starts when the one before it is ready, and stops after the next."""

    def __init__(self, stages, screen, book):
        self.stages = stages
        self.screen = screen
        self.book = book
        self._stop = Stop()
        self._looked = {}

    @property
    def processes(self):
        return [process for stage in self.stages for process in stage]

    @property
    def asked_to_stop(self):
        return self._stop.is_set()

    def listen(self):
        """From here on Ctrl-C and SIGTERM mean: stop everything."""
        self._stop.listen()

    def start(self):
        """Starts all stages; False if one of them cannot start, or if we are asked to stop meanwhile."""
        for stage in self.stages:
            for process in stage:
                process.start()
            self.book.write(self)
            if not self._wait_for(stage):
                return False
        return not self._stop.is_set()

    def _wait_for(self, stage):
        said_at = time.monotonic()
        while not all(process.ready for process in stage):
            if self._stop.wait(BEAT):
                return False
            for process in self.processes:
                status = process.ended()
                if status is None:
                    self._look(process)
                elif status >= 0 and not process.ready and process in stage:
                    self._cannot_start(process, status)
                    return False
                else:
                    self._died(process, status)
            self._start_due()
            if time.monotonic() - said_at >= SAY_EVERY:
                said_at = time.monotonic()
                for process in stage:
                    if not process.ready:
                        self.screen.of("wait", process.name, f"not ready: {process.probe() or 'just now'}")
        return True

    def _cannot_start(self, process, status):
        self.screen.of("bad", process.name, f"{in_words(status)} before it was ready:")
        for line in process.log.tail(5):
            self.screen.line(f"      {line}")
        self.screen.line(f"      ({process.log.path})")

    def watch(self):
        """Keeps everything running until asked to stop."""
        while not self._stop.wait(BEAT):
            for process in self.processes:
                status = process.ended()
                if status is not None:
                    self._died(process, status)
                elif process.pid:
                    self._look(process)
            self._start_due()

    def _died(self, process, status):
        pause = max(0.0, process.again_at - time.monotonic())
        self.screen.of("bad", process.name, f"{in_words(status)}; starting again in {pause:.1f} s")
        self.book.write(self)

    def _start_due(self):
        now = time.monotonic()
        for process in self.processes:
            if process.again_at is not None and now >= process.again_at:
                process.start()
                self.book.write(self)

    def _look(self, process):
        now = time.monotonic()
        if process.ready or process.pid is None or now - self._looked.get(process.name, 0.0) < LOOK_EVERY:
            return
        process.check()
        self._looked[process.name] = time.monotonic()
        if process.ready:
            took = time.monotonic() - process.started_at
            again = "ready again" if process.starts > 1 else "ready"
            self.screen.of("good", process.name, f"{again} on port {process.port} ({took:.1f} s)")
            self.book.write(self)

    def stop(self):
        """Stops what was started, the last stage first, each with time to finish."""
        for stage in reversed(self.stages):
            started = [process for process in stage if process.pid]
            for process in started:
                process.signal(signal.SIGTERM)
            deadline = time.monotonic() + STOP_PATIENCE
            while not all(process.gone() for process in started):
                if self._stop.impatient or time.monotonic() > deadline:
                    self._kill(started)
                    break
                time.sleep(BEAT / 2)
            for process in started:
                process.ended()
                self.screen.of("wait", process.name, "stopped")
        self.book.close()

    def _kill(self, processes):
        for process in processes:
            if not process.gone():
                self.screen.of("bad", process.name, "did not stop in time; killed")
                process.signal(signal.SIGKILL)
        while not all(process.gone() for process in processes):
            time.sleep(BEAT / 2)


class Book:
    """cluster.json: who runs where, kept current for tools and tests."""

    def __init__(self, path, settings):
        self.path = path
        self.settings = settings

    def left_behind(self):
        """Whether the last cluster here ended without a word."""
        return self.path.exists()

    def write(self, supervisor):
        content = {
            "supervisor": os.getpid(),
            "data_dir": str(self.settings.data_dir),
            "public_url": self.settings.public_url,
            "urls": {name: self.settings.url(name) for name in self.settings.ports if name != "redis"},
            "ports": self.settings.ports,
            "processes": {
                process.name: {"pid": process.pid, "ready": process.ready, "starts": process.starts}
                for process in supervisor.processes
            },
        }
        fresh = self.path.with_suffix(".json.new")
        # A full disk is no reason to stop a cluster that runs.
        with contextlib.suppress(OSError):
            fresh.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
            fresh.replace(self.path)

    def close(self):
        self.path.unlink(missing_ok=True)
