"""What the README gives to type works, as it stands there."""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess

import pytest

from cluster import ROOT

BLOCKS = re.findall(r"^```sh\n(.*?)^```", (ROOT / "README.md").read_text(encoding="utf-8"), flags=re.S | re.M)
# Who types is slower than what they started; here that is waited for.
BETWEEN = [
    "until curl -sf -o /dev/null http://127.0.0.1:9000/summary.json; do sleep 0.05; done",
    'until curl -s "$url/api/v1/incidents" -H "$me" | grep -q INC-; do sleep 0.05; done',
    "",
    "",
]
PATIENCE = 60


def typed_in(lines, where):
    """What a shell answered to `lines`. Nothing of it goes on afterwards, nor does anybody wait for what still does."""
    said = where / "said"
    with open(said, "wb") as screen:
        shell = subprocess.Popen(
            ["bash", "-c", lines],
            cwd=where,
            stdin=subprocess.DEVNULL,
            stdout=screen,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        shell.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        pytest.fail(f"after {PATIENCE} s still not done:\n{said.read_text(encoding='utf-8')}")
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(shell.pid, signal.SIGKILL)
        shell.wait()
    return said.read_text(encoding="utf-8")


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.mark.skipif(not shutil.which("curl"), reason="there is no curl here")
def test_the_way_of_a_fact_can_be_typed(cluster, tmp_path, port, reader):
    assert len(BLOCKS) == len(BETWEEN)
    typed = "\n".join(f"{block}\n{wait}" for block, wait in zip(BLOCKS, BETWEEN, strict=True))
    ours = {
        "http://127.0.0.1:8000": cluster.url(),
        "127.0.0.1:9000": f"127.0.0.1:{port}",
        "127.0.0.1 9000": f"127.0.0.1 {port}",
        "/tmp/feed": str(tmp_path / "feed"),
        "admin@polystatus.localhost": cluster.email,
        "THE ONE THAT WAS PRINTED": cluster.password,
    }
    for usual, here in ours.items():
        assert usual in typed, f"the README says no longer {usual}"
        typed = typed.replace(usual, here)
    answered = typed_in(typed, tmp_path)
    assert "urn:polystatus:problem" not in answered, answered
    [incident] = reader.public_status()
    assert incident["title"] == "Elevated error rates on object storage"
    assert incident["id"] in answered, answered
    assert set(incident["last_public"]["messages"]) == {"en", "fr"}
