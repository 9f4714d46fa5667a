"""Documents, changes of them and calls, made by Hypothesis; and ways to write the same document differently."""

from __future__ import annotations

import copy
import random
from typing import Any

from hypothesis import strategies as st

NAMES = ("a", "b", "c", "kind")
TEXTS = ("", "a", "ab", "abc", "2024-01-31", "x@y.z")
NUMBERS = (-1, 0, 1, 2, 5, 10, 2.5, 2**40)

Schema = Any


@st.composite
def scalars(draw: st.DrawFn) -> Schema:
    """A schema of a text, number or boolean, with limits."""
    kind = draw(st.sampled_from(("string", "integer", "number", "boolean")))
    schema: dict[str, Any] = {"type": kind}
    if draw(st.booleans()):
        schema |= draw(st.sampled_from(_LIMITS[kind]))
    if draw(st.integers(0, 5)) == 0:
        schema |= draw(
            st.sampled_from(({"type": [kind, "null"]}, {"nullable": True}, {"readOnly": True}, {"default": None}))
        )
    return schema


_LIMITS: dict[str, tuple[dict[str, Any], ...]] = {
    "string": (
        {"minLength": 1},
        {"minLength": 2},
        {"maxLength": 2},
        {"maxLength": 1},
        {"pattern": "^a"},
        {"pattern": "b$"},
        {"format": "date"},
        {"format": "email"},
        {"enum": ["a", "ab"]},
        {"enum": ["a"]},
        {"enum": ["abc", "a", ""]},
        {"default": "a"},
    ),
    "integer": (
        {"minimum": 0},
        {"minimum": 1},
        {"exclusiveMinimum": 0},
        {"maximum": 5},
        {"exclusiveMaximum": 2},
        {"multipleOf": 5},
        {"format": "int32"},
        {"format": "int64"},
        {"enum": [1, 2]},
        {"const": 1},
    ),
    "number": ({"minimum": 0}, {"exclusiveMinimum": 1}, {"maximum": 2.5}, {"multipleOf": 2.5}, {"enum": [1, 2.5]}),
    "boolean": ({"const": True}, {"enum": [True, False]}, {"default": False}),
}


@st.composite
def objects(draw: st.DrawFn, inner: st.SearchStrategy[Schema]) -> Schema:
    """A schema of an object."""
    properties = draw(st.dictionaries(st.sampled_from(NAMES), inner, max_size=3))
    schema: dict[str, Any] = {"type": "object", "properties": properties}
    required = draw(st.lists(st.sampled_from(NAMES), max_size=2, unique=True))
    if required:
        schema["required"] = [name for name in required if name in properties] or required[:1]
    extra = draw(st.sampled_from((None, None, False, True, {"type": "string"}, {"type": "integer"})))
    if extra is not None:
        schema["additionalProperties"] = extra
    if draw(st.integers(0, 6)) == 0:
        schema |= draw(st.sampled_from(({"minProperties": 1}, {"maxProperties": 1})))
    return schema


@st.composite
def arrays(draw: st.DrawFn, inner: st.SearchStrategy[Schema]) -> Schema:
    """A schema of a list."""
    limits = draw(st.sampled_from(({}, {}, {"minItems": 1}, {"maxItems": 1}, {"uniqueItems": True})))
    return {"type": "array", "items": draw(inner), **limits}


@st.composite
def composed(draw: st.DrawFn, inner: st.SearchStrategy[Schema]) -> Schema:
    """A union, an `allOf`, or a reference to a component."""
    kind = draw(st.sampled_from(("anyOf", "oneOf", "allOf", "$ref", "$ref", "not")))
    if kind == "$ref":
        beside = draw(st.sampled_from(({}, {}, {"nullable": True}, {"minLength": 2}, {"required": ["a"]})))
        return {"$ref": f"#/components/schemas/{draw(st.sampled_from(('First', 'Second')))}", **beside}
    if kind == "not":
        return {"type": "string", "not": {"const": draw(st.sampled_from(TEXTS))}}
    return {kind: draw(st.lists(inner, min_size=1, max_size=3))}


