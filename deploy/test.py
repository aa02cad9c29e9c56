#!/usr/bin/env python3
"""Runs every check in order, each named and timed, and sums what the runners counted.

deploy/test.py               everything
deploy/test.py lint          the checks of one group: lint, rust, site, cluster
"""

import os
import re
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "frontend"
REPORTS = ROOT / ".data" / "reports"
PYTEST_REPORT = REPORTS / "pytest.xml"
VITEST_REPORT = REPORTS / "vitest.xml"
DENY_WARNINGS = ["--", "-D", "warnings"]


@dataclass
class Step:
    """One command; `count` reads how many tests it ran from its output or report, where it is a runner of tests."""

    group: str
    name: str
    command: list
    where: Path = ROOT
    count: callable = None
    # Steps that make what later ones need: without them the rest would only fail for the same reason.
    vital: bool = False
    environment: dict = field(default_factory=dict)


def steps():
    cargo = ["cargo", "--locked"]
    return [
        Step("lint", "form of the Rust code", ["cargo", "fmt", "--check"]),
        Step("lint", "form of the Python code", [tool("ruff"), "format", "--check", "deploy", "simulator", "tests"]),
        Step("lint", "lint of the Python code", [tool("ruff"), "check", "deploy", "simulator", "tests"]),
        Step("lint", "lint of the shell scripts", [tool("shellcheck"), *scripts()]),
        Step("lint", "clippy", [*cargo, "clippy", "--release", "--workspace", "--all-targets", *DENY_WARNINGS]),
        Step("rust", "programs", ["deploy/build.sh", "programs"], vital=True),
        rust_tests(),
        Step("site", "packages of the site", ["deploy/build.sh", "packages"], vital=True),
        Step("site", "generated files", ["deploy/swaggers.sh", "--check"]),
        Step("site", "form and lint of the site", ["npm", "run", "--silent", "lint"], SITE),
        Step("site", "types of the site", ["npm", "run", "--silent", "check"], SITE),
        Step("site", "tests of the site", vitest(), SITE, count=lambda _output: from_junit(VITEST_REPORT)),
        Step("site", "the site", ["deploy/build.sh", "site"], vital=True),
        Step("cluster", "the running cluster", pytest(), count=lambda _output: from_junit(PYTEST_REPORT)),
    ]


def tool(name):
    """A program of the tests' own environment, which deploy/setup.sh made."""
    return str(ROOT / ".venv" / "bin" / name)


def scripts():
    return [".ci/run", *sorted(str(path.relative_to(ROOT)) for path in (ROOT / "deploy").glob("*.sh"))]


def rust_tests():
    if shutil.which("cargo-nextest"):
        command = ["cargo", "nextest", "run", "--locked", "--cargo-profile", "release", "--workspace", "--no-fail-fast"]
        return Step("rust", "Rust tests", command, count=from_nextest)
    command = ["cargo", "test", "--locked", "--release", "--workspace", "--all-targets", "--no-fail-fast"]
    return Step("rust", "Rust tests", command, count=from_cargo_test)


def vitest():
    return [
        "npm",
        "test",
        "--silent",
        "--",
        "--reporter=default",
        "--reporter=junit",
        f"--outputFile.junit={VITEST_REPORT}",
    ]


def pytest():
    return [tool("python"), "-m", "pytest", "tests", f"--junit-xml={PYTEST_REPORT}"]


def main(wanted):
    unknown = wanted - {step.group for step in steps()}
    if unknown:
        print(f"no such group of checks: {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    REPORTS.mkdir(parents=True, exist_ok=True)
    for old in (PYTEST_REPORT, VITEST_REPORT):
        old.unlink(missing_ok=True)
    results = []
    for step in steps():
        if wanted and step.group not in wanted:
            continue
        results.append(run(step))
        if step.vital and not results[-1].ok:
            break
    return conclude(results)


@dataclass
class Result:
    name: str
    ok: bool
    seconds: float
    passed: int = 0
    failed: int = 0


def run(step):
    print(f"\n== {step.name}: {' '.join(str(word) for word in step.command)}", flush=True)
    began = time.monotonic()
    environment = {**os.environ, **step.environment, "PATH": f"{ROOT}/.data/tools/bin:{os.environ['PATH']}"}
    child = subprocess.Popen(
        step.command,
        cwd=step.where,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    output = []
    for line in child.stdout:
        sys.stdout.write(line)
        sys.stdout.flush()
        output.append(line)
    ok = child.wait() == 0
    passed, failed = step.count("".join(output)) if step.count else (0, 0)
    if step.count and not passed:
        ok = False  # A runner that found no test has tested nothing.
    if not ok and not failed:
        # A check that is no runner of tests, or a runner that broke: it counts as one failure.
        failed = 1
    return Result(step.name, ok and not failed, time.monotonic() - began, passed, failed)


def from_nextest(output):
    """`Summary [ 1.2s] 12 tests run: 11 passed (1 slow), 1 failed, 2 skipped`"""
    summary = re.findall(r"Summary \[.*?\] .*", plain(output))
    return counted(summary[-1]) if summary else (0, 0)


def from_cargo_test(output):
    """One `test result: ok. 12 passed; 0 failed; ...` for each binary."""
    sums = [counted(line) for line in re.findall(r"test result: .*", plain(output))]
    return sum(passed for passed, _ in sums), sum(failed for _, failed in sums)


def counted(line):
    number = {word: int(count) for count, word in re.findall(r"(\d+) (passed|failed|timed out)", line)}
    return number.get("passed", 0), number.get("failed", 0) + number.get("timed out", 0)


def from_junit(path):
    """The sums of a JUnit report."""
    if not path.is_file():
        return 0, 0
    sums = {"tests": 0, "failures": 0, "errors": 0, "skipped": 0}
    for suite in re.findall(r"<testsuite\b[^>]*>", path.read_text(encoding="utf-8", errors="replace")):
        for key in sums:
            found = re.search(rf'\b{key}="(\d+)"', suite)
            sums[key] += int(found.group(1)) if found else 0
    failed = sums["failures"] + sums["errors"]
    return sums["tests"] - failed - sums["skipped"], failed


def plain(text):
    return re.sub(r"\033\[[0-9;]*m", "", text)


def conclude(results):
    print("\n== Summary")
    for result in results:
        mark = "ok    " if result.ok else "FAILED"
        tests = f"  {result.passed} passed, {result.failed} failed" if result.passed or result.failed else ""
        print(f"  {mark} {result.name:<28} {result.seconds:7.1f} s{tests}")
    passed, failed = sum(result.passed for result in results), sum(result.failed for result in results)
    print(f"\n{passed} passed, {failed} failed", flush=True)
    return 0 if all(result.ok for result in results) else 1


if __name__ == "__main__":
    sys.exit(main(set(sys.argv[1:])))
