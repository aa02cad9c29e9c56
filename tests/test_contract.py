"""What we publish contains the original API: every difference is known, named and has its reason."""

import re

import pytest
import yaml
from openapi_spec_validator import validate

from contract.comparison import differences
from contract.originals import FILES, HERE, ROOT, original, ours, path_of

KNOWN = yaml.safe_load((HERE / "differences.yaml").read_text(encoding="utf-8"))
LINES = [(kind, name, line) for kind, entries in KNOWN.items() for name in entries for line in entries[name]["seen"]]


@pytest.fixture(scope="module")
def found():
    return [f"{file} {line}" for file in FILES for line in differences(original(file), ours(file))]


def covers(line, difference):
    """Whether the known `line`, in which a * stands for any text, is this difference."""
    return re.fullmatch(".*".join(map(re.escape, line.split("*"))), difference) is not None


@pytest.mark.parametrize("file", FILES)
def test_there_is_no_difference_but_those_known(found, file):
    mine = [each for each in found if each.startswith(f"{file} ")]
    assert mine, "a comparison that finds not even the tokens compares nothing"
    unknown = [each for each in mine if not any(covers(line, each) for _, _, line in LINES)]
    assert unknown == [], "mend it, or say in tests/contract/differences.yaml why it must be"


@pytest.mark.parametrize("line", [line for _, _, line in LINES])
def test_what_is_known_is_still_so(found, line):
    assert any(covers(line, each) for each in found), "this is no longer so: take it out of differences.yaml"


def test_each_difference_has_one_reason(found):
    reasons = {each: {(kind, name) for kind, name, line in LINES if covers(line, each)} for each in found}
    assert {each: names for each, names in reasons.items() if len(names) > 1} == {}
    assert len({line for _, _, line in LINES}) == len(LINES)


def test_the_departures_are_those_of_the_design():
    assert list(KNOWN) == ["departures", "additions", "limits"]
    assert list(KNOWN["departures"]) == ["token", "password", "private"]
    assert all(entry["why"].strip() for entries in KNOWN.values() for entry in entries.values())


@pytest.mark.parametrize("file", FILES)
def test_our_copy_is_the_original(file):
    handed_over = ROOT.parent / "shared" / "contract" / f"{file}.yaml"
    if not handed_over.is_file():
        pytest.skip("the files as they were handed over are not beside the project")
    assert path_of(file).read_bytes() == handed_over.read_bytes()


@pytest.mark.parametrize("file", [each for each in FILES if each != "flags"])
def test_it_is_an_openapi_file(file):
    """The one of flags is none: its parameter has another name than the placeholder in the path."""
    validate(original(file).content)
