"""The original files, and which service of ours keeps the promises of each."""

from pathlib import Path

from contract.openapi import Document

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SERVICES = {"users": "users", "incidents": "incidents", "comms": "comms", "csp": "csp-ingestor", "flags": "flags"}
FILES = tuple(SERVICES)


def path_of(file):
    return HERE / f"{file}.yaml"


def original(file):
    return Document.read(path_of(file))


def ours(file):
    """What we publish in its place."""
    return Document.read(ROOT / "swaggers" / f"{SERVICES[file]}.yaml")
