"""What we publish keeps the promises of the original API: nothing was renamed, removed or made harder to call."""

from pathlib import Path

import pytest
import yaml

HERE = Path(__file__).resolve().parent
# The original file -> the service that keeps its promises.
SERVICES = {"users": "users", "incidents": "incidents", "comms": "comms", "csp": "csp-ingestor"}
METHODS = ("get", "put", "post", "patch", "delete")


class Document:
    """An OpenAPI file, with its references followed."""

    def __init__(self, path):
        self.content = yaml.safe_load(path.read_text(encoding="utf-8"))

    def operations(self):
        for path, item in self.content["paths"].items():
            for method in METHODS:
                if method in item:
                    yield path, method, item[method]

    def operation(self, path, method):
        return self.content["paths"].get(path, {}).get(method)

    def at(self, schema):
        """The schema itself, where it is a reference; the form that is not null, where null is one of its forms."""
        while True:
            if "$ref" in schema:
                target = self.content
                for part in schema["$ref"].removeprefix("#/").split("/"):
                    target = target[part]
                schema = target
                continue
            forms = [
                form
                for key in ("oneOf", "anyOf", "allOf")
                for form in schema.get(key, ())
                if form.get("type") != "null"
            ]
            if len(forms) != 1:
                return schema
            schema = forms[0]

    def body(self, operation):
        content = operation.get("requestBody", {}).get("content", {})
        return content.get("application/json", {}).get("schema")

    def answer(self, operation, status):
        return operation["responses"][status].get("content", {}).get("application/json", {}).get("schema")


def types(schema):
    """The JSON types it allows, null aside."""
    found = schema.get("type", [])
    return {each for each in ([found] if isinstance(found, str) else found) if each != "null"}


def differences(original, ours, old, new, where, given):
    """How `new` falls short of `old`; `given` says whether clients write it (then more may not be asked of them)."""
    old, new = original.at(old), ours.at(new)
    if types(old) and types(new) and not types(old) <= types(new):
        yield f"{where}: was {types(old)}, is {types(new)}"
    missing = set(old.get("enum", ())) - set(new.get("enum", old.get("enum", ())))
    if missing:
        yield f"{where}: {missing} is no longer a value"
    if given:
        asked = set(new.get("required", ())) - set(old.get("required", ()))
        if asked:
            yield f"{where}: {asked} was not required"
        for bound, worse in (("maximum", min), ("minimum", max)):
            if bound in new and bound in old and worse(new[bound], old[bound]) != old[bound]:
                yield f"{where}: the {bound} was {old[bound]}, is {new[bound]}"
    for name, schema in old.get("properties", {}).items():
        if name in new.get("properties", {}):
            yield from differences(original, ours, schema, new["properties"][name], f"{where}/{name}", given)
        else:
            yield f"{where}: {name} is gone"
    if "items" in old:
        yield from differences(original, ours, old["items"], new.get("items", {}), f"{where}[]", given)


def promises():
    for file, service in SERVICES.items():
        original = Document(HERE / "contract" / f"{file}.yaml")
        for path, method, operation in original.operations():
            yield pytest.param(service, original, path, method, operation, id=f"{file} {method} {path}")


@pytest.mark.parametrize(("service", "original", "path", "method", "promised"), list(promises()))
def test_it_is_kept(service, original, path, method, promised):
    ours = Document(HERE.parent / "swaggers" / f"{service}.yaml")
    kept = ours.operation(path, method)
    assert kept, f"{method} {path} is gone"
    broken = list(parameters(original, ours, promised, kept))
    if original.body(promised):
        broken += differences(original, ours, original.body(promised), ours.body(kept) or {}, "body", given=True)
    for status in promised["responses"]:
        if status not in kept["responses"]:
            broken.append(f"{status} is no longer an answer")
        elif schema := original.answer(promised, status):
            answer = ours.answer(kept, status) or {}
            broken += differences(original, ours, schema, answer, f"answer {status}", given=False)
    assert broken == []


def parameters(original, ours, promised, kept):
    available = {(each["in"], each["name"]): each for each in kept.get("parameters", ())}
    for each in promised.get("parameters", ()):
        key = (each["in"], each["name"])
        if key not in available:
            yield f"the parameter {key} is gone"
            continue
        new = available.pop(key)
        if new.get("required") and not each.get("required"):
            yield f"the parameter {key} was not required"
        yield from differences(original, ours, each["schema"], new["schema"], f"parameter {each['name']}", given=True)
    for key, each in available.items():
        if each.get("required"):
            yield f"the parameter {key} is required now"
