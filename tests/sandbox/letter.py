"""What a document declares for an answer, checked by jsonschema on the document as it is written.

Reads the file itself: nothing of our document, schema or sandbox code takes part.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import yaml
from jsonschema import Draft4Validator, ValidationError
from jsonschema.validators import extend
from openapi_schema_validator import OAS30ReadValidator, OAS31Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012
from regress import Regex, RegressError


class _Loader(yaml.CSafeLoader):
    """YAML with the types of JSON: a date stays text, as does `on`."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, expression) for tag, expression in resolvers if not tag.endswith((":timestamp", ":merge", ":bool"))]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))


class _LenientLoader(yaml.SafeLoader):
    """The same, for a file that defines an anchor twice. Source: YAML 1.2.2 section 7.1."""

    yaml_implicit_resolvers = _Loader.yaml_implicit_resolvers

    def compose_node(self, parent: Any, index: Any) -> Any:
        anchor = getattr(self.peek_event(), "anchor", None)
        if anchor is not None and not self.check_event(yaml.AliasEvent):
            self.anchors.pop(anchor, None)
        return super().compose_node(parent, index)


@cache
def read(path: Path) -> Any:
    """The file as JSON values."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".json":
        return json.loads(text)
    try:
        return yaml.load(text, _Loader)
    except yaml.composer.ComposerError:
        return yaml.load(text, _LenientLoader)


def _without_write_only(validator: Any, required: Any, instance: Any, schema: Any) -> Any:
    """`required` in answers: not of `writeOnly` properties. Source: OAS 3.1.1 Schema Object, fixed fields of 3.0."""
    if isinstance(instance, dict):
        for name in required:
            described = schema.get("properties", {}).get(name, {})
            hidden = isinstance(described, dict) and described.get("writeOnly") is True
            if name not in instance and not hidden:
                yield from Draft4Validator.VALIDATORS["required"](validator, [name], instance, schema)


def _pattern(validator: Any, pattern: str, instance: Any, schema: Any) -> Any:
    """A pattern as ECMA-262 with the flag `u`. Source: JSON Schema 2020-12 Core, section 6.4."""
    if isinstance(instance, str):
        try:
            expression = Regex(pattern, "u")
        except RegressError:
            expression = Regex(pattern)
        if expression.find(instance) is None:
            yield ValidationError(f"{instance!r} does not match {pattern!r}")


def _all_of_one(validator: Any, discriminator: Any, instance: Any, schema: Any) -> Any:
    """A discriminator is a hint; the alternatives decide. Source: OAS 3.1.1 Discriminator Object."""
    return ()


class Letter:
    """The declared answers of one document."""

    def __init__(self, path: Path) -> None:
        self.root = read(path)
        self._uri = path.as_uri()
        registry: Registry[Any] = Registry(retrieve=self._retrieve)  # type: ignore[call-arg]
        self._registry = registry
        self._resolver = registry.resolver(self._uri)
        version = str(self.root.get("openapi") or self.root.get("swagger"))
        base = Draft4Validator if version.startswith("2") else OAS30ReadValidator
        if version.startswith("3.1"):
            base = OAS31Validator
        keywords: dict[str, Any] = {"discriminator": _all_of_one, "pattern": _pattern}
        if version.startswith("3.1"):
            keywords |= {"required": _without_write_only}
        if base is not Draft4Validator:
            keywords |= {word: Draft4Validator.VALIDATORS[word] for word in ("allOf", "anyOf", "oneOf")}
        self._class = extend(base, keywords)
        self.is_two = version.startswith("2")

    def _retrieve(self, uri: str) -> Any:
        path = Path(unquote(uri.removeprefix("file://")))
        return Resource(read(path), DRAFT202012)

    def followed(self, raw: Any, resolver: Any) -> tuple[Any, Any]:
        """What a reference leads to, and the resolver there."""
        for _ in range(20):
            if not (isinstance(raw, dict) and isinstance(raw.get("$ref"), str)):
                break
            found = resolver.lookup(raw["$ref"])
            raw, resolver = found.contents, found.resolver
        return raw, resolver

    def schema(self, path: str, method: str, status: int, content_type: str) -> tuple[Any, Any] | None:
        """The declared schema of an answer, with the resolver for its references; None without one."""
        item, resolver = self.followed(self.root["paths"][path], self._resolver)
        operation = item[method]
        responses = {str(name): item for name, item in operation.get("responses", {}).items()}  # YAML has numbers
        names = (str(status), f"{status // 100}XX", f"{status // 100}xx", "default")
        name = next((name for name in names if name in responses), None)
        if name is None:
            return None
        response, resolver = self.followed(responses[name], resolver)
        if self.is_two:
            return (response["schema"], resolver) if "schema" in response else None
        content = response.get("content", {})
        essence = content_type.partition(";")[0].strip().lower()
        for declared, media_type in content.items():
            if declared.partition(";")[0].strip().lower() in (essence, "*/*", essence.partition("/")[0] + "/*"):
                media_type, inner = self.followed(media_type, resolver)
                return (media_type["schema"], inner) if "schema" in media_type else None
        return None

    def errors(self, schema: Any, resolver: Any, value: Any) -> list[str]:
        """What jsonschema finds wrong with a value."""
        validator = self._class(schema, registry=self._registry, _resolver=resolver)
        return [f"{'/'.join(map(str, e.absolute_path))}: {e.message[:150]}" for e in validator.iter_errors(value)]
