"""The private Redis: where its program is, how it is set up."""

import os
from pathlib import Path

from .settings import HOST, ROOT, TOOLS, Refusal, find

# redis-tools carries the server under the names of two of its tools: which of them it is, it reads off its own name.
SAME_PROGRAM = ("redis-check-rdb", "redis-check-aof")

# How it works anywhere; what stands below is where.
COMMON = ROOT / "deploy" / "redis" / "redis.conf"
PLACE = """\
# Written at every start.
bind {host}
port {port}
dir {directory}
aclfile {acl}

"""


def program():
    """The server's own binary, or a link of ours to one that is the same program."""
    found = find("redis-server")
    if found:
        return found
    for name in SAME_PROGRAM:
        twin = find(name)
        if twin:
            return _linked(Path(twin))
    raise Refusal("redis-server is missing: run deploy/setup.sh, or install redis-tools")


def _linked(twin):
    link = TOOLS / "redis-server"
    link.parent.mkdir(parents=True, exist_ok=True)
    fresh = link.with_name(f"redis-server.{os.getpid()}")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(twin)
    fresh.replace(link)
    return str(link)


def configure(settings):
    """Writes redis.conf; answers with its path."""
    directory = settings.path("redis")
    path = directory / "redis.conf"
    place = PLACE.format(
        host=HOST,
        port=settings.ports["redis"],
        directory=_quoted(directory),
        acl=_quoted(settings.path("secrets", "redis", "users.acl")),
    )
    path.write_text(place + COMMON.read_text(encoding="utf-8"), encoding="utf-8")
    return path


def admin_password(settings):
    return settings.path("secrets", "redis", "admin-password").read_text(encoding="utf-8").strip()


def _quoted(path):
    text = str(path).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'
