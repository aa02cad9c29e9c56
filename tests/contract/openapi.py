"""OpenAPI files, read so that one of 3.0 and one of 3.1 can be held beside each other."""

import re
from dataclasses import dataclass
from functools import cached_property

import yaml

METHODS = ("get", "put", "post", "patch", "delete", "head", "options", "trace")
JSON = "application/json"
PLACEHOLDER = re.compile(r"\{([^}]*)\}")
BOUNDS_OF_3_0 = {"exclusiveMinimum": "minimum", "exclusiveMaximum": "maximum"}


class Loader(yaml.SafeLoader):
    """YAML 1.2, as OpenAPI wants it: `on` and `off` are words, and names of ours."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in rules if tag != "tag:yaml.org,2002:bool"]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))


class Document:
    """One file, with its references followed."""

    def __init__(self, content):
        self.content = content

    @classmethod
    def read(cls, path):
        return cls(yaml.load(path.read_text(encoding="utf-8"), Loader))

    def operations(self):
        for path, item in self.content["paths"].items():
            for method in METHODS:
                if method in item:
                    yield Operation(self, path, method, item[method], item.get("parameters", ()))

    def operation(self, path, method):
        """The operation a caller meets there: what a placeholder is called, no caller sees."""
        wanted = PLACEHOLDER.sub("{}", path)
        found = [
            each for each in self.operations() if each.method == method and PLACEHOLDER.sub("{}", each.path) == wanted
        ]
        return found[0] if found else None

    def resolved(self, node):
        """`node`, or what it refers to; what stands beside a reference counts too."""
        while "$ref" in node:
            beside = {key: value for key, value in node.items() if key != "$ref"}
            target = self.content
            for part in node["$ref"].removeprefix("#/").split("/"):
                target = target[part.replace("~1", "/").replace("~0", "~")]
            node = {**target, **beside}
        return node

    def forms(self, schema):
        """The forms a value may take: plain schemas of one type each, without references, null and choices."""
        if schema is True:
            return [{}]
        if schema is False:
            return []
        schema = dict(self.resolved(schema))
        nullable = schema.pop("nullable", False)
        if "const" in schema:
            schema["enum"] = [schema.pop("const")]
        for exclusive, bound in BOUNDS_OF_3_0.items():
            if isinstance(schema.get(exclusive), bool) and schema.pop(exclusive):
                schema[exclusive] = schema.pop(bound)
        if schema.get("propertyNames") == {"type": "string"}:
            del schema["propertyNames"]  # Names are texts anyway.
        choices = [schema.pop(key) for key in ("oneOf", "anyOf") if key in schema]
        together = schema.pop("allOf", [])
        found = [{**schema, "type": one} if one else schema for one in types(schema)]
        for schemas in choices:
            found = [joined(form, other) for form in found for each in schemas for other in self.forms(each)]
        for each in together:
            found = [joined(form, other) for form in found for other in self.forms(each)]
        found = [form for form in found if form is not None]
        return [*found, {"type": "null"}] if nullable else found


def types(schema):
    given = schema.get("type")
    if isinstance(given, list):
        return given
    if given is None and ("properties" in schema or "additionalProperties" in schema):
        return ["object"]
    if given is None and "items" in schema:
        return ["array"]
    return [given]


def joined(one, other):
    """Both at once; None where nothing can be both."""
    if one.get("type") and other.get("type") and one["type"] != other["type"]:
        return None
    result = {**one, **other}
    for key in ("properties", "patternProperties"):
        if key in one and key in other:
            result[key] = {**one[key], **other[key]}
    if "required" in one and "required" in other:
        result["required"] = sorted({*one["required"], *other["required"]})
    if "enum" in one and "enum" in other:
        result["enum"] = [value for value in one["enum"] if value in other["enum"]]
    return result


@dataclass(frozen=True)
class Operation:
    """One method of one path."""

    document: Document
    path: str
    method: str
    content: dict
    shared: tuple = ()

    @property
    def name(self):
        return f"{self.method.upper()} {self.path}"

    @cached_property
    def parameters(self):
        """By place and name; those of the path by their order there, since a caller never sees their names."""
        found = {}
        for each in (*self.shared, *self.content.get("parameters", ())):
            each = self.document.resolved(each)
            found[each["in"], each["name"]] = each
        by_order = {}
        names = PLACEHOLDER.findall(self.path)
        # A parameter whose name no placeholder bears belongs to the placeholder that none bears the name of.
        strays = [name for place, name in found if place == "path" and name not in names]
        for number, name in enumerate(names, start=1):
            key = "path", name if ("path", name) in found else strays.pop(0) if strays else name
            by_order["path", number] = found.pop(key, {"in": "path", "name": name, "required": True, "schema": {}})
        return {**by_order, **found}

    @property
    def body(self):
        return self.document.resolved(self.content.get("requestBody", {}))

    @property
    def body_schema(self):
        return self.body.get("content", {}).get(JSON, {}).get("schema")

    @property
    def answers(self):
        return {str(status): self.document.resolved(each) for status, each in self.content["responses"].items()}

    def answer_schema(self, status):
        return self.answers[status].get("content", {}).get(JSON, {}).get("schema")

    @property
    def security(self):
        return self.content.get("security", self.document.content.get("security", []))
