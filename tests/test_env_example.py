"""`.env.example` holds every variable that is read, and nothing that is not."""

import importlib.util
import re
import sys

from cluster import ROOT

# What is read, and is nobody's to set: each with its reason.
INTERNAL = {
    "CARGO_TARGET_DIR": "Cargo's own; where the programs are built is respected, not decided here",
    "HOME": "the system's own",
    "LANG": "the system's own, passed on to Redis and nginx",
    "LC_ALL": "as LANG",
    "NO_COLOR": "the terminal's own (no-color.org)",
    "PATH": "the system's own",
    "PORT": "a placeholder of the gateway's template, filled in from WEB_PORT",
    "ROOT": "a placeholder of the gateway's template: the built site",
    "RUN_DIR": "a placeholder of the gateway's template: its own files",
    "TMPDIR": "the system's own, passed on to Redis and nginx",
    "TZ": "the system's own, passed on to Redis and nginx",
    "UPSTREAMS": "a placeholder of the gateway's template: how its services are found",
    "XDG_CACHE_HOME": "the system's own; where .ci/run keeps its cache",
    "npm_config_cache": "npm's own; where .ci/run keeps its cache",
}
# What libraries of ours read by themselves: no line of our code shows it.
BY_LIBRARIES = {
    "RUST_LOG": "tracing-subscriber, in crates/boot/src/telemetry.rs",
    "SSL_CERT_FILE": "the trust roots of reqwest",
}
UPPER = r"[A-Z][A-Z0-9_]*[A-Z0-9]"
# A service may come and go; the gateway's places for them, and what `make up` makes of their names, follow a pattern.
UPSTREAM = re.compile(r"[A-Z_]+_UPSTREAM")


def text(path):
    return path.read_text(encoding="utf-8")


def settings():
    """deploy/cluster/settings.py, under a name of its own: tests/cluster.py has the package's."""
    path = ROOT / "deploy" / "cluster" / "settings.py"
    spec = importlib.util.spec_from_file_location("settings_of_up", path)
    module = sys.modules["settings_of_up"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def by_services():
    configs = [ROOT / "crates" / "boot" / "src" / "config.rs", *ROOT.glob("services/*/src/config.rs")]
    return {name for path in configs for name in re.findall(rf'env = "({UPPER})"', text(path))}


def by_deployment():
    """What the supervisor reads by name, by a service's name, and what the scripts read."""
    up = settings()
    found = {f"{up.variable(name)}_PORT" for name in up.PORTS}
    for path in [*(ROOT / "deploy").glob("*.py"), *(ROOT / "deploy" / "cluster").glob("*.py")]:
        found |= set(re.findall(rf'\.get\(\s*"({UPPER})"', text(path)))
        found |= set(re.findall(rf'"({UPPER})" not in os\.environ', text(path)))
    for path in [ROOT / ".ci" / "run", *(ROOT / "deploy").glob("*.sh")]:
        found |= set(re.findall(rf"\$\{{({UPPER}|npm_config_cache)[:}}]", text(path)))
    return found


def by_the_site():
    lines = text(ROOT / "frontend" / "nginx.conf.template").splitlines()
    said = "\n".join(line for line in lines if not line.lstrip().startswith("#"))
    template = set(re.findall(rf"\$\{{({UPPER})\}}", said))
    vite = set(re.findall(rf"process\.env\['({UPPER})'\]", text(ROOT / "frontend" / "vite.config.ts")))
    return {name for name in template | vite if not UPSTREAM.fullmatch(name)}


def by_containers():
    """What compose fills in from the environment of whoever runs it."""
    files = [path for path in ROOT.glob("docker-compose*.yml") if path.is_file()]
    return {name for path in files for name in re.findall(rf"(?<!\$)\$\{{?({UPPER})", text(path))}


def by_tests():
    files = [*(ROOT / "tests").rglob("*.py"), *(ROOT / "bench").rglob("*.py"), *(ROOT / "simulator").rglob("*.py")]
    found, handed_on = set(), set()
    for path in files:
        found |= set(re.findall(rf'os\.(?:environ\.get\(|environ\[|getenv\()\s*"({UPPER})"', text(path)))
        # What a test tells a process that it starts itself.
        handed_on |= set(re.findall(rf'^\s+"(FUZZ_{UPPER})": ', text(path), re.M))
    return found - handed_on


def told():
    """The variables of .env.example: `#NAME=value`, and the indented lists of what others set."""
    found = set()
    for line in text(ROOT / ".env.example").splitlines():
        found |= set(re.findall(rf"^#({UPPER})=", line))
        names = re.match(rf"^#   ((?:{UPPER}\b[= ]?)+)", line)
        if names:
            found |= set(re.findall(UPPER, names.group(1)))
    return found


def every_reader():
    return by_services() | by_deployment() | by_the_site() | by_containers() | by_tests() | set(BY_LIBRARIES)


def without_files(names):
    """Any value can be given as a file: NAME_FILE is NAME."""
    return {name.removesuffix("_FILE") if name != "SSL_CERT_FILE" else name for name in names}


def test_every_variable_that_is_read_is_told():
    missing = without_files(every_reader()) - told() - set(INTERNAL)
    assert missing == set(), "tell of them in .env.example, or name them in INTERNAL with the reason"


def test_every_variable_that_is_told_is_read():
    assert told() - without_files(every_reader()) == set()


def test_the_internal_ones_are_read_and_not_told():
    passed_on = set(
        re.findall(rf'"({UPPER})"', re.search(r"^PLAIN = .*$", text(ROOT / "deploy" / "up.py"), re.M).group())
    )
    assert set(INTERNAL) - every_reader() - passed_on == set()
    assert set(INTERNAL) & told() == set()
