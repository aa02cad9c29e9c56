"""docker-compose.yml and the Dockerfiles, read and not run: what they promise, and that both Composes understand it.

`make containers` runs them (tests/containers); that needs Docker.
"""

import importlib.util
import ipaddress
import re
import sys

import pytest
import yaml

from cluster import ROOT, SERVICES

TEXT = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
FILE = yaml.safe_load(TEXT)
CONTAINERS = FILE["services"]
LASTING = sorted(CONTAINERS.keys() - {"init"})
DOCKERFILES = {name: ROOT / name for name in ("Dockerfile", "deploy/redis/Dockerfile", "frontend/Dockerfile")}
# What Compose 1.29 and v2 understand alike; beyond it they differ, or one of them refuses.
KEYS = {
    *("build", "cap_drop", "command", "depends_on", "environment", "group_add", "healthcheck", "labels", "logging"),
    *("mem_limit", "network_mode", "networks", "pids_limit", "ports", "read_only", "restart", "security_opt"),
    *("stop_grace_period", "tmpfs", "ulimits", "volumes"),
}
BUILD_KEYS = {"context", "target", "args"}
UPPER = r"[A-Z][A-Z0-9_]*[A-Z0-9]"


def default(text):
    """A value as it is with nothing set."""
    return re.sub(rf"\$\{{{UPPER}:-([^}}]*)\}}", r"\1", text)


