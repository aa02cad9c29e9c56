"""nginx in front: its configuration from the template, everything it writes under the data directory."""

import grp
import os
import pwd
import re
import subprocess

from .settings import HOST, ROOT, SERVICES, Refusal, find, variable

TEMPLATE = ROOT / "frontend" / "nginx.conf.template"
# The gateway knows services that come with later versions; until then their addresses lead nowhere.
LATER = ("monitors", "tickets")
NOWHERE = f"{HOST}:1"


def program():
    found = find("nginx")
    if not found:
        raise Refusal("nginx is missing: run deploy/setup.sh")
    return found


def configure(settings):
    """Writes nginx.conf and the links beside it; answers with the command that runs it."""
    directory = settings.path("nginx")
    directory.mkdir(parents=True, exist_ok=True)
    # nginx reads names relative to its directory: with links there, no path ever needs quoting in its configuration.
    _link(directory / "site", settings.site)
    _link(directory / "snapshot", settings.path("snapshot"))
    values = {
        "BIND": HOST,
        "PORT": str(settings.ports["web"]),
        "ROOT": "site",
        "SNAPSHOT_DIR": "snapshot",
        "RUN_DIR": ".",
        "UPSTREAMS": _groups(settings),
        **{f"{variable(name)}_UPSTREAM": name for name in (*SERVICES, *LATER)},
    }
    path = directory / "nginx.conf"
    path.write_text(fill(TEMPLATE.read_text(encoding="utf-8"), values), encoding="utf-8")
    nginx = program()
    return [nginx, "-p", f"{directory}/", "-c", str(path), *_early_log(nginx), *_owner()]


def fill(template, values):
    """The template with each ${NAME} filled in. nginx's own variables are in lower case, and stay."""

    def value(match):
        name = match.group(1)
        if name not in values:
            raise Refusal(f"{TEMPLATE.name}: nobody gives a value for ${{{name}}}")
        return values[name]

    lines = (line for line in template.splitlines(keepends=True) if not line.lstrip().startswith("#"))
    return re.sub(r"\$\{([A-Z_]+)\}", value, "".join(lines))


def _groups(settings):
    """A group for each service: nginx keeps its connections to a group open."""
    addresses = {name: f"{HOST}:{settings.ports[name]}" for name in SERVICES}
    addresses.update(dict.fromkeys(LATER, NOWHERE))
    return "\n    ".join(
        f"upstream {name} {{ server {address}; keepalive 32; }}" for name, address in addresses.items()
    )


def _link(link, target):
    fresh = link.with_name(f".{link.name}")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(target)
    fresh.replace(link)


def _early_log(nginx):
    """Before 1.19.5 nginx has no such option, and complains of a log it cannot open, harmlessly."""
    option = ["-e", "stderr"]
    known = subprocess.run([nginx, *option, "-v"], capture_output=True, check=False).returncode == 0
    return option if known else []


def _owner():
    """Run by root, nginx would give its workers to a user who cannot read what is ours."""
    if os.geteuid() != 0:
        return []
    return ["-g", f"user {pwd.getpwuid(0).pw_name} {grp.getgrgid(0).gr_name};"]
