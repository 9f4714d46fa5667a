"""Write values as the parts of a multipart body by their position: media type, headers, and nested multipart bodies.

Source: OAS 3.2.0 "Encoding By Position", Encoding Object; RFC 2046 section 5.1.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from .._support.record import replaced
from .._support.wording import either
from ..document import Document
from ..model import Encoding, ItemRules
from ..model.media_types import JSON, essence, family_of, is_json
from ..model.sequences import position_of, schema_at
from ..schema.view import items_of, properties_of, types_of, view
from ..types import MISSING
from .file_values import is_file, value_of_text
from .part_headers import default_headers
from .plain import NotJSON, plain
from .writing.files import DEFAULT_TYPE, FILE, FilePart, file_part, fitting_type
from .writing.headers import header_texts
from .writing.items import WriteJSON
from .writing.multipart import FormPart, MultipartBody, new_boundary, with_boundary
from .writing.styles import text_of
from .writing.text import encoded

_NO_ENCODING = Encoding()
_TEXT = "text/plain"
_DEEPEST = 8


class PartWriter:
    """Writes parts. Called with the index of a part and its value.

    Attributes:
        boundary: separates the parts of a body that is sent part by part.
    """

    def __init__(self, document: Document, rules: ItemRules, write_json: WriteJSON) -> None:
        self.boundary = new_boundary()
        self._document = document
        self._rules = rules
        self._json = write_json

    @property
    def tail(self) -> bytes:
        """What ends a body that is sent part by part."""
        return f"--{self.boundary}--\r\n".encode()

    def __call__(self, index: int, value: Any) -> tuple[Iterator[bytes], Any, FormPart]:
        """The bytes of a part, the value to check, and the part.

        Raises:
            NotJSON: it cannot be written.
        """
        encoding = self._rules.encoding_at(index) or _NO_ENCODING
        part, instance = self._part(schema_at(self._document, self._rules, index), encoding, value, index, 0)
        return self._pieces(part), instance, part

    def _pieces(self, part: FormPart) -> Iterator[bytes]:
        yield from MultipartBody([part], boundary=self.boundary).chunks_of_parts()

    def _part(self, schema: Any, encoding: Encoding, value: Any, index: int, depth: int) -> tuple[FormPart, Any]:
        given: Mapping[str, str] = {}
        if isinstance(value, tuple) and len(value) == 4 and is_file(self._document, schema, value):
            given = header_texts(value[3], takes_disposition=True)
            value = value[:3]
        found = {name.lower() for name in given}
        headers = {**{k: v for k, v in default_headers(encoding).items() if k.lower() not in found}, **given}
        declared = encoding.content_type
        if is_file(self._document, schema, value):
            return self._file(schema, encoding, value, index, headers)
        if nested_type(encoding) and isinstance(value, (list, tuple, Mapping)):
            file, instance = self.nested(schema, encoding, value, depth)
            return FormPart(None, file, file.content_type, headers), instance
        plainly = plain(value)
        kind = self._kind(schema, declared, plainly)
        if is_json(kind):
            return FormPart(None, self._json(plainly), kind, headers), plainly
        writer = family_of(kind)
        if writer.write is not None:
            return FormPart(None, writer.write(plainly), kind, headers), plainly
        if writer.name == "xml" and isinstance(plainly, (dict, list)):
            from .xml_value import xml_of_value  # rare

            text = xml_of_value(self._document, schema, plainly, kind)
            return FormPart(None, encoded(text, kind), kind, headers), plainly
        if isinstance(plainly, (dict, list)):
            raise NotJSON((), f"an object or a list cannot be written as {kind}; pass text, bytes or a file")
        text = "" if plainly is None else text_of(plainly)
        if essence(kind).startswith("text/") and not text.isascii() and "charset" not in kind.lower():
            kind += "; charset=utf-8"
        return FormPart(None, encoded(text, kind), kind, headers), plainly

    def _file(
        self, schema: Any, encoding: Encoding, value: Any, index: int, headers: Mapping[str, str]
    ) -> tuple[FormPart, Any]:
        is_text = isinstance(value, tuple) and value[0] is None and isinstance(value[1], str)
        instance = value_of_text(self._document, schema, value) if is_text else FILE
        file = file_part(value, f"part{index}")
        if not file.is_typed and encoding.content_type is not None:
            kind = fitting_type(encoding.content_type, file)
            if kind == DEFAULT_TYPE and DEFAULT_TYPE not in _names(encoding.content_type):
                raise NotJSON((), _ambiguous(encoding.content_type, "data"))
            file = replaced(file, content_type=kind)
        file = replaced(file, headers=dict(headers))
        content = file.data if isinstance(file.data, bytes) else file
        return FormPart(None, content, file.content_type, headers), instance

    def _kind(self, schema: Any, declared: str | None, value: Any) -> str:
        """The media type of a part whose value is not a file. Source: OAS 3.2.0 Encoding Object, `contentType`."""
        names = _names(declared)
        if len(names) == 1 and "*" not in names[0]:
            return names[0]
        if names:
            written = [name for name in names if family_of(name).name in ("json", "xml") and "*" not in name]
            found = next(filter(is_json, written), None) or next(iter(written), None)
            if found is not None and not isinstance(value, str):
                return found
            raise NotJSON((), _ambiguous(declared or "", "text"))
        types = types_of(self._document, schema)
        if isinstance(value, (dict, list)):
            return JSON
        if not types or (types == ("string",) and view(self._document, schema).first("contentEncoding")):
            return DEFAULT_TYPE
        return JSON if "object" in types or "array" in types else _TEXT

    def nested(self, schema: Any, encoding: Encoding, value: Any, depth: int = 0) -> tuple[FilePart, Any]:
        """A multipart body in a part: of a list by position, of an object by name; and the value to check."""
        if depth == _DEEPEST:
            raise NotJSON((), "parts are nested too deeply")
        parts = []
        instance: Any = {} if isinstance(value, Mapping) else []
        if isinstance(value, Mapping):
            described = properties_of(self._document, schema)
            for name, item in value.items():
                own = encoding.encoding.get(name, _NO_ENCODING)
                for member in item if isinstance(item, list) else [item]:
                    at = described.get(name, {})
                    at = items_of(self._document, at) if isinstance(item, list) else at
                    part, found = self._part({} if at is MISSING else at, own, member, 0, depth + 1)
                    parts.append(replaced(part, name=str(name)))
                    if isinstance(item, list):
                        instance.setdefault(str(name), []).append(found)
                    else:
                        instance[str(name)] = found
        else:
            for index, item in enumerate(value):
                own = encoding.prefix[index] if index < len(encoding.prefix) else encoding.rest or _NO_ENCODING
                try:
                    part, found = self._part(position_of(self._document, schema, index), own, item, index, depth + 1)
                except NotJSON as error:
                    raise NotJSON((index, *error.path), error.what) from None
                parts.append(part)
                instance.append(found)
        body: Any = MultipartBody(parts)
        return FilePart("", with_boundary(nested_type(encoding), body.boundary), data=body, is_typed=True), instance


def nested_type(encoding: Encoding) -> str:
    """The media type of a multipart body in a part; "" if the part is none."""
    return next((name for name in _names(encoding.content_type) if essence(name).startswith("multipart/")), "")


def nested_in(document: Document, schema: Any, encoding: Encoding, value: Any) -> tuple[FilePart, Any] | None:
    """A multipart body in a part with a name, and the value to check; None if the part is none.

    Source: OAS 3.2.0 "Nested Encoding".
    """
    if not nested_type(encoding):
        return None
    return PartWriter(document, ItemRules("parts"), json_text).nested(schema, encoding, value)


def json_text(value: Any) -> bytes:
    """A plain value as JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _names(declared: str | None) -> list[str]:
    return [name.strip() for name in (declared or "").split(",") if name.strip()]


def _ambiguous(declared: str, what: str) -> str:
    return f"this part may be {either(_names(declared))}: pass (None, {what}, media type) to say which"
