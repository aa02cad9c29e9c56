"""How one API falls short of another, for a client that was written against the other."""

from contract.openapi import JSON

# What says something about a value and refuses none.
REMARKS = {"description", "title", "example", "examples", "default", "deprecated", "externalDocs", "xml"}
REMARKS |= {"readOnly", "writeOnly", "contentMediaType", "contentEncoding", "$comment", "discriminator"}
# How numbers are held: no integer of a client's is larger than these.
WIDTHS = {"int32", "int64", "float", "double"}
UPPER = {"maximum", "maxLength", "maxItems", "maxProperties", "exclusiveMaximum"}
LOWER = {"minimum", "minLength", "minItems", "minProperties", "exclusiveMinimum"}
STRICTER = {"maximum": "exclusiveMaximum", "minimum": "exclusiveMinimum"}
# Keywords with a rule of their own here; any other is a narrowing where both do not say the same.
RULED = {"type", "enum", "format", "required", "properties", "additionalProperties", "items"} | UPPER | LOWER


def differences(original, ours):
    """Every difference that a client of `original` can meet at `ours`, in a line each."""
    for promised in original.operations():
        kept = ours.operation(promised.path, promised.method)
        found = operation_differences(promised, kept) if kept else ["is gone"]
        for each in found:
            yield f"{promised.name}: {each}"


def operation_differences(promised, kept):
    if kept.security and {} not in kept.security and not promised.security:
        yield "asks for a token"
    yield from parameter_differences(promised, kept)
    yield from body_differences(promised, kept)
    yield from answer_differences(promised, kept)


def parameter_differences(promised, kept):
    available = dict(kept.parameters)
    for key, old in promised.parameters.items():
        where = "parameter {} {}".format(*key)
        new = available.pop(key, None)
        if new is None:
            yield f"{where}: is gone"
            continue
        if new.get("required") and not old.get("required"):
            yield f"{where}: is required now"
        for how in ("style", "explode", "allowReserved"):
            if old.get(how) != new.get(how):
                yield f"{where}: {how} was {old.get(how)}, is {new.get(how)}"
        yield from Lack(promised.document, kept.document).of(old["schema"], new["schema"], where)
    for key, new in available.items():
        where = "parameter {} {}".format(*key)
        yield f"{where}: is required and new" if new.get("required") else f"{where}: is taken too"


def body_differences(promised, kept):
    if kept.body.get("required") and not promised.body.get("required"):
        yield "body: is required now"
    for kind in promised.body.get("content", {}):
        if kind not in kept.body.get("content", {}):
            yield f"body: {kind} is not taken"
    if promised.body_schema is None or kept.body_schema is None:
        return
    yield from Lack(promised.document, kept.document).of(promised.body_schema, kept.body_schema, "body")


def answer_differences(promised, kept):
    for status, answer in promised.answers.items():
        where = f"answer {status}"
        if status not in kept.answers:
            yield f"{where}: is gone"
            continue
        for kind in answer.get("content", {}):
            if kind not in kept.answers[status].get("content", {}):
                yield f"{where}: {kind} is not given"
        for name in answer.get("headers", {}):
            if name not in kept.answers[status].get("headers", {}):
                yield f"{where}: the header {name} is gone"
        old, new = promised.answer_schema(status), kept.answer_schema(status)
        new = {} if new is None else new
        if old is not None and JSON in kept.answers[status].get("content", {}):
            yield from Lack(kept.document, promised.document).of(new, old, where)
            yield from absences(promised.document, old, kept.document, new, where)
    for status in kept.answers:
        # A new refusal is met by whoever reads the status; a new success is not what a client looks for.
        if status not in promised.answers and status[0] in "123":
            yield f"answer {status}: is given too"


