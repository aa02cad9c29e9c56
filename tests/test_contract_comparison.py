"""The comparison sees: each kind of difference, put between two small files by hand, is named; what is none is not."""

import copy

import pytest
import yaml

from contract.comparison import differences
from contract.openapi import Document

ORIGINAL = yaml.safe_load("""
openapi: 3.0.3
paths:
  /things/{id}:
    put:
      parameters:
        - {in: path, name: id, required: true, schema: {type: string}}
        - {in: query, name: q, schema: {type: string}}
        - {in: query, name: sev, schema: {type: integer, minimum: 1, maximum: 4}}
      requestBody:
        required: true
        content:
          application/json:
            schema: {$ref: '#/components/schemas/Thing'}
      responses:
        "200":
          headers: {ETag: {schema: {type: string}}}
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Seen'}
        "404": {description: none}
components:
  schemas:
    Thing:
      type: object
      required: [title]
      properties:
        title: {type: string}
        kind: {type: string, enum: [a, b]}
        owner: {type: string, nullable: true}
        weight: {type: number}
        count: {type: integer, minimum: 0}
        labels: {type: array, items: {type: string}}
        words: {type: object, additionalProperties: {type: string}}
    Seen:
      type: object
      required: [id]
      properties:
        id: {type: string}
        at: {type: integer, minimum: 0, maximum: 9}
        email: {type: string, format: email}
        kind: {type: string, enum: [a, b]}
        owner: {type: string, nullable: true}
        parts: {type: array, items: {$ref: '#/components/schemas/Part'}}
        flags: {type: object, additionalProperties: {$ref: '#/components/schemas/Part'}}
    Part:
      type: object
      properties:
        name: {type: string}
""")

AT = "PUT /things/{id}: "
OPERATION = ("paths", "/things/{id}", "put")
THING = ("components", "schemas", "Thing")
SEEN = ("components", "schemas", "Seen")
PART = ("components", "schemas", "Part")
GONE = object()

