"""The published OpenAPI files are OpenAPI, and say of every operation what it may answer."""

from pathlib import Path

import pytest
import yaml
from openapi_spec_validator import validate

from contract.openapi import Document

SWAGGERS = sorted((Path(__file__).resolve().parent.parent / "swaggers").glob("*.yaml"))


def test_every_service_has_one():
    assert [path.stem for path in SWAGGERS] == ["comms", "csp-ingestor", "flags", "incidents", "users"]


@pytest.mark.parametrize("path", SWAGGERS, ids=lambda path: path.stem)
def test_it_is_valid(path):
    validate(yaml.safe_load(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", SWAGGERS, ids=lambda path: path.stem)
def test_every_reader_of_yaml_reads_the_same(path):
    """To YAML 1.1, which many tools still read, a bare `on` is true; to 1.2, which OpenAPI is written in, a word."""
    assert yaml.safe_load(path.read_text(encoding="utf-8")) == Document.read(path).content