SCHEMAS: st.SearchStrategy[Schema] = st.recursive(
    scalars(), lambda inner: st.one_of(objects(inner), objects(inner), arrays(inner), composed(inner)), max_leaves=6
)


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """A document with one operation: parameters and a body."""
    parameters = draw(
        st.lists(
            st.fixed_dictionaries(
                {
                    "name": st.sampled_from(("p", "q")),
                    "in": st.just("query"),
                    "required": st.booleans(),
                    "schema": st.one_of(scalars(), arrays(scalars())),
                }
            ),
            max_size=2,
            unique_by=lambda parameter: parameter["name"],
        )
    )
    return {
        "openapi": draw(st.sampled_from(("3.1.0", "3.0.3"))),
        "info": {"title": "Generated", "version": "1"},
        "components": {
            "schemas": {"First": draw(objects(scalars())), "Second": draw(st.one_of(scalars(), arrays(scalars())))}
        },
        "paths": {
            "/x": {
                "post": {
                    "operationId": "op",
                    "parameters": parameters,
                    "requestBody": {
                        "required": draw(st.booleans()),
                        "content": {"application/json": {"schema": draw(objects(SCHEMAS))}},
                    },
                    "responses": {
                        "200": {"description": "", "content": {"application/json": {"schema": draw(SCHEMAS)}}}
                    },
                }
            }
        },
    }


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The places of all schemas in a document."""
    found = []
    if isinstance(value, dict):
        if path and (
            path[-1] in ("schema", "items", "additionalProperties") or (len(path) > 1 and path[-2] in _TABLES)
        ):
            found.append(path)
        for key, item in value.items():
            found += places(item, (*path, key))
    elif isinstance(value, list) and path and path[-1] in ("anyOf", "oneOf", "allOf"):
        for i, item in enumerate(value):
            found += [(*path, i), *places(item, (*path, i))]
    elif isinstance(value, list) and path and path[-1] == "parameters":
        for i, item in enumerate(value):
            found += places(item, (*path, i))
    return list(dict.fromkeys(found))


_TABLES = ("properties", "schemas")


def put(document: Any, path: tuple[Any, ...], value: Any) -> None:
    """Put a value at a place."""
    for token in path[:-1]:
        document = document[token]
    document[path[-1]] = value


def at(document: Any, path: tuple[Any, ...]) -> Any:
    """The value at a place."""
    for token in path:
        document = document[token]
    return document


@st.composite
def pairs(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    """A document, and the same with some schemas replaced or changed."""
    old = draw(documents())
    new = copy.deepcopy(old)
    for _ in range(draw(st.integers(1, 4))):
        every = places(new)
        asked = [path for path in every if "responses" not in path]
        path = draw(st.sampled_from(asked if draw(st.integers(0, 5)) else every))
        schema = at(new, path)
        keyword = draw(
            st.sampled_from(("replace", "required", "drop", "open", "narrow", "wrap", "limit", "limit", "limit"))
        )
        if path[-1] == "First" or (path[-1] == "schema" and "requestBody" in path):
            keyword = "required" if keyword in ("replace", "wrap", "narrow") else keyword
        if not isinstance(schema, dict):
            continue
        if keyword == "replace":
            put(new, path, draw(SCHEMAS))
        elif keyword == "required" and schema.get("properties"):
            schema["required"] = draw(st.lists(st.sampled_from(sorted(schema["properties"])), unique=True, max_size=2))
        elif keyword == "drop" and schema:
            name = draw(st.sampled_from(sorted(schema)))
            if name not in ("type", "$ref", "anyOf", "oneOf", "allOf", "properties", "items"):
                del schema[name]
            elif schema.get("properties"):
                del schema["properties"][draw(st.sampled_from(sorted(schema["properties"])))]
        elif keyword == "open" and "properties" in schema:
            schema["additionalProperties"] = draw(st.sampled_from((True, False, {"type": "string"})))
        elif keyword == "limit" and isinstance(schema.get("type"), str) and schema["type"] in _LIMITS:
            schema |= draw(st.sampled_from(_LIMITS[schema["type"]]))
        elif keyword == "narrow":
            put(new, path, {"allOf": [schema, draw(scalars())]})
        elif keyword == "wrap":
            put(new, path, {"anyOf": [schema, draw(scalars())]})
    return old, new


# calls


@st.composite
def values(draw: st.DrawFn, schema: Schema, document: dict[str, Any], depth: int = 0) -> Any:
    """A value that probably fits a schema. Members have names that the schema knows, or admits in so many words."""
    if not isinstance(schema, dict) or depth > 6:
        return None
    if schema.get("nullable") and draw(st.integers(0, 3)) == 0:
        return None
    if "$ref" in schema:
        return draw(values(document["components"]["schemas"][schema["$ref"].rpartition("/")[2]], document, depth + 1))
    for keyword in ("anyOf", "oneOf"):
        if keyword in schema:
            return draw(values(draw(st.sampled_from(schema[keyword])), document, depth + 1))
    if "allOf" in schema:
        found = [draw(values(part, document, depth + 1)) for part in schema["allOf"]]
        if all(isinstance(item, dict) for item in found):
            return {name: item for part in found for name, item in part.items()}
        return found[0]
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return draw(st.sampled_from(schema["enum"]))
    kind = schema.get("type")
    if isinstance(kind, list):
        kind = draw(st.sampled_from(kind))
    if kind == "object":
        return draw(members(schema, document, depth))
    if kind == "array":
        size = draw(st.integers(0, 2))
        return [draw(values(schema.get("items", {}), document, depth + 1)) for _ in range(size)]
    return draw(st.sampled_from({"string": TEXTS, "boolean": (True, False), "null": (None,)}.get(str(kind), NUMBERS)))


@st.composite
def members(draw: st.DrawFn, schema: Schema, document: dict[str, Any], depth: int) -> dict[str, Any]:
    """The members of an object."""
    found = {}
    for name, inner in schema.get("properties", {}).items():
        if name in schema.get("required", ()) or draw(st.booleans()):
            found[name] = draw(values(inner, document, depth + 1))
    extra = schema.get("additionalProperties")
    if extra not in (None, False) and draw(st.booleans()):
        name = draw(st.sampled_from((*NAMES, "z")))
        if name not in found:
            inner = {"type": "string"} if extra is True else extra
            found[name] = draw(values(inner, document, depth + 1))
    return found


@st.composite
def calls(draw: st.DrawFn, document: dict[str, Any]) -> dict[str, Any]:
    """The arguments of a call of the operation, as `params` and `body`; or the members of the body among them."""
    operation = document["paths"]["/x"]["post"]
    params = {}
    for parameter in operation["parameters"]:
        if parameter["required"] or draw(st.booleans()):
            params[parameter["name"]] = draw(values(parameter["schema"], document))
    found: dict[str, Any] = {"params": params}
    if operation["requestBody"]["required"] or draw(st.integers(0, 5)):
        schema = operation["requestBody"]["content"]["application/json"]["schema"]
        body = draw(values(schema, document))
        if body and isinstance(body, dict) and draw(st.booleans()):
            return {"params": {**body, **params}}
        found["body"] = body
    return found


# the same document, written differently


def reordered(value: Any, seed: int) -> Any:
    """The same with the members of every object, parameters and alternatives in another order."""
    chance = random.Random(seed)

    def again(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            items = list(value.items())
            if key != "content":  # the first media type is preferred
                chance.shuffle(items)
            return {name: again(item, name) for name, item in items}
        if isinstance(value, list):
            copied = [again(item) for item in value]
            if key in ("parameters", "required", "anyOf", "allOf", "oneOf", "enum") and not _is_a_default(key, value):
                chance.shuffle(copied)
            return copied
        return value

    return again(value)


def _is_a_default(key: str, value: list[Any]) -> bool:
    """Whether the order of schemas says which text or default counts: that of the first one that has any."""
    words = {"title", "description", "default", "example", "examples"}
    return key == "allOf" and any(isinstance(item, dict) and not words.isdisjoint(item) for item in value)


def renamed(document: dict[str, Any]) -> dict[str, Any]:
    """The same with other names for the schemas in its components."""
    prefix = "#/components/schemas/"

    def again(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: again(item) for key, item in value.items()}
        if isinstance(value, list):
            return [again(item) for item in value]
        if isinstance(value, str) and value.startswith(prefix):
            name, slash, rest = value.removeprefix(prefix).partition("/")
            return f"{prefix}Renamed{name}{slash}{rest}"
        return value

    found = again(document)
    components = found.get("components", {})
    if "schemas" in components:
        components["schemas"] = {f"Renamed{name}": schema for name, schema in components["schemas"].items()}
    return found


def extracted(document: dict[str, Any], seed: int) -> dict[str, Any]:
    """The same with some of its schemas moved to the components."""
    chance = random.Random(seed)
    found = copy.deepcopy(document)
    added: dict[str, Any] = {}
    for path in sorted(places(found), key=len, reverse=True):
        schema = at(found, path)
        if path[-2:-1] == ("schemas",) or not isinstance(schema, dict) or "$ref" in schema or chance.random() < 0.5:
            continue
        name = f"Extracted{len(added)}"
        added[name] = schema
        put(found, path, {"$ref": f"#/components/schemas/{name}"})
    found.setdefault("components", {}).setdefault("schemas", {}).update(added)
    return found


def inlined(document: dict[str, Any], *, deepest: int = 3) -> dict[str, Any]:
    """The same with references to its components replaced by what they lead to, some levels deep."""
    schemas = document.get("components", {}).get("schemas", {})

    def again(value: Any, depth: int, path: tuple[str, ...]) -> Any:
        if isinstance(value, list):
            return [again(item, depth, path) for item in value]
        if not isinstance(value, dict):
            return value
        reference = value.get("$ref")
        if isinstance(reference, str) and reference.startswith("#/components/schemas/") and len(value) == 1:
            name = reference.removeprefix("#/components/schemas/")
            if name in schemas and name not in path and depth < deepest:
                return again(schemas[name], depth + 1, (*path, name))
        return {key: again(item, depth, path) if key != "mapping" else item for key, item in value.items()}

    return again(document, 0, ())
