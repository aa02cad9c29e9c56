"""The services: where each one's program is, and what it is told."""

import subprocess

from .settings import HOST, SERVICES, Refusal, variable

# Secrets of one service, which the environment may hold and the others have no business with.
OWN = {
    "users": ("ADMIN_PASSWORD", "ADMIN_PASSWORD_FILE", "SIGNING_KEY", "SIGNING_KEY_FILE"),
}
# What the cluster itself decides for each service: a value from outside would go before the file we give.
OURS = ("BIND", "REDIS_URL", "REDIS_URL_FILE", "SERVICE_KEY", "SERVICE_KEY_FILE", "SERVICE_KEYS", "SNAPSHOT_DIR")


def program(settings, name):
    path = settings.binaries / name
    if not path.is_file():
        raise Refusal(f"{path} is missing: run `make build` first")
    return path


def prepare(settings, names=SERVICES):
    """Keys and passwords where they are missing, and what follows from them."""
    command = [program(settings, "init"), "--data-dir", settings.data_dir, "--services", ",".join(names)]
    command += ["--redis", f"{HOST}:{settings.ports['redis']}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Refusal(done.stderr.strip() or f"init ended with status {done.returncode}")


def environment(settings, service):
    """The whole environment of one service."""
    own = OWN.get(service, ())
    withheld = {*OURS, *(name for names in OWN.values() for name in names if name not in own)}
    given = {key: value for key, value in settings.environment.items() if key not in withheld}
    secrets = settings.path("secrets", service)
    told = {
        "BIND": f"{HOST}:{settings.ports[service]}",
        "REDIS_URL_FILE": str(secrets / "redis-url"),
        "SERVICE_KEY_FILE": str(secrets / "service.key"),
        "SERVICE_KEYS": str(settings.path("public", "service-keys.json")),
        "PUBLIC_URL": settings.public_url,
        "TRUSTED_PROXIES": given.get("TRUSTED_PROXIES") or f"{HOST}/32",
        **{f"{variable(name)}_URL": settings.url(name) for name in SERVICES},
    }
    if service == "users" and not (given.get("SIGNING_KEY") or given.get("SIGNING_KEY_FILE")):
        told["SIGNING_KEY_FILE"] = str(secrets / "signing.key")
    if service == "comms":
        snapshot = settings.path("snapshot")
        snapshot.mkdir(exist_ok=True)
        told["SNAPSHOT_DIR"] = str(snapshot)
    return {**given, **told}
