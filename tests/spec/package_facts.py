"""What the official Python package knows of the API, as JSON. Runs in an environment that has it.

Prints `{"version", "routes", "objects"}`. A route has `method`, `path`, `name`, and the types of its `query`, `body`,
`answer` (or the `item` of a list) and `event`. A type is a list of alternatives: `{"values": […]}`, `{"list": type}`,
`{"map": type}`, `{"object": id}`, or `{"plain": name}`. An object has `name` and `fields`: wire name → type, required.
The package's source is read, not run, for its routes; its types are asked.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import json
import pkgutil
import sys
import textwrap
import types
import typing
from collections.abc import Iterator, Mapping
from typing import Any

import openai
import openai.resources
import typing_extensions
from pydantic import BaseModel

VERBS = {"_get": "get", "_post": "post", "_put": "put", "_patch": "patch", "_delete": "delete", "_get_api_list": "get"}
OBJECTS: dict[int, dict[str, Any]] = {}
MARKS = (typing.Annotated, typing_extensions.Required, typing_extensions.NotRequired)
UNIONS = (typing.Union, types.UnionType)
KEPT: list[Any] = []
"""What the ids belong to, so that none is given twice."""


def type_of(hint: Any) -> list[Any]:
    """A type as a list of alternatives."""
    origin = typing.get_origin(hint)
    arguments = typing.get_args(hint)
    if isinstance(hint, (typing_extensions.TypeAliasType, getattr(typing, "TypeAliasType", ()))):
        return type_of(hint.__value__)
    if isinstance(hint, typing.TypeVar):
        return type_of(hint.__bound__) if hint.__bound__ else [{"plain": "any"}]
    if origin in MARKS:
        return type_of(arguments[0])
    if origin in UNIONS:
        found: list[Any] = []
        for argument in arguments:
            found += [alternative for alternative in type_of(argument) if alternative not in found]
        return found
    if origin in (typing.Literal, typing_extensions.Literal):
        return [{"values": list(arguments)}]
    if isinstance(origin, type) and issubclass(origin, BaseModel):
        return [{"object": object_of(hint)}]
    if isinstance(origin, type):
        if issubclass(origin, dict) or origin.__name__ in ("Mapping", "Dict"):
            return [{"map": type_of(arguments[1])}]
        if len(arguments) == 1 or origin is tuple:
            return [{"list": type_of(arguments[0])}]
    if typing_extensions.is_typeddict(hint) or (isinstance(hint, type) and issubclass(hint, BaseModel)):
        return [{"object": object_of(hint)}]
    if hint is type(None) or hint is None:
        return [{"plain": "null"}]
    return [{"plain": getattr(hint, "__name__", "any")}]


def object_of(hint: Any) -> int:
    """The id of a class with fields."""
    if id(hint) in OBJECTS:
        return id(hint)
    KEPT.append(hint)
    fields: dict[str, Any] = {}
    OBJECTS[id(hint)] = {"name": getattr(hint, "__name__", str(hint)), "fields": fields}
    if typing_extensions.is_typeddict(hint):
        OBJECTS[id(hint)]["kind"] = "sent"
        for name, inner in typing_extensions.get_type_hints(hint, include_extras=True).items():
            wire, is_required = name, name in hint.__required_keys__
            while typing.get_origin(inner) in MARKS:
                is_required |= typing.get_origin(inner) is typing_extensions.Required
                for extra in getattr(inner, "__metadata__", ()):
                    wire = getattr(extra, "alias", None) or wire
                inner = typing.get_args(inner)[0]
            fields[wire] = {"type": type_of(inner), "required": is_required}
    else:
        OBJECTS[id(hint)]["kind"] = "read"
        for name, field in hint.model_fields.items():
            fields[field.alias or name] = {"type": type_of(field.annotation), "required": field.is_required()}
    return id(hint)


def classes() -> Iterator[type]:
    """Every synchronous resource."""
    for module in pkgutil.walk_packages(openai.resources.__path__, "openai.resources."):
        found = importlib.import_module(module.name)
        for name, value in vars(found).items():
            is_own = inspect.isclass(value) and value.__module__ == module.name and not name.startswith("Async")
            if is_own and issubclass(value, openai._resource.SyncAPIResource):
                yield value


def evaluated(node: ast.AST, names: dict[str, Any]) -> Any:
    """The value of an expression of a method; None if it is of the method itself."""
    try:
        return eval(compile(ast.Expression(node), "package", "eval"), names)
    except (NameError, AttributeError, TypeError):
        return None


def text_of(node: ast.AST) -> str | None:
    """A path as a template."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        parts = [p.value if isinstance(p, ast.Constant) else f"{{{ast.unparse(p.value)}}}" for p in node.values]  # type: ignore[attr-defined]
        return "".join(map(str, parts))
    if isinstance(node, ast.Call) and node.args:
        return text_of(node.args[0])
    return None


