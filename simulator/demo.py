"""`make demo`: a cluster of its own, made anew each time, with a story played on it until Ctrl-C."""

import contextlib
import fcntl
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import threading
import time

from deploy.cluster.process import with_us
from deploy.cluster.settings import PORTS, ROOT, free_port, taken, variable

from . import play
from .api import Stopped
from .entries import Fault
from .server import Feeds

DATA_DIR = ROOT / ".data" / "demo"
# Held as long as a demo lives; where it lies, everything else was made by a demo.
LOCK = "demo.lock"
ADMIN = "admin@example.org"
# Where the pages of the providers are, unless somebody else is there.
PAGES_PORT = 8090
# What a killed demo left running ends within this.
LEFTOVERS_PATIENCE = 20.0
START_PATIENCE = 120.0
BEAT = 0.1


def run(story, options, screen, stop):
    """The whole demo; the exit status."""
    data_dir = options.data_dir.absolute()
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    with only_one(data_dir, stop):
        patiently(lambda: clear(data_dir), stop)
        clock = play.clock(story, options)
        feeds = Feeds(story, clock, options.port or (free_port() if taken(PAGES_PORT) else PAGES_PORT))
        password = secrets.token_urlsafe(12)
        cluster = Cluster(data_dir, password, stop)
        try:
            url = cluster.start()
            greet(story, screen, feeds, password)
            play.Stage(story, clock, feeds, screen, stop).play(url, ADMIN, password)
            screen.line()
            screen.line("The story is over and the page stays, for you to play on. Ctrl-C stops everything.")
            stop.wait()
        except Stopped:
            pass
        finally:
            feeds.close()
            cluster.stop()
    return cluster.verdict


@contextlib.contextmanager
def only_one(data_dir, stop):
    """The directory to ourselves: another demo, or the end of one that was killed, goes first."""
    if any(data_dir.iterdir()) and not (data_dir / LOCK).exists():
        raise Fault(f"{data_dir} holds what no demo has made: nothing in it was touched, name another directory")
    with open(data_dir / LOCK, "a", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Fault(f"a demo runs on {data_dir} already") from None
        with open(data_dir / "lock", "a", encoding="utf-8") as cluster:
            patiently(lambda: fcntl.flock(cluster, fcntl.LOCK_EX | fcntl.LOCK_NB), stop)
        yield


def patiently(do, stop):
    """Does what fails as long as something is left of a demo that was killed."""
    deadline = time.monotonic() + LEFTOVERS_PATIENCE
    while True:
        try:
            return do()
        except OSError as fault:
            if time.monotonic() > deadline:
                raise Fault(f"something else is at work in the demo's directory: {fault}") from fault
        if stop.wait(BEAT):
            raise Stopped


def clear(data_dir):
    """What the last demo left. The book of its cluster stays, if it was killed: by it the next one knows to wait."""
    for path in data_dir.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path.name not in (LOCK, "lock", "cluster.json"):
            path.unlink()


def greet(story, screen, feeds, password):
    """What the cluster, which has told its own addresses, does not know."""
    screen.line(f"  providers    {feeds.address}/")
    screen.line(f"  sign in      {ADMIN} (admin), password {screen.paint('strong', password)}")
    for person in story.people:
        screen.line(f"               {play.email(person)} ({person.role}), the same password")
    screen.line(screen.paint("quiet", "  Join in as any of them. The next demo starts afresh."))


class Cluster:
    """A cluster that lives as long as the demo, started and stopped by `deploy/up.py`."""

    def __init__(self, data_dir, password, stop):
        self.data_dir = data_dir
        self.verdict = 0
        self._stop = stop
        self._environment = {
            **os.environ,
            **ports(),
            "DATA_DIR": str(data_dir),
            "ADMIN_EMAIL": ADMIN,
            "ADMIN_PASSWORD": password,
            "ADMIN_PASSWORD_FILE": "",
            "OUTBOUND_ALLOW": "127.0.0.0/8",
            # Where somebody's own cluster is known by a name, this one is not.
            "PUBLIC_URL": "",
        }
        self._child = None

    def start(self):
        """Starts it; answers with the address of its gateway."""
        # In a session of its own: Ctrl-C is for us, who stop things in order.
        self._child = subprocess.Popen(
            [*with_us(), sys.executable, str(ROOT / "deploy" / "up.py")],
            env=self._environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        deadline = time.monotonic() + START_PATIENCE
        while not (url := self._ready()):
            if self._child.poll() is not None:
                raise Fault(f"the cluster did not start{way_out()}")
            if time.monotonic() > deadline:
                raise Fault(f"the cluster is not ready after {START_PATIENCE:.0f} s: see {self.data_dir / 'logs'}")
            if self._stop.wait(BEAT):
                raise Stopped
        threading.Thread(target=self._watch, daemon=True).start()
        # It has its own words to finish.
        time.sleep(3 * BEAT)
        return url

    def _watch(self):
        """A cluster that ends by itself ends the demo; it has said why."""
        status = self._child.wait()
        if not self._stop.is_set():
            self.verdict = status or 1
            self._stop.set()

    def _ready(self):
        try:
            book = json.loads((self.data_dir / "cluster.json").read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return None
        ours = book["supervisor"] == self._child.pid
        return book["urls"]["web"] if ours and book["processes"].get("web", {}).get("ready") else None

    def stop(self):
        """Stops it in good order; a second Ctrl-C stops it now."""
        if self._child is None:
            return
        with contextlib.suppress(ProcessLookupError):
            self._child.send_signal(signal.SIGTERM)
        asked = self._stop.asked
        while self._child.poll() is None:
            if self._stop.asked > asked:
                asked = self._stop.asked
                with contextlib.suppress(ProcessLookupError):
                    self._child.send_signal(signal.SIGINT)
            time.sleep(BEAT)


def way_out():
    """What helps where the cluster does not start because another one runs."""
    others = not os.environ.get("PORTS") and any(taken(number) for number in PORTS.values())
    return ": `make demo PORTS=free` takes ports that nobody has" if others else ""


def ports():
    """The usual ports, or those that the environment names; `PORTS=free` takes free ones."""
    wanted = os.environ.get("PORTS")
    if not wanted:
        return {}
    if wanted != "free":
        raise Fault(f"PORTS = {wanted}: free, or nothing for the usual ones")
    return {f"{variable(name)}_PORT": "0" for name in PORTS}
