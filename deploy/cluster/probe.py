"""Whether a process can do its work yet."""

import http.client
import json
import socket

from .settings import HOST

PATIENCE = 0.5


def http_ready(port, path="/readyz"):
    """None when ready, else why not, in a few words."""
    connection = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read(4096)
    except (OSError, http.client.HTTPException):
        return "does not answer yet"
    finally:
        connection.close()
    return None if answer.status == 200 else _reasons(body) or f"answers {answer.status}"


def _reasons(body):
    try:
        checks = json.loads(body)["checks"]
        return ", ".join(f"{name} {word}" for name, word in checks.items() if word != "ok")
    except (ValueError, KeyError, TypeError, AttributeError):
        return ""


def redis_ready(port, user, password):
    """None once Redis has loaded its data and answers, else why not."""
    request = _command("AUTH", user, password) + _command("PING")
    try:
        with socket.create_connection((HOST, port), timeout=PATIENCE) as connection:
            connection.sendall(request)
            answer = b""
            while answer.count(b"\r\n") < 2:
                part = connection.recv(4096)
                if not part:
                    break
                answer += part
    except OSError:
        return "does not answer yet"
    lines = answer.decode(errors="replace").splitlines()
    return None if lines == ["+OK", "+PONG"] else (lines[-1].lstrip("-") if lines else "closed the connection")


def _command(*words):
    parts = [f"${len(word.encode())}\r\n{word}\r\n" for word in words]
    return f"*{len(words)}\r\n{''.join(parts)}".encode()
