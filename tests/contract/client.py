"""A client written from the original files alone: it knows of us only what they say, a token and a password.

Requests are built from the files' own examples, types and enums; answers are held against the files' own schemas.
"""

import copy
import itertools
from dataclasses import dataclass, field, replace
from urllib.parse import quote

from openapi_schema_validator import OAS30Validator, oas30_format_checker

from contract.openapi import JSON, PLACEHOLDER

UNKNOWN = "no-such-thing"
BY_FORMAT = {"email": "someone@example.org", "uri": "https://example.org/some"}
# What is of no type that the name says.
WRONG = {"string": 7, "integer": "many", "boolean": "perhaps", "array": "none", "object": "flat"}


@dataclass(frozen=True)
class Request:
    """What is sent; `about` says in a few words what is the matter with it."""

    about: str
    path: dict = field(default_factory=dict)
    query: dict = field(default_factory=dict)
    body: object = None

    def address(self, operation):
        return PLACEHOLDER.sub(lambda found: quote(str(self.path[found[1]]), safe=""), operation.path)


def plain(document, schema):
    """The schema with all it refers to in place: the originals have no circles."""
    schema = document.resolved(schema)
    result = dict(schema)
    if "properties" in schema:
        result["properties"] = {name: plain(document, each) for name, each in schema["properties"].items()}
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), dict):
            result[key] = plain(document, schema[key])
    return result


def sample(schema):
    """A value as the file shows it, or the first that it allows."""
    if "example" in schema:
        return copy.deepcopy(schema["example"])
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema.get("type", "object")
    if kind == "object":
        return {name: sample(each) for name, each in schema.get("properties", {}).items()}
    if kind == "array":
        return [sample(schema["items"])]
    simple = {"string": BY_FORMAT.get(schema.get("format"), "some words"), "integer": schema.get("minimum", 1)}
    return simple.get(kind, True)


class Script:
    """The requests that should bring about one documented status of one operation.

    `world` knows what the files leave to their reader: which text stands for which thing, and makes one when asked.
    """

    def __init__(self, file, operation, world):
        self.file, self.operation, self.world = file, operation, world
        self.schema = plain(operation.document, operation.body_schema) if operation.body_schema else None
        self.queries = {
            name: {**each, "schema": plain(operation.document, each["schema"])}
            for (place, name), each in operation.parameters.items()
            if place == "query"
        }

    def requests(self, status):
        """Each made only when it is asked for, so that what it is about is as it leaves it."""
        makers = {"400": self.invalid, "401": self.unwelcome, "404": self.astray}
        return makers.get(status, self.valid)(status)

    def valid(self, status):
        # Of two good answers, the second is for what is there already.
        again = status == "200" and "201" in self.operation.answers
        for about, body, query in self.variants():
            request = self.bound(Request(about, {}, query, body))
            if again:
                self.world.send(self.file, self.operation, request)
            yield request

    def variants(self):
        """The example, the least that is asked for, and every value of every enum."""
        optional = {name: each for name, each in self.queries.items() if not each.get("required")}
        asked = {name: sample(each["schema"]) for name, each in self.queries.items() if each.get("required")}
        if self.schema is None:
            yield "nothing optional", None, asked
            for name, each in optional.items():
                for value in each["schema"].get("enum", [sample(each["schema"])]):
                    yield f"{name}={value}", None, {**asked, name: value}
            everything = {name: sample(each["schema"]) for name, each in optional.items()}
            yield "everything", None, {**asked, **everything}
            return
        whole = sample(self.schema)
        yield "the example", whole, asked
        yield "the least", {name: whole[name] for name in self.schema.get("required", ())}, asked
        for name, each in self.schema.get("properties", {}).items():
            for value in each.get("enum", ()):
                yield f"{name}={value}", {**copy.deepcopy(whole), name: value}, asked

    def bound(self, request):
        """With the things of the world in place of the words of the file."""
        path = {name: self.world.value(self.file, self.operation, name) for name in self.names()}
        query = {
            name: self.world.value(self.file, self.operation, name, value) for name, value in request.query.items()
        }
        body = request.body
        if isinstance(body, dict):
            body = {name: self.world.value(self.file, self.operation, name, value) for name, value in body.items()}
            body |= self.world.extra(self.file, self.operation)
        return replace(request, path=path, query=query, body=body)

    def names(self):
        return PLACEHOLDER.findall(self.operation.path)

    def invalid(self, _status):
        """One fault in each."""
        about, body, query = next(iter(self.variants()))
        good = self.bound(Request(about, {}, query, body))
        for name, each in self.queries.items():
            if each.get("required"):
                yield replace(good, about=f"no {name}", query={})
                yield replace(good, about=f"unknown {name}", query={**good.query, name: UNKNOWN})
        if self.schema is None:
            return
        yield replace(good, about="a body of another type", body=["no", "object"])
        for name in self.schema.get("required", ()):
            rest = {key: value for key, value in good.body.items() if key != name}
            yield replace(good, about=f"no {name}", body=rest)
        for name, each in self.schema.get("properties", {}).items():
            yield replace(good, about=f"{name} of another type", body={**good.body, name: WRONG[each["type"]]})
            if "enum" in each or "format" in each:
                yield replace(good, about=f"a bad {name}", body={**good.body, name: UNKNOWN})

    def unwelcome(self, _status):
        for about, body in self.world.strangers():
            yield Request(about, {}, {}, body)

    def astray(self, _status):
        good = next(iter(self.valid("")))
        for name, value in itertools.product(self.names(), (UNKNOWN, self.world.unknown_id(self.file))):
            yield replace(good, about=f"{name}={value}", path={**good.path, name: value})


def faults(operation, status, response):
    """How an answer breaks what the original file says of it."""
    if str(response.status_code) != status:
        yield f"is {response.status_code}, not {status}: {response.text[:300]}"
        return
    schema = operation.answer_schema(status)
    kind = response.headers.get("content-type", "").partition(";")[0]
    if status[0] == "4" and kind != "application/problem+json":
        yield f"a refusal in the form of {kind or 'nothing'}"
    if schema is None:
        return
    if kind != JSON:
        yield f"the content is {kind or 'nothing'}"
        return
    validator = OAS30Validator(plain(operation.document, schema), format_checker=oas30_format_checker)
    for fault in validator.iter_errors(response.json()):
        yield f"{fault.json_path}: {fault.message}"


def unseen(schema, values, where=""):
    """The members that the file speaks of and none of the `values` has: no schema of the originals requires one."""
    if schema.get("type") == "array":
        yield from unseen(schema["items"], [item for value in values for item in value], f"{where}[]")
    if schema.get("type") != "object":
        return
    if isinstance(schema.get("additionalProperties"), dict):
        members = [member for value in values for member in value.values()]
        yield from unseen(schema["additionalProperties"], members, f"{where}/*")
    for name, each in schema.get("properties", {}).items():
        below = [value[name] for value in values if name in value]
        if not below:
            yield f"{where}/{name}"
        yield from unseen(each, [value for value in below if value is not None], f"{where}/{name}")
