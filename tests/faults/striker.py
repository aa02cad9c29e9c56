"""Lets the blows fall, and measures how long it takes until everything is ready again."""

import contextlib
import os
import signal
import time
from dataclasses import dataclass

import httpx

import waiting
from cluster import running

# What is promised: ready within so many seconds of a fault.
PROMISED = 30.0
# Where recovery is longer than promised it is measured all the same, up to here.
PATIENCE = 90.0
# A blow that is to fall upon a moment falls without it when the moment does not come.
MOMENT = 4.0
PROBE = 1.0


@dataclass
class Fault:
    """A blow that fell, and the seconds until all was ready; none where the next one fell before."""

    blow: object
    recovery: float | None = None


class Striker:
    """Strikes processes by the ids that cluster.json gives, and no others."""

    def __init__(self, cluster, ledger):
        self.cluster, self.ledger = cluster, ledger
        self.faults = []
        # Who was killed, and how often they had been started until then.
        self._killed = {}
        self._http = httpx.Client(timeout=PROBE)

    def strike(self, blow):
        """One blow, from its pause to the end of it; the answer is the fault."""
        time.sleep(blow.pause)
        if blow.upon:
            self.ledger.await_acknowledged(blow.upon, MOMENT)
        if blow.deed == "kill":
            for victim in blow.victims:
                self._note(victim)
                self.cluster.kill(victim)
        else:
            self._freeze(blow)
        fault = Fault(blow)
        self.faults.append(fault)
        if blow.rest:
            fault.recovery = self.recovery()
        return fault

    def _freeze(self, blow):
        with contextlib.ExitStack() as thaws:
            for victim in blow.victims:
                group = self._group(victim)
                if blow.deed == "hang":
                    self._note(victim)
                os.killpg(group, signal.SIGSTOP)
                thaws.callback(_signal, group, signal.SIGCONT if blow.deed == "freeze" else signal.SIGKILL)
            time.sleep(blow.seconds)

    def _note(self, victim):
        waiting.until(lambda: running(self.cluster.pid(victim)), 30, f"{victim} runs, to be killed")
        self._killed[victim] = self.cluster.facts()["processes"][victim]["starts"]

    def _group(self, victim):
        """The process group of `victim`: nginx has workers, and freezing its master alone would freeze nothing."""
        waiting.until(lambda: running(self.cluster.pid(victim)), 30, f"{victim} runs, to be frozen")
        pid = self.cluster.pid(victim)
        assert os.getpgid(pid) == pid, f"{victim} does not lead a group of its own"
        return pid

    def recovery(self):
        """Waits until everything is ready; answers with how long it took."""
        began = time.monotonic()
        unready = self.unready()
        while unready:
            if time.monotonic() - began > PATIENCE:
                raise AssertionError(f"not ready within {PATIENCE:.0f} s: {', '.join(unready)}")
            time.sleep(0.1)
            unready = self.unready()
        return time.monotonic() - began

    def unready(self):
        """Who cannot do their work now, asked directly: the supervisor does not look at what was ready once."""
        facts = self.cluster.facts()
        processes = facts["processes"]
        # Workers of a killed nginx answer on until they are found: who was killed must have been started again.
        dead = [name for name, starts in self._killed.items() if processes[name]["starts"] <= starts]
        silent = [name for name, url in facts["urls"].items() if name not in dead and not self._answers(name, url)]
        return dead + silent

    def _answers(self, name, url):
        try:
            return self._http.get(f"{url}/" if name == "web" else f"{url}/readyz").status_code == 200
        except httpx.TransportError:
            return False


def _signal(group, number):
    # What died meanwhile needs no signal any more.
    with contextlib.suppress(ProcessLookupError):
        os.killpg(group, number)
