"""A whole cluster for a test: started by the real supervisor, on free ports, with data of its own."""

import contextlib
import json
import os
import secrets
import signal
import subprocess
import sys
from pathlib import Path

import waiting

ROOT = Path(__file__).resolve().parent.parent
SERVICES = ("users", "incidents", "comms", "csp-ingestor", "flags")
EVERYTHING = ("redis", *SERVICES, "web")
THEIRS = (
    *("ADMIN_PASSWORD_FILE", "LOG_FORMAT", "PUBLIC_URL", "SIGNING_KEY", "SIGNING_KEY_FILE", "SIGNUPS_PER_HOUR"),
    "TRUSTED_PROXIES",
)
START_PATIENCE = 60
STOP_PATIENCE = 45


class Cluster:
    """Started and stopped by `deploy/up.py`, exactly as `make up` does it."""

    def __init__(self, data_dir, **environment):
        self.data_dir = Path(data_dir)
        self.email = "admin@example.org"
        self.password = secrets.token_urlsafe(18)
        self.screen = self.data_dir.parent / f"{self.data_dir.name}.screen"
        self._ports = {
            "WEB_PORT": "0",
            "USERS_PORT": "0",
            "INCIDENTS_PORT": "0",
            "COMMS_PORT": "0",
            "CSP_INGESTOR_PORT": "0",
            "FLAGS_PORT": "0",
            "REDIS_PORT": "0",
        }
        self._environment = {
            "DATA_DIR": str(self.data_dir),
            "ADMIN_EMAIL": self.email,
            "ADMIN_PASSWORD": self.password,
            "OUTBOUND_ALLOW": "127.0.0.0/8",
            # What the person running the tests has set for a cluster of theirs is no business of ours.
            **dict.fromkeys(THEIRS, ""),
            # Tests read the line of each request.
            "RUST_LOG": "info",
            **environment,
        }
        self._process = None

    def environment(self):
        return {**os.environ, **self._ports, **self._environment}

    def launch(self):
        """Starts the supervisor and does not wait."""
        with open(self.screen, "ab") as screen:
            self._process = subprocess.Popen(
                [sys.executable, str(ROOT / "deploy" / "up.py")],
                env=self.environment(),
                stdin=subprocess.DEVNULL,
                stdout=screen,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def start(self):
        self.launch()
        with waiting.explained(self.said):
            waiting.until(self._up, START_PATIENCE, "the cluster is up")
        for name, number in self.facts()["ports"].items():
            # A second start is at the same address: who knows the cluster finds it again.
            self._ports[f"{name.upper().replace('-', '_')}_PORT"] = str(number)
        return self

    def _up(self):
        if self._process.poll() is not None:
            raise AssertionError(f"the supervisor ended with status {self._process.returncode}")
        return self.is_ready(*EVERYTHING)

    def stop(self, number=signal.SIGTERM):
        """Stops it in good order; answers with the supervisor's exit status."""
        self._process.send_signal(number)
        return self._process.wait(STOP_PATIENCE)

    def restart(self):
        assert self.stop() == 0
        self.start()

    def end(self):
        """Whatever the test left: nothing of it goes on."""
        if self._process and self._process.poll() is None:
            self._process.send_signal(signal.SIGCONT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.stop()
            if self._process.poll() is None:
                self._process.kill()
                self._process.wait()

    @property
    def supervisor(self):
        return self._process.pid

    def said(self):
        """All that the supervisor showed on its screen."""
        return self.screen.read_text(encoding="utf-8") if self.screen.exists() else ""

    def facts(self):
        """cluster.json, as tools read it."""
        return json.loads((self.data_dir / "cluster.json").read_text(encoding="utf-8"))

    def url(self, name="web"):
        return self.facts()["urls"][name]

    def pid(self, name):
        return self.facts()["processes"][name]["pid"]

    def log(self, name):
        return (self.data_dir / "logs" / f"{name}.log").read_text(encoding="utf-8", errors="replace")

    def is_ready(self, *names):
        try:
            processes = self.facts()["processes"]
        except (FileNotFoundError, json.JSONDecodeError):
            return False
        return all(processes.get(name, {}).get("ready") for name in names)

    def kill(self, name):
        """SIGKILL, as soon as there is something to kill, and no waiting after: the supervisor is to notice."""
        waiting.until(lambda: running(self.pid(name)), 30, f"{name} runs, to be killed")
        self.kill_if_alive(name)

    def kill_if_alive(self, name):
        """Killing what is dead already, its restart being on the way, is no second kill."""
        pid = self.pid(name)
        if pid:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def kill_and_wait(self, name):
        starts = self.facts()["processes"][name]["starts"]
        self.kill(name)
        waiting.until(lambda: self._starts(name) > starts and self.is_ready(name), 30, f"{name} is back")

    def _starts(self, name):
        return self.facts()["processes"][name]["starts"]

    @contextlib.contextmanager
    def without(self, *names):
        """As long as this lasts, these processes are dead and stay dead: the supervisor is held still."""
        pids = [self.pid(name) for name in names]
        starts = {name: self._starts(name) for name in names}
        os.kill(self.supervisor, signal.SIGSTOP)
        try:
            for pid in pids:
                os.kill(pid, signal.SIGKILL)
            yield
        finally:
            os.kill(self.supervisor, signal.SIGCONT)
        waiting.until(
            lambda: all(self._starts(name) > starts[name] for name in names) and self.is_ready(*names),
            30,
            f"{', '.join(names)} are back",
        )


def running(pid):
    """Whether there is such a process; the dead whom nobody has fetched yet are dead all the same."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"
