"""The reliefs of the default mode, on the server's side: accepts what the client sends by default.

Shares no code with the client's validation policy. Changes a self-contained set of schemas in place:

1. `oneOf` is read as `anyOf`.
2. A `readOnly` property is not required in requests, a `writeOnly` one not in answers.
3. A required property with a default may be left out.
4. `nullable` allows null whatever other keywords say.
5. A required name that its schema neither declares nor allows is not required.

A strict judge grants the second one only, and refuses the property.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from ..document.walk import iter_objects

Direction = Literal["request", "response"]

SCHEMAS = "#/components/schemas/"
_UNSENT = {"request": "readOnly", "response": "writeOnly"}


def relieve(roots: Sequence[Any], schemas: Mapping[str, Any], direction: Direction) -> None:
    """Apply the reliefs in place to schemas and to the named schemas that they refer to."""
    nodes = _nodes(roots, schemas)
    _collect_required(nodes, schemas, _UNSENT[direction], strict=False)
    for node in nodes:
        if "oneOf" in node:
            alternatives = {"anyOf": node.pop("oneOf")}
            if "anyOf" in node:
                node["allOf"] = [*node.get("allOf", ()), alternatives]
            else:
                node.update(alternatives)
    read_nullable(roots, schemas)


def read_nullable(roots: Sequence[Any], schemas: Mapping[str, Any]) -> None:
    """Read `nullable`, in place, as OpenAPI 3.0 means it, wherever it is written."""
    for node in _nodes(roots, schemas):
        if node.pop("nullable", False) is True:
            rest = dict(node)
            node.clear()
            node["anyOf"] = [{"type": "null"}, rest]


def refuse_unsent(roots: Sequence[Any], schemas: Mapping[str, Any], direction: Direction) -> None:
    """Refuse, in place, `readOnly` properties in requests and `writeOnly` ones in answers, and do not require them.

    Source: OAS 3.0.4 Schema Object, `readOnly` and `writeOnly`.
    """
    nodes, unsent = _nodes(roots, schemas), _UNSENT[direction]
    declared = [(node["properties"], name, item) for node in nodes for name, item in node.get("properties", {}).items()]
    refused = [
        (properties, name)
        for properties, name, described in declared
        if any(part.get(unsent) is True for part in _parts(described, schemas))
    ]
    if refused:
        _collect_required(nodes, schemas, unsent, strict=True)
    for properties, name in refused:
        properties[name] = False


def _nodes(roots: Sequence[Any], schemas: Mapping[str, Any]) -> list[Any]:
    return [node for root in (*roots, *schemas.values()) for node, _ in iter_objects(root)]


def _collect_required(nodes: Sequence[Any], schemas: Mapping[str, Any], unsent: str, *, strict: bool) -> None:
    """Collect the required names of several schemas for one value (through `allOf` and `$ref`) in the outermost one.

    One of them may declare a property that another requires.
    """
    inner = {id(schema) for schema in schemas.values()}
    inner |= {id(part) for node in nodes for part in node.get("allOf", ())}
    demanded = {id(node): _demanded(node, schemas, unsent, strict=strict) for node in nodes if id(node) not in inner}
    for node in nodes:
        node.pop("required", None)
        if names := demanded.get(id(node)):
            node["required"] = names


def _demanded(schema: Mapping[str, Any], schemas: Mapping[str, Any], unsent: str, *, strict: bool) -> list[str]:
    """The names that a value of the schema must still have; a strict judge excuses unsent ones only."""
    family = list(_parts(schema, schemas))
    found: dict[str, None] = {}
    for part in family:
        closed = part.get("additionalProperties") is False and not part.get("patternProperties")
        for name in part.get("required", ()):
            declared = [other["properties"][name] for other in family if name in other.get("properties", ())]
            texts = [text for described in declared for text in _parts(described, schemas)]
            excused = any(text.get(unsent) is True or (not strict and "default" in text) for text in texts)
            if not excused and (strict or declared or not closed):
                found[name] = None
    return list(found)


def _parts(schema: Any, schemas: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The schema and all others that describe the same value through `allOf` and `$ref`, each once."""
    seen: set[int] = set()
    waiting = [schema]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Mapping) and id(part) not in seen:
            seen.add(id(part))
            yield part
            waiting.extend(part.get("allOf", ()))
            if "$ref" in part:
                waiting.append(schemas.get(part["$ref"].removeprefix(SCHEMAS)))
