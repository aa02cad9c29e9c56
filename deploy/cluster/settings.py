"""What the cluster is told: the environment, `.env`, and what follows from them."""

import os
import shutil
import socket
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"
# What deploy/setup.sh fetched without installing it.
TOOLS = ROOT / ".data" / "tools" / "bin"
SERVICES = ("users", "incidents", "comms", "csp-ingestor", "flags")
# name of the process -> its port when none is given
PORTS = {
    "users": 8080,
    "incidents": 8081,
    "comms": 8082,
    "csp-ingestor": 8083,
    "flags": 8070,
    "web": 8000,
    "redis": 6390,
}


class Refusal(Exception):
    """Why the cluster does not start, in one line for a person."""


def find(program):
    """Where `program` is: what the person has, then what we fetched, then where only root's PATH leads."""
    places = [os.environ.get("PATH", os.defpath), str(TOOLS), "/usr/sbin", "/usr/local/sbin"]
    return shutil.which(program, path=os.pathsep.join(places))


def variable(name):
    """`csp-ingestor` as a variable writes it: `CSP_INGESTOR`."""
    return name.upper().replace("-", "_")


@dataclass(frozen=True)
class Settings:
    """The environment of the services, and where everything is."""

    environment: dict
    data_dir: Path
    binaries: Path
    site: Path
    ports: dict

    @property
    def public_url(self):
        return self.environment.get("PUBLIC_URL") or self.url("web")

    def url(self, name):
        return f"http://{HOST}:{self.ports[name]}"

    def path(self, *parts):
        return self.data_dir.joinpath(*parts)


def read(environment, dotenv=ROOT / ".env"):
    """The settings that `environment` gives; it wins over the file `dotenv`."""
    merged = {**from_file(dotenv), **environment}
    data_dir = Path(merged.get("DATA_DIR") or ROOT / ".data").absolute()
    target = ROOT / (merged.get("CARGO_TARGET_DIR") or "target")
    return Settings(
        environment=merged,
        data_dir=data_dir,
        binaries=target / "release",
        site=ROOT / "frontend" / "dist",
        ports={name: port(name, merged.get(f"{variable(name)}_PORT")) for name in PORTS},
    )


def from_file(path):
    """The variables of a file of KEY=VALUE lines; none where there is no such file."""
    if not path.is_file():
        return {}
    found = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        key, equals, value = line.partition("=")
        key, value = key.removeprefix("export ").strip(), value.strip()
        if not equals or not key.isidentifier():
            raise Refusal(f"{path.name}, line {number}: not KEY=VALUE")
        if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
            value = value[1:-1]
        found[key] = value
    return found


def port(name, given):
    """The port that was asked for; 0 takes any free one, and so does Redis where its usual port is taken."""
    if not given:
        usual = PORTS[name]
        return free_port() if name == "redis" and taken(usual) else usual
    if not given.isdecimal() or int(given) > 65535:
        raise Refusal(f"{variable(name)}_PORT={given}: not a port")
    return int(given) or free_port()


def taken(number):
    """Whether somebody listens at this port already."""
    with socket.socket() as probe:
        # As servers do it: what the last connections left behind is no obstacle, a listener is.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, number))
        except PermissionError as fault:
            raise Refusal(f"port {number} needs more rights than you have: choose one from 1024 on") from fault
        except OSError:
            return True
        return False


_handed_out = set()


def free_port():
    while True:
        with socket.socket() as probe:
            probe.bind((HOST, 0))
            number = probe.getsockname()[1]
        if number not in _handed_out:
            _handed_out.add(number)
            return number


def own_environment():
    return dict(os.environ)