class Lack:
    """What `inner` allows and `outer` refuses.

    Of what clients write, the original is inner; of what they read, it is outer.
    """

    def __init__(self, inner, outer):
        self.inner, self.outer = inner, outer

    def of(self, inner, outer, where):
        """Each fault with the place it is at; of several forms that might fit, the one with the fewest speaks."""
        for form in self.inner.forms(inner):
            tries = [list(self.between(form, other, where)) for other in self.outer.forms(outer) if fits(form, other)]
            if tries:
                yield from min(tries, key=len)
            else:
                yield f"{where}: {form.get('type', 'anything')} is not {said(self.outer.forms(outer))}"

    def between(self, inner, outer, where):
        values = outer.get("enum")
        if values is not None:
            refused = [value for value in inner["enum"] if value not in values] if "enum" in inner else ["anything"]
            if refused:
                yield f"{where}: {written(refused)} is not one of {written(values)}"
        if outer.get("format") not in {None, inner.get("format"), *WIDTHS}:
            yield f"{where}: is not always of the format {outer['format']}"
        for keyword in sorted(outer.keys() - REMARKS):
            yield from self.by_keyword(keyword, inner, outer, where)
        for name in sorted(set(outer.get("required", ())) - set(inner.get("required", ()))):
            yield f"{where}: {name} may be absent"
        yield from self.members(inner, outer, where)
        if "items" in outer:
            yield from self.of(inner.get("items", True), outer["items"], f"{where}[]")

    def by_keyword(self, keyword, inner, outer, where):
        limit = outer[keyword]
        own = inner.get(keyword, inner.get(STRICTER.get(keyword)))
        if keyword in UPPER:
            beyond = own is None or own > limit
        elif keyword in LOWER:
            beyond = own is None or own < limit
        else:
            beyond = keyword not in RULED and not keyword.startswith("x-") and own != limit
        if beyond and "enum" not in inner:
            yield f"{where}: {keyword} {limit}"

    def members(self, inner, outer, where):
        if outer.get("type") != "object":
            return
        rest, own_rest = outer.get("additionalProperties", True), inner.get("additionalProperties", True)
        known = outer.get("properties", {})
        for name, schema in inner.get("properties", {}).items():
            if name in known:
                yield from self.of(schema, known[name], f"{where}/{name}")
            elif rest is False:
                yield f"{where}: {name} is not taken"
            else:
                yield from self.of(schema, rest, f"{where}/{name}")
        if rest is False and own_rest is not False:
            yield f"{where}: unknown members are refused"
            for name in known.keys() - inner.get("properties", {}).keys():
                yield f"{where}: {name} is taken too"
        elif own_rest is not False:
            yield from self.of(own_rest, rest, f"{where}/*")


def absences(old_document, old, new_document, new, where):
    """What clients were told they would read, and no answer has."""
    for form in old_document.forms(old):
        others = [other for other in new_document.forms(new) if fits(form, other)]
        if not others:
            yield f"{where}: {form.get('type', 'anything')} is never given"
            continue
        for value in form.get("enum", ()):
            if all("enum" in other and value not in other["enum"] for other in others):
                yield f"{where}: {value} is never given"
        for name, schema in form.get("properties", {}).items():
            below = [other["properties"][name] for other in others if name in other.get("properties", {})]
            if not below:
                yield f"{where}: {name} is gone"
            for each in below:
                yield from absences(old_document, schema, new_document, each, f"{where}/{name}")
        for key, step in (("items", "[]"), ("additionalProperties", "/*")):
            for other in others:
                if isinstance(form.get(key), dict) and isinstance(other.get(key), dict):
                    yield from absences(old_document, form[key], new_document, other[key], f"{where}{step}")


def fits(inner, outer):
    """Whether values of the one type can be of the other at all."""
    one, other = inner.get("type"), outer.get("type")
    return other is None or one == other or (one == "integer" and other == "number")


def said(forms):
    return " or ".join(form.get("type", "anything") for form in forms) or "allowed"


def written(values):
    return ", ".join(str(value) for value in values)
