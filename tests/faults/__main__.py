"""`make faults`: a long storm. SEED=… plays a known one, FAULTS=… says how many blows; a failure prints both."""

import os
import random
import shutil
import signal
import sys
import tempfile
import time

from .storm import storm

FAULTS = 120


def main():
    # Asked to end, it ends its cluster first.
    signal.signal(signal.SIGTERM, lambda *_signal: sys.exit(143))
    seed = os.environ.get("SEED") or f"{random.SystemRandom().randrange(10**6)}"
    faults = int(os.environ.get("FAULTS") or FAULTS)
    directory = tempfile.mkdtemp(prefix="polystatus-faults-")
    print(f"SEED={seed} FAULTS={faults}; data, logs and ledger in {directory}", flush=True)
    began = time.monotonic()
    outcome = storm(seed, faults, directory, say=lambda line: print(line, flush=True))
    for name, value in outcome.figures.items():
        print(f"  {name.replace('_', ' '):<18} {value}")
    if outcome.wrong:
        print(f"\n{len(outcome.wrong)} things are wrong:")
        print(*(f"- {line}" for line in outcome.wrong), sep="\n")
        print(f"\nAgain: SEED={seed} FAULTS={faults} make faults; the ledger is {directory}/ledger.jsonl")
        return 1
    shutil.rmtree(directory)
    print(f"\n{len(outcome.faults)} faults, nothing lost, nothing twice ({time.monotonic() - began:.0f} s in all)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