# (what is changed, to what, all that is to be said of it)
BROKEN = [
    (("paths", "/things/{id}"), GONE, ["is gone"]),
    (OPERATION, GONE, ["is gone"]),
    ((*OPERATION, "security"), [{"bearer": []}], ["asks for a token"]),
    (("security",), [{"bearer": []}], ["asks for a token"]),
    ((*OPERATION, "parameters", 1), GONE, ["parameter query q: is gone"]),
    ((*OPERATION, "parameters", 1, "in"), "header", ["parameter query q: is gone", "parameter header q: is taken too"]),
    ((*OPERATION, "parameters", 1, "required"), True, ["parameter query q: is required now"]),
    ((*OPERATION, "parameters", 1, "explode"), False, ["parameter query q: explode was None, is False"]),
    ((*OPERATION, "parameters", 1, "schema"), {"type": "integer"}, ["parameter query q: string is not integer"]),
    ((*OPERATION, "parameters", 1, "schema", "maxLength"), 8, ["parameter query q: maxLength 8"]),
    ((*OPERATION, "parameters", 2, "schema", "maximum"), 3, ["parameter query sev: maximum 3"]),
    ((*OPERATION, "parameters", 2, "schema", "minimum"), 2, ["parameter query sev: minimum 2"]),
    ((*OPERATION, "parameters", 0, "schema", "pattern"), "^x", ["parameter path 1: pattern ^x"]),
    (
        (*OPERATION, "parameters", 3),
        {"in": "query", "name": "n", "schema": {"type": "string"}},
        ["parameter query n: is taken too"],
    ),
    (
        (*OPERATION, "parameters", 3),
        {"in": "query", "name": "n", "required": True, "schema": {"type": "string"}},
        ["parameter query n: is required and new"],
    ),
    (
        (*OPERATION, "requestBody", "content"),
        {"text/plain": {}},
        ["body: application/json is not taken"],
    ),
    ((*THING, "required"), ["title", "kind"], ["body: kind may be absent"]),
    ((*THING, "additionalProperties"), False, ["body: unknown members are refused"]),
    ((*THING, "maxProperties"), 3, ["body: maxProperties 3"]),
    ((*THING, "properties", "title", "type"), "integer", ["body/title: string is not integer"]),
    ((*THING, "properties", "title", "minLength"), 1, ["body/title: minLength 1"]),
    ((*THING, "properties", "title", "format"), "uuid", ["body/title: is not always of the format uuid"]),
    ((*THING, "properties", "title", "enum"), ["a"], ["body/title: anything is not one of a"]),
    ((*THING, "properties", "title", "const"), "a", ["body/title: anything is not one of a"]),
    ((*THING, "properties", "title", "not"), {"enum": ["a"]}, ["body/title: not {'enum': ['a']}"]),
    ((*THING, "properties", "kind", "enum"), ["a"], ["body/kind: b is not one of a"]),
    ((*THING, "properties", "owner", "nullable"), False, ["body/owner: null is not string"]),
    ((*THING, "properties", "weight", "type"), "integer", ["body/weight: number is not integer"]),
    ((*THING, "properties", "count", "minimum"), 1, ["body/count: minimum 1"]),
    ((*THING, "properties", "count", "exclusiveMinimum"), True, ["body/count: exclusiveMinimum 0"]),
    ((*THING, "properties", "count", "multipleOf"), 2, ["body/count: multipleOf 2"]),
    ((*THING, "properties", "labels", "maxItems"), 5, ["body/labels: maxItems 5"]),
    ((*THING, "properties", "labels", "uniqueItems"), True, ["body/labels: uniqueItems True"]),
    ((*THING, "properties", "labels", "items", "maxLength"), 5, ["body/labels[]: maxLength 5"]),
    ((*THING, "properties", "labels", "items", "type"), "integer", ["body/labels[]: string is not integer"]),
    ((*THING, "properties", "words", "additionalProperties", "maxLength"), 5, ["body/words/*: maxLength 5"]),
    (
        (*THING, "properties", "words", "additionalProperties"),
        False,
        ["body/words: unknown members are refused"],
    ),
    ((*THING, "allOf"), [{"required": ["kind"]}], ["body: kind may be absent"]),
    ((*OPERATION, "responses", "404"), GONE, ["answer 404: is gone"]),
    ((*OPERATION, "responses", "201"), {}, ["answer 201: is given too"]),
    ((*OPERATION, "responses", "304"), {}, ["answer 304: is given too"]),
    ((*OPERATION, "responses", "200", "headers"), {}, ["answer 200: the header ETag is gone"]),
    ((*OPERATION, "responses", "200", "content"), {}, ["answer 200: application/json is not given"]),
    (
        (*OPERATION, "responses", "200", "content", "application/json", "schema"),
        {"type": "array", "items": {}},
        ["answer 200: array is not object", "answer 200: object is never given"],
    ),
    ((*SEEN, "required"), [], ["answer 200: id may be absent"]),
    ((*SEEN, "properties", "at", "type"), "string", ["answer 200/at: string is not integer", "integer is never given"]),
    ((*SEEN, "properties", "at", "type"), "number", ["answer 200/at: number is not integer"]),
    ((*SEEN, "properties", "at", "nullable"), True, ["answer 200/at: null is not integer"]),
    ((*SEEN, "properties", "at", "maximum"), GONE, ["answer 200/at: maximum 9"]),
    ((*SEEN, "properties", "at", "minimum"), -1, ["answer 200/at: minimum 0"]),
    ((*SEEN, "properties", "email"), GONE, ["answer 200: email is gone"]),
    ((*SEEN, "properties", "email", "format"), GONE, ["answer 200/email: is not always of the format email"]),
    ((*SEEN, "properties", "kind", "enum"), GONE, ["answer 200/kind: anything is not one of a, b"]),
    ((*SEEN, "properties", "kind", "enum"), ["a", "b", "c"], ["answer 200/kind: c is not one of a, b"]),
    ((*SEEN, "properties", "kind", "enum"), ["a"], ["answer 200/kind: b is never given"]),
    ((*SEEN, "properties", "at", "maximum"), 10, ["answer 200/at: maximum 9"]),
    ((*SEEN, "properties", "owner", "nullable"), GONE, ["answer 200/owner: null is never given"]),
    ((*PART, "properties", "name"), GONE, ["answer 200/parts[]: name is gone", "answer 200/flags/*: name is gone"]),
    (
        (*SEEN, "properties", "flags", "additionalProperties"),
        True,
        ["answer 200/flags/*: anything is not object"],
    ),
]

