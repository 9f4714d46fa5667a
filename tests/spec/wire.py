"""The same calls by this client and by the official Python package: what each sends, compared.

The arguments of an operation are its own examples, so that every field of them is sent by both.
"""

from __future__ import annotations

import base64
import json
import re
import subprocess
import tempfile
import warnings
from collections.abc import Iterable, Mapping
from email.parser import BytesParser
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from dynaclient import OpenAI
from dynaclient.document import Document

from .contents import DESCRIPTION
from .package import Comparison

CONTENT = b"bytes of a file"
SCRIPT = Path(__file__).with_name("package_calls.py")


def calls(facts: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A call of every operation that the package has, with its examples as arguments."""
    document = Document(DESCRIPTION)
    comparison = Comparison(document, facts)
    out = []
    for entry in document.entries.values():
        route = comparison.routes.get((entry.method, re.sub(r"\{[^}]*\}", "{}", entry.path)))
        if route is None:
            continue
        form = document.operation(entry.operation_id)
        names = re.findall(r"\{([^}]*)\}", entry.path)
        given = {p["name"]: _example(document, p) for p in form.get("parameters", ()) if p["in"] in ("path", "query")}
        body, binary = _body(document, form, comparison)
        for name in list(given):
            if name not in names and (
                given[name] is None or name == "stream" or name in ("after", "before", "starting_after")
            ):
                del given[name]
        out.append(
            {
                "operation": entry.operation_id,
                "name": route["name"],
                "names": re.findall(r"\{([^}]*)\}", route["path"]),
                "path": [str(given[name]) for name in names],
                "parameters": given,
                "body": body,
                "arguments": {
                    **{name: value for name, value in given.items() if name not in names},
                    **({name: _filed(value, name in binary) for name, value in body.items()} if body else {}),
                },
                "binary": binary,
            }
        )
    return out


def _example(document: Document, parameter: Mapping[str, Any]) -> Any:
    schema = parameter.get("schema", {})
    while isinstance(schema, Mapping) and "$ref" in schema:
        schema = document.schema(schema["$ref"])
    found = parameter.get("example", schema.get("example", schema.get("default")))
    if found is None and parameter.get("examples"):
        found = next(iter(parameter["examples"].values())).get("value")
    if found is None and "enum" in schema:
        found = schema["enum"][0]
    if found is None:
        kind = schema.get("type")
        kind = kind[0] if isinstance(kind, list) else kind
        items = schema.get("items", {})
        while "$ref" in items:
            items = document.schema(items["$ref"])
        found = {
            "integer": schema.get("minimum", 1767225600),
            "number": 1,
            "boolean": True,
            "array": [items.get("enum", ["x1", "x2"])[0], items.get("enum", ["x1", "x2"])[-1]],
            "string": "x1",
        }.get(kind)
    return found


def _body(
    document: Document, form: Mapping[str, Any], comparison: Comparison
) -> tuple[dict[str, Any] | None, list[str]]:
    """The example of a body, and which of its fields are files."""
    for media in (form.get("requestBody") or {}).get("content", {}).values():
        example = media.get("example")
        if example is None and media.get("examples"):
            example = next(iter(media["examples"].values())).get("value")
        if not isinstance(example, dict):
            continue
        binary = set()
        for alternative in comparison._of(media.get("schema", {})):
            for name, schemas in alternative.properties.items():
                if "binary" in json.dumps([_deep(document, schema) for schema in schemas]):
                    binary.add(name)
        body = {name: value for name, value in example.items() if name != "stream"}
        return body, sorted(binary & set(body))
    return None, []


def _deep(document: Document, schema: Any, left: int = 3) -> Any:
    if not isinstance(schema, Mapping) or not left:
        return None
    if "$ref" in schema:
        schema = {**document.schema(schema["$ref"]), **{k: v for k, v in schema.items() if k != "$ref"}}
    inner = [_deep(document, item, left - 1) for key in ("anyOf", "oneOf", "allOf") for item in schema.get(key, ())]
    return [schema.get("format"), _deep(document, schema.get("items"), left - 1), inner]


def _filed(value: Any, is_file: bool) -> Any:
    if not is_file:
        return value
    if isinstance(value, list):
        return [_filed(item, True) for item in value]
    return {"$file": [_file_name(value), base64.b64encode(CONTENT).decode()]}


def _file_name(example: Any) -> str:
    found = re.search(r"[\w-]+\.\w+", str(example))
    return found[0] if found else "file.bin"


def sent_by_package(python: str, made: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What the package sends for each call."""
    given = json.dumps([{key: call[key] for key in ("name", "names", "path", "arguments")} for call in made])
    done = subprocess.run(
        [python, "-W", "ignore", SCRIPT], input=given, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def compared(made: Iterable[Mapping[str, Any]], theirs: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """For each call: what differs, part → (ours, theirs)."""
    client = OpenAI(api_key="k", admin_key="k", base_url="http://h/v1", environment={})
    out = []
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for call, sent in zip(made, theirs, strict=True):
            if "error" in sent:
                out.append({"operation": call["operation"], "differences": {"call": ("", sent["error"])}})
                continue
            theirs_body = base64.b64decode(sent["body"])
            is_json = (sent["type"] or "").startswith("application/json")
            arguments: dict[str, Any] = {}
            if call["body"] is not None:
                body = {name: _path(folder, value, name in call["binary"]) for name, value in call["body"].items()}
                if is_json and theirs_body:
                    order = list(json.loads(theirs_body))
                    body = dict(sorted(body.items(), key=lambda pair: order.index(pair[0]) if pair[0] in order else 99))
                arguments["body"] = body
            request = client.prepare(call["operation"], call["parameters"], **arguments)
            address = urlsplit(request.url or "")
            content = request.body.read() if hasattr(request.body, "read") else request.body or b""
            content = content.encode() if isinstance(content, str) else bytes(content)
            kind = request.headers.get("Content-Type")
            pairs = {
                "method": (request.method, sent["method"]),
                "path": (address.path, sent["path"]),
                "query": (sorted(parse_qsl(address.query)), sorted(parse_qsl(sent["query"]))),
                "type": ((kind or "").partition("; boundary")[0], (sent["type"] or "").partition("; boundary")[0]),
                "beta": (request.headers.get("OpenAI-Beta"), sent["beta"]),
            }
            if "multipart" in str(kind) and "multipart" in str(sent["type"]):
                pairs["body"] = (_parts(kind, content), _parts(sent["type"], theirs_body))
            else:
                pairs["body"] = (content, theirs_body)
            out.append(
                {
                    "operation": call["operation"],
                    "differences": {name: pair for name, pair in pairs.items() if pair[0] != pair[1]},
                }
            )
    return out


def _path(folder: str, value: Any, is_file: bool) -> Any:
    if not is_file:
        return value
    if isinstance(value, list):
        return [_path(folder, item, True) for item in value]
    path = Path(folder) / _file_name(value)
    path.write_bytes(CONTENT)
    return path


def _parts(kind: str | None, content: bytes) -> list[Any]:
    """The parts of a form: name, file name, type and bytes, whatever the boundary."""
    whole = BytesParser().parsebytes(f"Content-Type: {kind}\r\n\r\n".encode() + content)
    return sorted(
        [
            str(part.get_param("name", header="content-disposition")),
            str(part.get_filename()),
            part["Content-Type"] and part.get_content_type(),
            part.get_payload(decode=True).decode(),  # type: ignore[union-attr]
        ]
        for part in whole.get_payload()
        if not isinstance(part, str)
    )
