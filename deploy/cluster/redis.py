"""The private Redis: where its program is, how it is set up."""

import os
from pathlib import Path

from .settings import HOST, TOOLS, Refusal, find

# redis-tools carries the server under the names of two of its tools: which of them it is, it reads off its own name.
SAME_PROGRAM = ("redis-check-rdb", "redis-check-aof")

CONFIG = """\
# Written at every start. The data is the append-only file: what a client was told is done is on disk.
bind {host}
port {port}
protected-mode yes
daemonize no
logfile ""
dir {directory}
aclfile {acl}

appendonly yes
appendfsync always
no-appendfsync-on-rewrite no
aof-use-rdb-preamble yes
aof-load-truncated yes
save 900 1 300 10
stop-writes-on-bgsave-error yes

# Full is an error that a service answers with 503; nothing is ever thrown away to make room.
maxmemory 1gb
maxmemory-policy noeviction

timeout 0
tcp-keepalive 60
busy-reply-threshold 5000
lazyfree-lazy-user-del yes
client-output-buffer-limit pubsub 8mb 2mb 60
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
    text = CONFIG.format(
        host=HOST,
        port=settings.ports["redis"],
        directory=_quoted(directory),
        acl=_quoted(directory / "users.acl"),
    )
    path.write_text(text, encoding="utf-8")
    return path


def admin_password(settings):
    return settings.path("secrets", "redis", "admin-password").read_text(encoding="utf-8").strip()


def url_file(settings, service):
    """The file that holds a service's REDIS_URL: in a file, because everybody can read an argument or a variable."""
    password = settings.path("secrets", service, "redis-password").read_text(encoding="utf-8").strip()
    path = settings.path("secrets", service, "redis-url")
    # Made anew with its rights from the start: never readable by others, not even for a moment.
    path.unlink(missing_ok=True)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(f"redis://{service}:{password}@{HOST}:{settings.ports['redis']}/\n")
    return path


def _quoted(path):
    text = str(path).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'