def route_of(holder: type, name: str, method: Any) -> dict[str, Any] | None:
    """The route of a method; None for a helper, which calls other methods."""
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(inspect.unwrap(method))))
    except (OSError, TypeError, SyntaxError):
        return None
    calls = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in VERBS
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "self"
    ]
    if not calls:
        return None
    call, names = calls[0], vars(sys.modules[holder.__module__])
    path = text_of(call.args[0])
    if path is None:
        return None
    given = {keyword.arg: keyword.value for keyword in call.keywords}
    for keyword in list(given):
        if keyword == "options" and isinstance(given[keyword], ast.Call):
            given.update({inner.arg: inner.value for inner in given[keyword].keywords})  # type: ignore[attr-defined]
    verb = VERBS[call.func.attr]  # type: ignore[attr-defined]
    if call.func.attr == "_get_api_list" and isinstance(given.get("method"), ast.Constant):  # type: ignore[attr-defined]
        verb = given["method"].value  # type: ignore[attr-defined]
    out: dict[str, Any] = {
        "method": verb,
        "path": path,
        "name": f"{holder.__module__.removeprefix('openai.resources.')}.{name}",
    }
    out.update(sent_by(given, names))
    out.update(answered(given, names) or annotated(method))
    return out


def sent_by(given: Mapping[str, ast.AST], names: dict[str, Any]) -> dict[str, Any]:
    """The types of a query and a body: what the method transforms them to."""
    out = {}
    for part in ("query", "body"):
        found: list[Any] = []
        for node in ast.walk(given[part]) if part in given else ():
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("maybe_transform", "await maybe_transform"):
                for inner in ast.walk(node.args[1]):
                    value = evaluated(inner, names) if isinstance(inner, (ast.Attribute, ast.Name)) else None
                    if typing_extensions.is_typeddict(value) or typing.get_origin(value) is not None:
                        found += [alternative for alternative in type_of(value) if alternative not in found]
        if found:
            out[part] = found
    return out


def answered(given: Mapping[str, ast.AST], names: dict[str, Any]) -> dict[str, Any]:
    """The types that an answer is cast to."""
    out: dict[str, Any] = {}
    for key, wanted in (("model", "item"), ("cast_to", "answer"), ("stream_cls", "event")):
        node = given.get(key)
        if isinstance(node, ast.BoolOp):
            node = node.values[0]
        while isinstance(node, ast.Call) and ast.unparse(node.func) == "cast":
            node = node.args[1]
        value = evaluated(node, names) if node is not None else None
        if key == "stream_cls" and value is not None:
            value = (typing.get_args(value) or (None,))[0]
        if value is not None and not (wanted == "answer" and "item" in out):
            out[wanted] = type_of(value)
    return out if "answer" in out or "item" in out else {}


def annotated(method: Any) -> dict[str, Any]:
    """The types of an answer by the annotation of the method."""
    out: dict[str, Any] = {}
    hint = typing_extensions.get_type_hints(inspect.unwrap(method)).get("return")
    for one in typing.get_args(hint) if typing.get_origin(hint) in UNIONS else (hint,):
        is_stream = typing.get_origin(one) is openai.Stream
        found = type_of(typing.get_args(one)[0] if is_stream else one)
        out.setdefault("event" if is_stream else "answer", []).extend(found)
    return out


def main() -> None:
    """Print everything."""
    routes = []
    for holder in classes():
        for name, method in vars(holder).items():
            if not name.startswith("_") and inspect.isfunction(inspect.unwrap(method) if callable(method) else None):
                found = route_of(holder, name, method)
                if found is not None:
                    routes.append(found)
    json.dump({"version": openai.__version__, "routes": routes, "objects": OBJECTS}, sys.stdout)


if __name__ == "__main__":
    main()
