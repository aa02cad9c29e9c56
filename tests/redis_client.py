"""Redis as the tests see it: one connection, one command at a time, by the user that is asked for."""

import socket


class Refused(Exception):
    """Redis answered with an error; its first word says which."""


class Redis:
    """The cluster's Redis, as one of its users: `admin`, or a service by its name."""

    def __init__(self, cluster, user="admin"):
        room, file = ("redis", "admin-password") if user == "admin" else (user, "redis-password")
        password = (cluster.data_dir / "secrets" / room / file).read_text(encoding="utf-8").strip()
        self._socket = socket.create_connection(("127.0.0.1", cluster.facts()["ports"]["redis"]), timeout=10)
        self._answers = self._socket.makefile("rb")
        self("AUTH", user, password)

    def __call__(self, *words):
        """Sends a command; answers with text, a number, a list or None."""
        parts = [str(word).encode() for word in words]
        heads = b"".join(b"$%d\r\n%s\r\n" % (len(part), part) for part in parts)
        self._socket.sendall(b"*%d\r\n%s" % (len(parts), heads))
        return self._answer()

    def every_key(self):
        """Every key there is, whoever's."""
        found, cursor = set(), "0"
        while True:
            cursor, some = self("SCAN", cursor, "COUNT", 1000)
            found.update(some)
            if cursor == "0":
                return found

    def close(self):
        self._answers.close()
        self._socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *_fault):
        self.close()

    def _answer(self):
        line = self._answers.readline().rstrip(b"\r\n")
        kind, rest = line[:1], line[1:].decode()
        if kind == b"+":
            return rest
        if kind == b"-":
            raise Refused(rest)
        if kind == b":":
            return int(rest)
        if kind == b"$":
            return None if rest == "-1" else self._answers.read(int(rest) + 2)[:-2].decode(errors="replace")
        if kind == b"*":
            return [self._answer() for _ in range(int(rest))]
        raise ConnectionError(f"Redis answered {line!r}")
