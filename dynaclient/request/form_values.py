"""Convert the caller's form fields to what is judged and written. Decides which are files, but opens none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._support.record import record
from ..document import Document
from ..model import Encoding, MediaType
from ..model.media_types import is_json
from ..schema.view import holds_file, properties_of, types_of, view
from .coercion import coerce
from .plain import NotJSON, encodable, plain
from .writing.files import FILE, FilePart, file_part, is_file_like


@record
class FormFields:
    """The fields of a form in plain form.

    Attributes:
        content: what is written; a `FilePart` for each file.
        instance: the value to check against the schema; `FILE` for each file.
        errors: the parts that cannot be written.
    """

    content: dict[str, Any]
    instance: dict[str, Any]
    errors: list[NotJSON]


def plain_fields(
    document: Document, media_type: MediaType, value: Mapping[Any, Any], *, takes_files: bool
) -> FormFields:
    """The plain form of a form's fields."""
    read = _part if takes_files else _plain_field
    properties = properties_of(document, media_type.schema)
    content: dict[str, Any] = {}
    instance: dict[str, Any] = {}
    errors: list[NotJSON] = []
    for name, item in value.items():
        name = str(name)
        try:
            encodable(name, "surrogateescape" if takes_files else "strict")
        except NotJSON as error:
            errors.append(error)
            continue
        encoding = media_type.encoding.get(name)
        try:
            content[name], instance[name] = read(document, name, properties.get(name), item, encoding)
        except NotJSON as error:
            instance[name] = None
            errors.append(NotJSON((name, *error.path), error.what))
    return FormFields(content, instance, errors)


def _plain_field(document: Document, name: str, schema: Any, item: Any, encoding: Encoding | None) -> tuple[Any, Any]:
    """One field as it will be written and as it is judged, in a form without files."""
    if is_file(document, schema, item):
        return plain(item), FILE
    value = coerce(document, schema, plain(item))
    return value, value


def _part(document: Document, name: str, schema: Any, item: Any, encoding: Encoding | None) -> tuple[Any, Any]:
    """One field as it will be written and as it is judged, with `FILE` for each file."""
    if is_file(document, schema, item):
        return _file(item, name), FILE
    is_list = isinstance(item, (list, tuple)) and not is_json_part(encoding)
    if is_list and any(is_file_like(member) for member in item):
        items = view(document, schema).items
        pairs = [_part(document, name, items, member, None) for member in item]
        return [content for content, _ in pairs], [instance for _, instance in pairs]
    value = coerce(document, schema, plain(item))
    if is_list and isinstance(value, list) and not has_style(encoding):  # for a file, text is a path
        items = view(document, schema).items
        return [_file(each, name) if is_file(document, items, each) else each for each in value], value
    return value, value


def _file(value: Any, name: str) -> FilePart:
    file = file_part(value, name)
    encodable(file.filename, "surrogateescape")  # as Python decodes file names
    return file


def has_style(encoding: Encoding | None) -> bool:
    """Whether an Encoding Object asks for a parameter style."""
    return encoding is not None and (encoding.style is not None or encoding.explode is not None)


def is_json_part(encoding: Encoding | None) -> bool:
    """Whether an Encoding Object asks for JSON."""
    return encoding is not None and encoding.content_type is not None and is_json(encoding.content_type.split(",")[0])


def is_file(document: Document, schema: Any, value: Any) -> bool:
    """Whether a value is a file: it can only be one, or it is text (a path, or name and text) for a file field."""
    if is_file_like(value):
        return True
    named = isinstance(value, tuple) and len(value) in (2, 3) and all(isinstance(item, str) for item in value)
    if not named and not isinstance(value, str):
        return False
    return holds_file(document, schema) and (not named or types_of(document, schema) != ("array",))