# What says the same, or more than was asked for.
HARMLESS = [
    (("openapi",), "3.1.0"),
    ((*OPERATION, "security"), [{}, {"bearer": []}]),
    ((*OPERATION, "summary"), "Other words"),
    ((*OPERATION, "parameters", 0, "description"), "Which"),
    ((*OPERATION, "parameters", 2, "schema", "maximum"), 5),
    ((*OPERATION, "parameters", 2, "schema", "format"), "int32"),
    ((*OPERATION, "requestBody", "required"), False),
    ((*OPERATION, "requestBody", "content", "text/plain"), {}),
    ((*OPERATION, "responses", "200", "headers", "Link"), {}),
    ((*OPERATION, "responses", "400"), {}),
    ((*OPERATION, "responses", "503"), {}),
    ((*THING, "required"), []),
    ((*THING, "properties", "count", "minimum"), GONE),
    ((*THING, "properties", "kind", "enum"), ["a", "b", "c"]),
    ((*THING, "properties", "owner"), {"type": ["string", "null"]}),
    ((*THING, "properties", "owner"), {"oneOf": [{"type": "null"}, {"type": "string"}]}),
    ((*THING, "properties", "count", "type"), "number"),
    ((*THING, "properties", "labels"), {"anyOf": [{"type": "array", "items": {"type": "string"}}, {"type": "string"}]}),
    ((*THING, "properties", "more"), {"type": "string"}),
    ((*SEEN, "properties", "more"), {"type": "string"}),
    ((*SEEN, "properties", "at", "maximum"), 8),
    ((*SEEN, "properties", "at", "exclusiveMaximum"), True),
    ((*SEEN, "properties", "id"), {"type": "string", "format": "uuid"}),
    ((*SEEN, "properties", "id"), {"allOf": [{"type": "string"}], "description": "Its id"}),
    ((*SEEN, "properties", "owner"), {"type": ["string", "null"]}),
    ((*SEEN, "required"), ["id", "at"]),
    ((*SEEN, "additionalProperties"), False),
]


def changed(place, value):
    ours = copy.deepcopy(ORIGINAL)
    *above, last = place
    holder = ours
    for step in above:
        holder = holder[step]
    if value is GONE:
        del holder[last]
    elif isinstance(holder, list) and last == len(holder):
        holder.append(value)
    else:
        holder[last] = value
    return ours


def found(ours):
    return sorted(differences(Document(ORIGINAL), Document(ours)))


@pytest.mark.parametrize(("place", "value", "said"), BROKEN, ids=lambda part: str(part)[:60])
def test_a_difference_is_named(place, value, said):
    lines = found(changed(place, value))
    assert len(lines) == len(said), lines
    for line in said:
        assert any(each.startswith(AT) and each.endswith(line) for each in lines), (line, lines)


@pytest.mark.parametrize(("place", "value"), HARMLESS, ids=lambda part: str(part)[:60])
def test_what_is_none_is_not(place, value):
    assert found(changed(place, value)) == []


def test_placeholders_may_be_named_otherwise():
    ours = changed(("paths", "/things/{key}"), ORIGINAL["paths"]["/things/{id}"])
    del ours["paths"]["/things/{id}"]
    assert found(ours) == [], "the parameter is named id, the placeholder key: as in the original of flags"


def test_a_required_body_is_new():
    original = copy.deepcopy(ORIGINAL)
    original["paths"]["/things/{id}"]["put"]["requestBody"]["required"] = False
    assert list(differences(Document(original), Document(ORIGINAL))) == [f"{AT}body: is required now"]


def test_a_closed_form_says_what_it_takes_too():
    ours = changed((*THING, "additionalProperties"), False)
    ours["components"]["schemas"]["Thing"]["properties"]["password"] = {"type": "string"}
    assert found(ours) == [f"{AT}body: password is taken too", f"{AT}body: unknown members are refused"]
    del ours["components"]["schemas"]["Thing"]["properties"]["title"]
    assert f"{AT}body: title is not taken" in found(ours)
