"""Convert the caller's form fields to what is judged and written. Decides which are files, but opens none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._support.record import record
from .._support.wording import kind_of
from ..document import Document
from ..model import Encoding, MediaType
from ..model.media_types import family_of, is_json
from ..schema.view import items_of, properties_of, view
from .coercion import coerce
from .file_values import is_file, value_of_text
from .plain import NotJSON, encodable, plain, text_name
from .writing.files import FILE, FilePart, file_part, is_file_like, is_part
from .writing.styles import defined, is_undefined, text_of
from .writing.text import UTF_8, codec_for, encoded


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
    """The plain form of a form's fields. Null and empty lists have no text, so they are not sent.

    Source: OAS 3.1.1 Encoding Object, whose fields are written like query parameters; RFC 6570 section 2.3.
    """
    read = _part if takes_files else _plain_field
    form_type = "" if takes_files else media_type.name
    described = properties_of(document, media_type.schema)
    required = view(document, media_type.schema).required
    content: dict[str, Any] = {}
    instance: dict[str, Any] = {}
    errors: list[NotJSON] = []
    for key, item in value.items():
        try:
            name = text_name(key, ())
            encodable(name, "surrogateescape" if takes_files else "strict")
        except NotJSON as error:
            errors.append(error)
            continue
        encoding = media_type.encoding.get(name)
        try:
            written, judged = read(document, name, described.get(name), item, encoding)
            _check_type(written, encoding)
            _check_charset(name, written, form_type or single_type(encoding) or "")
        except NotJSON as error:
            instance[name] = None
            errors.append(NotJSON((name, *error.path), error.what))
            continue
        if not is_undefined(written) or _keeps_null(encoding) or (written == {} and not has_style(encoding)):
            content[name], instance[name] = written, judged
        elif written is not None and name not in required:  # if it is, the schema reports that it is missing
            instance[name] = judged
    return FormFields(content, instance, errors)


def _plain_field(document: Document, name: str, schema: Any, item: Any, encoding: Encoding | None) -> tuple[Any, Any]:
    """One field as it will be written and as it is judged, in a form without files."""
    if is_file(document, schema, item):
        return plain(item), FILE
    value = coerce(document, schema, _defined(plain(item), encoding))
    return _written(document, schema, value, encoding), value


def _part(document: Document, name: str, schema: Any, item: Any, encoding: Encoding | None) -> tuple[Any, Any]:
    """One field as it will be written and as it is judged, with `FILE` for each file."""
    if is_file(document, schema, item):
        is_text = isinstance(item, tuple) and item[0] is None and isinstance(item[1], str)
        return _file(item, name), value_of_text(document, schema, item) if is_text else FILE
    if encoding is not None and encoding.content_type is not None and isinstance(item, (Mapping, list, tuple)):
        from .positional import nested_in  # rare

        nested = nested_in(document, schema, encoding, item)
        if nested is not None:
            return nested
    is_list = isinstance(item, (list, tuple)) and not is_whole(encoding)
    if is_list and any(is_file_like(member) or is_part(member) for member in item):
        items = items_of(document, schema)
        pairs = [_part(document, name, items, member, None) for member in defined(item)]
        return [content for content, _ in pairs], [instance for _, instance in pairs]
    value = coerce(document, schema, _defined(plain(item), encoding))
    if is_list and isinstance(value, list) and not has_style(encoding):  # for a file, text is a path
        items = items_of(document, schema)
        written = _written(document, schema, value, encoding)
        return [_file(each, name) if is_file(document, items, each) else each for each in written], value
    return _written(document, schema, value, encoding), value


def _written(document: Document, schema: Any, value: Any, encoding: Encoding | None) -> Any:
    """What is written of a plain value: where an Encoding Object asks for XML, its text. An array is several fields."""
    if not is_xml_part(encoding) or not isinstance(value, (dict, list)):
        return value
    from .xml_value import xml_of_value  # XML in forms is rare

    if isinstance(value, list):
        items = items_of(document, schema)
        return [_written(document, items, item, encoding) for item in value]
    return xml_of_value(document, schema, value, single_type(encoding) or "XML")


def _defined(value: Any, encoding: Encoding | None) -> Any:
    """A plain value without what has no text in the way the field is written; what is written as JSON is kept."""
    if has_style(encoding):
        return defined(value, nested=encoding is not None and encoding.style == "deepObject")
    return defined(value) if isinstance(value, list) and not is_json_part(encoding) else value


def _keeps_null(encoding: Encoding | None) -> bool:
    return is_json_part(encoding) and not has_style(encoding)


def _check_type(value: Any, encoding: Encoding | None) -> None:
    """Raise `NotJSON` if an object, or a list inside a list, has a content type that it is not written in."""
    if encoding is None or encoding.content_type is None or has_style(encoding):
        return
    types = [name.strip() for name in encoding.content_type.split(",")]
    if any("*" in name or is_json(name) for name in types):
        return
    items = value if isinstance(value, list) else [value]
    for found in items:
        if isinstance(found, (dict, list)):
            raise NotJSON((), f"{types[0]} is written from text or bytes here, not from {kind_of(found)}")


def _check_charset(name: str, value: Any, content_type: str) -> None:
    """Raise `NotJSON` if the charset of a form or part is unknown or lacks a character of the field."""
    if "charset" in content_type.lower() and codec_for(content_type) != UTF_8 and not is_json(content_type):
        for item in value if isinstance(value, list) else [value]:
            if not isinstance(item, FilePart):
                encoded(name + text_of(item), content_type)


def _file(value: Any, name: str) -> FilePart:
    file = file_part(value, name)
    encodable(file.filename, "surrogateescape")  # as Python decodes file names
    return file


def has_style(encoding: Encoding | None) -> bool:
    """Whether an Encoding Object asks for a parameter style: in the normal form it names one then."""
    return encoding is not None and encoding.style is not None


def is_json_part(encoding: Encoding | None) -> bool:
    """Whether an Encoding Object asks for JSON."""
    return encoding is not None and encoding.content_type is not None and is_json(encoding.content_type.split(",")[0])


def is_whole(encoding: Encoding | None) -> bool:
    """Whether a list is written as one JSON value, rather than each of its items."""
    return encoding is not None and encoding.whole and is_json_part(encoding)


def is_xml_part(encoding: Encoding | None) -> bool:
    """Whether an Encoding Object asks for XML."""
    kind = single_type(encoding)
    return kind is not None and not has_style(encoding) and family_of(kind).name == "xml"


def single_type(encoding: Encoding | None) -> str | None:
    """The media type of a part in an Encoding Object, if it is a single type and not a list or range."""
    declared = encoding.content_type if encoding is not None else None
    return declared if declared and "*" not in declared and "," not in declared else None