def instructions(path):
    """A Dockerfile's instructions, a line each, without its comments."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [line for line in "\n".join(lines).replace("\\\n", " ").splitlines() if line.strip()]


def stages(path):
    """The stages of a Dockerfile that names them, each with its instructions; the last one also as None."""
    found, name = {}, None
    for line in instructions(path):
        if line.startswith("FROM "):
            name = line.partition(" AS ")[2] or None
            found[name] = []
        found[name].append(line)
    return {**found, None: list(found.values())[-1]}


def build_of(name):
    build = CONTAINERS[name]["build"]
    return {"context": build} if isinstance(build, str) else build


def image(name):
    """The instructions of the stage that a container is made from."""
    build = build_of(name)
    return stages(ROOT / build["context"] / "Dockerfile")[build.get("target")]


def settings():
    path = ROOT / "deploy" / "cluster" / "settings.py"
    spec = importlib.util.spec_from_file_location("settings_for_compose", path)
    module = sys.modules["settings_for_compose"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# -- What is there


def test_every_service_has_its_container_and_nothing_else_has():
    assert CONTAINERS.keys() == {"init", "redis", "web", *SERVICES}
    assert set(SERVICES) == {path.name for path in (ROOT / "services").iterdir() if (path / "Cargo.toml").is_file()}


def test_ports_are_published_on_loopback_alone_and_are_those_of_make_up():
    ports = settings().PORTS
    for name, container in CONTAINERS.items():
        published = [default(port) for port in container.get("ports", [])]
        expected = [] if name in ("init", "redis") else [f"127.0.0.1:{ports[name]}:{ports[name]}"]
        assert published == expected, name


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_is_told_every_setting_that_it_reads(service):
    files = [ROOT / "crates" / "boot" / "src" / "config.rs", ROOT / "services" / service / "src" / "config.rs"]
    read = {name for file in files for name in re.findall(rf'env = "({UPPER})"', file.read_text(encoding="utf-8"))}
    told = CONTAINERS[service]["environment"].keys()
    assert read - told - {name.removesuffix("_FILE") for name in told if name.endswith("_FILE")} == set()
    assert "RUST_LOG" in told


def test_only_users_is_told_of_the_first_admin():
    told = {name for name, each in CONTAINERS.items() if "ADMIN_PASSWORD" in each.get("environment", {})}
    assert told == {"users"}


# -- Hardening


@pytest.mark.parametrize("name", CONTAINERS)
def test_every_container_is_held_to_what_it_needs(name):
    container = CONTAINERS[name]
    assert container["read_only"] is True
    assert container["cap_drop"] == ["ALL"]
    assert container["security_opt"] == ["no-new-privileges:true"]
    assert re.fullmatch(r"\d+[mg]", container["mem_limit"]) and 0 < container["pids_limit"] <= 512
    assert container["logging"]["options"].keys() == {"max-size", "max-file"}
    assert container["stop_grace_period"] == "15s"
    assert container["restart"] == ("no" if name == "init" else "unless-stopped")


@pytest.mark.parametrize("name", CONTAINERS)
def test_nobody_is_root(name):
    [*_, user] = [line.split()[1] for line in image(name) if line.startswith("USER ")]
    given = build_of(name).get("args", {})
    user = re.sub(rf"\$\{{({UPPER})\}}", lambda arg: given[arg.group(1)], user)
    assert not {"root", "0", ""} & set(user.split(":")), user


@pytest.mark.parametrize("name", LASTING)
def test_every_container_that_lasts_says_how_it_is_without_curl(name):
    check = CONTAINERS[name]["healthcheck"]
    assert check["test"][0] in ("CMD", "CMD-SHELL")
    assert not re.search(r"\b(curl|wget)\b", " ".join(check["test"]))
    assert {"interval", "timeout", "retries", "start_period"} <= check.keys()


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_sees_its_own_secrets_alone_and_changes_none(service):
    mounts = dict(volume.split(":", 1) for volume in CONTAINERS[service]["volumes"])
    secrets = {name: where for name, where in mounts.items() if name.endswith("-secrets")}
    assert secrets == {f"{service}-secrets": "/secrets:ro"}
    assert mounts["public"] == "/public:ro"


def test_redis_is_reached_by_services_alone_and_the_gateway_has_no_secret():
    assert FILE["networks"]["store"] == {"internal": True}
    assert {name for name, each in CONTAINERS.items() if "store" in each.get("networks", [])} == {"redis", *SERVICES}
    assert CONTAINERS["redis"]["networks"] == ["store"]
    assert CONTAINERS["web"]["volumes"] == ["snapshot:/srv/snapshot:ro"]
    assert CONTAINERS["init"]["network_mode"] == "none"


# -- What has to agree


def test_init_makes_a_room_for_each_and_opens_it_to_its_group():
    words = CONTAINERS["init"]["command"]
    options = dict(zip(words[::2], words[1::2], strict=True))
    assert options["--services"].split(",") == list(SERVICES)
    groups = dict(pair.split("=") for pair in options["--groups"].split(","))
    ids = {service: CONTAINERS[service]["build"]["args"]["ID"] for service in SERVICES}
    assert groups == {**ids, "redis": "999"}
    assert len(set(ids.values())) == len(SERVICES), "everybody is somebody else"
    assert sorted(CONTAINERS["init"]["group_add"]) == sorted(groups.values())
    rooms = {f"{room}-secrets:/data/secrets/{room}" for room in groups}
    assert set(CONTAINERS["init"]["volumes"]) == {"public:/data/public", *rooms}
    [made] = re.findall(r"for room in ([a-z -]+); do mkdir", "\n".join(image("init")))
    assert set(made.split()) == groups.keys()


def test_redis_starts_anew_where_its_list_of_users_changes():
    words = CONTAINERS["init"]["command"]
    assert CONTAINERS["redis"]["labels"] == {"polystatus.services": words[words.index("--services") + 1]}
    assert any(line.startswith("COPY ") and " service.acl " in line for line in image("redis"))


def test_every_volume_is_named_and_used():
    used = {volume.split(":")[0] for each in CONTAINERS.values() for volume in each.get("volumes", [])}
    assert used == FILE["volumes"].keys()


def test_services_believe_the_gateway_s_address_which_nobody_else_can_get():
    [network] = FILE["networks"]["cluster"]["ipam"]["config"]
    web = ipaddress.ip_address(default(CONTAINERS["web"]["networks"]["cluster"]["ipv4_address"]))
    assert web in ipaddress.ip_network(default(network["subnet"]))
    assert web not in ipaddress.ip_network(default(network["ip_range"]))
    assert web != ipaddress.ip_address(default(network["gateway"]))
    for service in SERVICES:
        believed = default(CONTAINERS[service]["environment"]["TRUSTED_PROXIES"]).split(",")
        assert believed == [f"{web}/32", "127.0.0.1/32"]


def test_the_gateway_s_image_fills_in_all_that_the_template_leaves_open():
    template = (ROOT / "frontend" / "nginx.conf.template").read_text(encoding="utf-8")
    said = "\n".join(line for line in template.splitlines() if not line.lstrip().startswith("#"))
    lines = [line.removeprefix("ARG ") for line in image("web") if line.startswith("ARG ")]
    given = dict(line.split("=", 1) for line in lines)
    assert given.keys() == set(re.findall(rf"\$\{{({UPPER})\}}", said))
    for name, port in settings().PORTS.items():
        if name in SERVICES:
            assert given[f"{settings().variable(name)}_UPSTREAM"] == f"{name}:{port}"
            assert CONTAINERS[name]["environment"]["BIND"] == f"0.0.0.0:{port}"
    assert f"{given['ROOT']}\n" in "\n".join(image("web")) + "\n"
    assert f"snapshot:{given['SNAPSHOT_DIR']}:ro" in CONTAINERS["web"]["volumes"]
    assert CONTAINERS["web"]["tmpfs"][0].startswith(f"{given['RUN_DIR']}:")


# -- Understood by both Composes and both builders


def test_the_file_keeps_to_what_both_composes_understand():
    assert {key for key in FILE if not key.startswith("x-")} == {"services", "networks", "volumes"}
    for name, container in CONTAINERS.items():
        assert container.keys() <= KEYS, name
        if isinstance(container["build"], dict):
            assert container["build"].keys() <= BUILD_KEYS, name
        conditions = [{"condition"} == set(each) for each in container.get("depends_on", {}).values()]
        assert all(conditions), name
    # Compose 1.29 takes the inner one of two defaults literally.
    assert not re.search(r"\$\{[^}]*\$\{", TEXT)


@pytest.mark.parametrize("name", DOCKERFILES)
def test_a_dockerfile_keeps_to_what_the_older_builder_understands(name):
    text = DOCKERFILES[name].read_text(encoding="utf-8")
    assert "# syntax" not in text
    for line in instructions(DOCKERFILES[name]):
        assert not re.search(r"^(RUN|COPY|ADD) (--\S+ )*--(mount|chmod|link|exclude|network|parents)\b", line), line
        assert "<<" not in line, line
        assert not re.search(r"https?://", line), f"it names a host: {line}"
    bases = [line.split()[1] for line in instructions(DOCKERFILES[name]) if line.startswith("FROM ")]
    assert all(":" in base for base in bases), "a base image is named with its version"


@pytest.mark.parametrize("name", ["Dockerfile", "deploy/redis/Dockerfile"])
def test_only_what_is_named_gets_into_a_build(name):
    patterns = (DOCKERFILES[name].parent / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert [line for line in patterns if not line.startswith("#")][0] == "*"
