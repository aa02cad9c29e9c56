"""The hands of people and programs: each write is tried until it is acknowledged, and the ledger hears of each."""

import secrets
import time

import httpx

from .ledger import ACKNOWLEDGED, REFUSED, UNKNOWN

# How long a client waits for one answer: some give up sooner than anything in the cluster does, some later.
PATIENCES = (1.2, 3.0, 10.0)
# Longer than the longest freeze and the recovery that is promised: whoever hears nothing for so long was let down.
LONGEST = 60.0
# Of the writes that bear a key, how many are given up when it is not known how a try ended.
GIVEN_UP = 0.25
# May or may not have been done: ask again.
UNCLEAR = (408, 429, 502, 503, 504)


class Hands:
    """Somebody with an account (or without), calling through the gateway and writing down what they are told."""

    def __init__(self, url, ledger, who, dice, email=None, password=None):
        self.who, self.ledger, self.dice = who, ledger, dice
        self.email, self.password, self.id = email, password, None
        self._http = httpx.Client(base_url=url, timeout=dice.choice(PATIENCES))

    def sign_in(self):
        """A token; whoever holds one goes on with it until it has run out."""
        # Who shows a token that has run out is turned away, even here.
        self._http.headers.pop("Authorization", None)
        body = {"email": self.email, "password": self.password}
        answer = self._insist("POST", "/api/v1/auth/login", json=body)
        assert answer.status_code == 200, f"{self.email} cannot sign in: {answer.status_code} {answer.text}"
        self._http.headers["Authorization"] = f"Bearer {answer.json()['token']}"
        self.id = answer.json()["user_id"]
        return self

    def read(self, path, missing=None):
        """What is there, asked for until there is an answer; `missing` where there is no such thing."""
        answer = self._insist("GET", path)
        if answer.status_code == 404:
            return missing
        assert answer.status_code == 200, f"GET {path}: {answer.status_code} {answer.text}"
        return answer.json()

    def pages(self, path):
        """All pages of a list, newest first."""
        found, query = [], f"{path}{'&' if '?' in path else '?'}limit=200"
        while query:
            answer = self._insist("GET", query)
            assert answer.status_code == 200, f"GET {query}: {answer.status_code} {answer.text}"
            found += answer.json()
            following = answer.links.get("next", {}).get("url")
            query = following and str(answer.url.join(following))
        return found

    def glance(self, path):
        """One look, without insisting: the answer if there is a good one, else None."""
        try:
            answer = self._http.get(path)
        except httpx.TransportError:
            return None
        return answer if answer.status_code == 200 else None

    def create(self, kind, about, path, body, surely=False):
        """A write with an Idempotency-Key: the same key and body at every try, so that it is done once.

        Unless it is to be done `surely`, it is now and then given up instead of tried again: then nobody knows.
        """
        key = f"{self.dice.getrandbits(64):016x}"
        return self._write(kind, about, "POST", path, body, key, gives_up=not surely and self.dice.random() < GIVEN_UP)

    def change(self, kind, about, path, body=None, method="POST"):
        """A write that changes nothing when it is done again: it is tried until it is acknowledged."""
        return self._write(kind, about, method, path, body, None, gives_up=False)

    def again(self, write):
        """An acknowledged write once more, under its key: the answer, whatever it is."""
        return self._insist(write.method, write.path, json=write.body, headers={"Idempotency-Key": write.key})

    def close(self):
        self._http.close()

    def _write(self, kind, about, method, path, body, key, gives_up):
        write = self.ledger.begin(self.who, kind, about, method, path, body, key)
        headers = {"Idempotency-Key": key} if key else {}
        deadline = time.monotonic() + LONGEST
        while True:
            answer = self._try(write, headers)
            if answer is not None and answer.is_success:
                return self.ledger.end(write, ACKNOWLEDGED, answer.json())
            if answer is not None and answer.status_code not in UNCLEAR:
                self.ledger.alarm(f"refused with {answer.status_code} {answer.text}: {write.line()}")
                return self.ledger.end(write, REFUSED, answer.text)
            if time.monotonic() > deadline:
                self.ledger.alarm(f"not answered within {LONGEST:.0f} s: {write.line()}")
                return self.ledger.end(write, UNKNOWN)
            if gives_up:
                return self.ledger.end(write, UNKNOWN)
            time.sleep(0.1)

    def _try(self, write, headers):
        """One answer; None where there is none, or where it says that the fault is on the other side."""
        try:
            answer = self._signed_in(write.method, write.path, json=write.body, headers=headers)
        except httpx.TransportError as fault:
            write.tries.append(type(fault).__name__)
            return None
        write.tries.append(answer.status_code)
        if answer.status_code == 500:
            self.ledger.alarm(f"an internal error {answer.text}: {write.line()}")
            return None
        return answer

    def _insist(self, method, path, **more):
        """A call repeated until the cluster can answer it."""
        deadline = time.monotonic() + LONGEST
        while True:
            try:
                answer = self._signed_in(method, path, **more)
                if answer.status_code not in UNCLEAR:
                    return answer
                trouble = f"{answer.status_code} {answer.text[:200]}"
            except httpx.TransportError as fault:
                trouble = repr(fault)
            assert time.monotonic() < deadline, f"{method} {path}: not answered within {LONGEST:.0f} s: {trouble}"
            time.sleep(0.1)

    def _signed_in(self, method, path, **more):
        """One call; a token that has run out is replaced first."""
        answer = self._http.request(method, path, **more)
        if answer.status_code != 401 or not self.email or path.startswith("/api/v1/auth/"):
            return answer
        self.sign_in()
        return self._http.request(method, path, **more)


def password():
    return secrets.token_urlsafe(18)
