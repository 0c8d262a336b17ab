"""The part of JSON Schema that the OpenAPI document uses, read strictly: a member of an object that
no schema names is a complaint, and so is a keyword that this file does not know."""

import re

KNOWN = {"$ref", "type", "required", "properties", "additionalProperties", "enum", "const", "items",
         "oneOf", "anyOf", "allOf", "minimum", "maximum", "minLength", "maxLength", "pattern",
         "minItems", "maxItems"}
SAID = {"description", "examples", "example", "format", "title", "default", "readOnly"}
TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}


class Schemas:
    def __init__(self, document):
        self.document = document

    def find(self, reference):
        found = self.document
        for word in reference.removeprefix("#/").split("/"):
            found = found[word.replace("~1", "/").replace("~0", "~")]
        return found

    def whole(self, what):
        """What stands behind a reference, if it is one."""
        while "$ref" in what:
            what = self.find(what["$ref"])
        return what

    def complaints(self, value, schema):
        """Everything that is wrong with a value; empty when nothing is."""
        found, named = self._check(value, schema, "$")
        return found + self._unknown(value, named, "$")

    def _check(self, value, schema, where):
        """Complaints, and the paths of members that some schema names."""
        if schema is True:
            return [], {where + ".*"}
        found, named = [], set()
        for keyword, wanted in schema.items():
            if keyword in SAID or keyword.startswith("x-"):
                continue
            if keyword not in KNOWN:
                found.append(f"{where}: the test does not know the keyword {keyword}")
                continue
            check = getattr(self, "_" + keyword.strip("$"))
            more, names = check(value, wanted, where)
            found += more
            named |= names
        if isinstance(value, dict) and not set(schema) - SAID - {"type"}:
            named.add(where + ".*")
        return found, named

    def _ref(self, value, wanted, where):
        return self._check(value, self.find(wanted), where)

    def _type(self, value, wanted, where):
        names = wanted if isinstance(wanted, list) else [wanted]
        return complain_unless(any(is_a(value, n) for n in names), f"{where}: {value!r} is no {wanted}")

    def _required(self, value, wanted, where):
        missing = [n for n in wanted if isinstance(value, dict) and n not in value]
        return complain_unless(not missing, f"{where}: {missing} missing")

    def _properties(self, value, wanted, where):
        found, named = [], set()
        for name, schema in wanted.items():
            named.add(f"{where}.{name}")
            if isinstance(value, dict) and name in value:
                more, names = self._check(value[name], schema, f"{where}.{name}")
                found += more
                named |= names
        return found, named

    def _additionalProperties(self, value, wanted, where):
        return [], {where + ".*"} if wanted else set()

    def _enum(self, value, wanted, where):
        return complain_unless(value in wanted, f"{where}: {value!r} is none of {wanted}")

    def _const(self, value, wanted, where):
        return complain_unless(value == wanted and is_truth(value) == is_truth(wanted),
                               f"{where}: {value!r} is not {wanted!r}")

    def _items(self, value, wanted, where):
        found, named = [], set()
        for n, item in enumerate(value if isinstance(value, list) else []):
            more, names = self._check(item, wanted, f"{where}[{n}]")
            found += more
            named |= names
        return found, named

    def _allOf(self, value, wanted, where):
        checked = [self._check(value, s, where) for s in wanted]
        return sum((f for f, _ in checked), []), set().union(*(n for _, n in checked))

    def _anyOf(self, value, wanted, where):
        checked = [self._check(value, s, where) for s in wanted]
        right = [(f, n) for f, n in checked if not f and not self._unknown(value, n, where)]
        if right:
            return [], set().union(*(n for _, n in right))
        return [f"{where}: fits none: {[f + self._unknown(value, n, where) for f, n in checked]}"], \
            {where + ".*"}

    def _oneOf(self, value, wanted, where):
        fitting = [s for s in wanted if not self._check(value, s, where)[0]]
        if len(fitting) > 1:
            return [f"{where}: fits {len(fitting)} of oneOf"], set()
        return self._anyOf(value, wanted, where)

    def _minimum(self, value, wanted, where):
        return complain_unless(not is_number(value) or value >= wanted, f"{where}: {value} < {wanted}")

    def _maximum(self, value, wanted, where):
        return complain_unless(not is_number(value) or value <= wanted, f"{where}: {value} > {wanted}")

    def _minLength(self, value, wanted, where):
        return complain_unless(not isinstance(value, str) or len(value) >= wanted,
                               f"{where}: {value!r} is too short")

    def _maxLength(self, value, wanted, where):
        return complain_unless(not isinstance(value, str) or len(value) <= wanted,
                               f"{where}: {value!r} is too long")

    def _pattern(self, value, wanted, where):
        return complain_unless(not isinstance(value, str) or re.search(wanted, value),
                               f"{where}: {value!r} does not match {wanted}")

    def _minItems(self, value, wanted, where):
        return complain_unless(not isinstance(value, list) or len(value) >= wanted,
                               f"{where}: too few items")

    def _maxItems(self, value, wanted, where):
        return complain_unless(not isinstance(value, list) or len(value) <= wanted,
                               f"{where}: too many items")

    def _unknown(self, value, named, where):
        """Members that no schema names."""
        if isinstance(value, list):
            return sum((self._unknown(v, named, f"{where}[{n}]") for n, v in enumerate(value)), [])
        if not isinstance(value, dict) or where + ".*" in named:
            return []
        found = []
        for name, held in value.items():
            here = f"{where}.{name}"
            found += self._unknown(held, named, here) if here in named \
                else [f"{here} is not in the document"]
        return found


def complain_unless(is_so, what):
    return ([] if is_so else [what]), set()


def is_truth(value):
    return isinstance(value, bool)


def is_number(value):
    return isinstance(value, (int, float)) and not is_truth(value)


def is_a(value, name):
    if name == "integer":
        return isinstance(value, int) and not is_truth(value)
    if name == "number":
        return is_number(value)
    return isinstance(value, TYPES[name])
