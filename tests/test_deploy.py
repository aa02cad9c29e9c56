"""The parts of `make up` and `make test` that need no cluster: what they read, and what they say."""

import importlib.util
import os
import shutil
import subprocess
import sys

import pytest

from cluster import ROOT

# tests/cluster.py has the same name as the supervisor's package: that one is loaded under another.
PACKAGE = "supervising"


def module(name):
    """A module of deploy/cluster/."""
    return importlib.import_module(f"{PACKAGE}.{name}")


@pytest.fixture(scope="module", autouse=True)
def package():
    place = ROOT / "deploy" / "cluster" / "__init__.py"
    spec = importlib.util.spec_from_file_location(PACKAGE, place, submodule_search_locations=[str(place.parent)])
    sys.modules[PACKAGE] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sys.modules[PACKAGE])


@pytest.fixture(scope="module")
def checks():
    """deploy/test.py, which counts."""
    spec = importlib.util.spec_from_file_location("checks", ROOT / "deploy" / "test.py")
    loaded = sys.modules["checks"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


def test_dotenv_is_read_and_the_environment_wins(tmp_path):
    settings = module("settings")
    dotenv = tmp_path / ".env"
    dotenv.write_text("# a word\n\nexport WEB_PORT = 18200\nADMIN_EMAIL='a@example.org'\nLOG_FORMAT=json\nEMPTY=\n")
    read = settings.read({"LOG_FORMAT": "text", "REDIS_PORT": "18201"}, dotenv)
    assert (read.ports["web"], read.ports["redis"], read.ports["users"]) == (18200, 18201, 8080)
    assert read.environment["ADMIN_EMAIL"] == "a@example.org"
    assert read.environment["LOG_FORMAT"] == "text"
    assert read.public_url == "http://127.0.0.1:18200"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("WEB_PORT 1", ".env, line 1: not KEY=VALUE"),
        ("WEB_PORT=x", "WEB_PORT=x: not a port"),
        ("WEB_PORT=65536", "not a port"),
    ],
)
def test_what_makes_no_sense_is_named(tmp_path, text, said):
    settings = module("settings")
    (tmp_path / ".env").write_text(text)
    with pytest.raises(settings.Refusal, match=said):
        settings.read({}, tmp_path / ".env")


def test_every_variable_of_the_example_is_commented_out_and_parses(tmp_path):
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert module("settings").from_file(ROOT / ".env.example") == {}
    lines = [line.removeprefix("#") for line in example.splitlines() if line.startswith("#") and line[1:2].isupper()]
    (tmp_path / ".env").write_text("\n".join(lines))
    assert module("settings").from_file(tmp_path / ".env")["DATA_DIR"] == "./.data"


def test_secrets_reach_only_the_service_they_are_of(tmp_path):
    services, settings = module("services"), module("settings")
    given = {
        "DATA_DIR": str(tmp_path),
        "ADMIN_PASSWORD": "open",
        "REDIS_URL": "redis://elsewhere/",
        "RUST_LOG": "debug",
    }
    read = settings.read(given, tmp_path / "none")
    users, comms = (services.environment(read, service) for service in ("users", "comms"))
    assert users["ADMIN_PASSWORD"] == "open"
    assert "ADMIN_PASSWORD" not in comms
    assert users["SIGNING_KEY_FILE"].endswith("secrets/users/signing.key")
    assert "SIGNING_KEY_FILE" not in comms
    assert comms["RUST_LOG"] == "debug"
    assert "REDIS_URL" not in comms
    assert comms["REDIS_URL_FILE"] == str(tmp_path / "secrets" / "comms" / "redis-url")


def test_the_template_s_names_are_all_filled_in():
    gateway, settings = module("gateway"), module("settings")
    assert gateway.fill("# ${NOTE}\nlisten ${PORT};\nset $uri x;\n", {"PORT": "80"}) == "listen 80;\nset $uri x;\n"
    with pytest.raises(settings.Refusal, match="WHO"):
        gateway.fill("${WHO}", {})


def test_runners_are_counted_by_their_own_words(checks):
    nextest = "\033[1m     Summary\033[0m [   1.2s] 12 tests run: 9 passed (1 slow), 1 failed, 1 timed out, 2 skipped\n"
    assert checks.from_nextest(nextest) == (9, 2)
    assert checks.from_nextest("error: could not compile") == (0, 0)
    cargo = "test result: ok. 12 passed; 0 failed; 1 ignored\ntest result: FAILED. 3 passed; 2 failed; 0 ignored\n"
    assert checks.from_cargo_test(cargo) == (15, 2)


def test_a_report_is_summed_over_its_suites(checks, tmp_path):
    report = tmp_path / "report.xml"
    report.write_text(
        '<testsuites tests="9"><testsuite name="a" tests="5" failures="1" errors="1" skipped="1"/>'
        '<testsuite name="b" tests="2" failures="0" errors="0" skipped="0"></testsuite></testsuites>'
    )
    assert checks.from_junit(report) == (4, 2)
    assert checks.from_junit(tmp_path / "none.xml") == (0, 0)


def set_up(machine, *words, **other):
    """deploy/setup.sh on a machine with Rust, Node and Python and nothing else, by a user who is not root."""
    machine.mkdir()
    for name in ("bash", "dirname", "cut", "sort", "head", "tr", "mkdir", "chmod", "cat"):
        (machine / name).symlink_to(shutil.which(name))
    (machine / "python3").symlink_to(sys.executable)
    answers = {"cargo": "cargo 1.95.0", "node": "v22.1.0", "npm": "10", "id": "1000", "apt-get": "never called"}
    for name, answer in {**answers, **other}.items():
        (machine / name).unlink(missing_ok=True)
        (machine / name).write_text(f"#!{shutil.which('bash')}\necho '{answer}'\n")
        (machine / name).chmod(0o755)
    done = subprocess.run(
        [str(ROOT / "deploy" / "setup.sh"), *words],
        env={"PATH": str(machine), "HOME": os.environ.get("HOME", "/")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "never called" not in done.stdout
    return done.stderr


def test_without_the_right_to_install_the_one_line_to_run_is_said(tmp_path):
    [line] = [line.strip() for line in set_up(tmp_path / "bare").splitlines() if "sudo" in line]
    assert line.startswith("sudo apt-get update && sudo apt-get install -y --no-install-recommends build-essential")


def test_a_python_too_old_for_the_tests_is_said_to_be(tmp_path):
    old = {"python3": "Python 3.10.12"}
    said = set_up(tmp_path / "tests", "--tests", **old)
    assert said == "setup: Python 3.10.12 is too old: 3.11 or later is needed for the tests\n"
    assert "sudo apt-get" in set_up(tmp_path / "up", **old), "it does for all the rest"
