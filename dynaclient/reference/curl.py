"""An example as a curl command. The request is the one that the client would send; keys come from the environment."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping
from typing import Any

from ..errors import DynaclientError
from ..model import Operation
from ..model.media_types import family_of
from ..request.writing.files import FilePart
from ..request.writing.multipart import FormPart
from .examples import Example, File, answer_file, stand_in
from .setting import FALLBACK_URL, Setting, variable_of
from .shell import wrapped


def write_curl(setting: Setting, operation: Operation, example: Example) -> str:
    """The same request with curl, for a POSIX shell; keys come from the environment."""
    is_openai = setting.is_openai(operation)
    secrets, basic = {}, None
    for i, scheme in enumerate(setting.needed(operation)):
        name = variable_of(scheme, is_openai=is_openai)
        if scheme.type == "http" and scheme.scheme in ("basic", "digest"):
            basic = f'{"--digest " if scheme.scheme == "digest" else ""}-u "${name}_USER:${name}_PASSWORD"'
        elif scheme.type != "mutualTLS":
            secrets[scheme.key] = f"credentialplaceholder{i}x", name
    try:
        prepared = _prepared(setting, operation, example, {key: text for key, (text, _) in secrets.items()})
    except DynaclientError as error:
        return f"# {operation.operation_id} cannot be shown: {str(error).splitlines()[0]}"

    def quoted(text: str) -> str:
        out = shlex.quote(text)
        for placeholder, name in secrets.values():
            if placeholder in out:
                out = '"' + re.sub(r'([\\"$`])', r"\\\1", text).replace(placeholder, f"${{{name}}}") + '"'
        return out

    words = ["curl"]
    if prepared.method != "GET":
        words += ["-X", prepared.method]
    words.append(quoted(str(prepared.url)))
    if basic:
        words.append(basic)
    if any(s.type == "mutualTLS" for s in setting.needed(operation)):
        words += ["--cert", "client.pem"]
    for name, text in prepared.headers.items():
        if name.lower() in _OF_THE_SENDER or (hasattr(prepared.body, "parts") and name.lower() == "content-type"):
            continue
        words.append(f"-H {quoted(f'{name}: {text}')}")
    words += _curl_body(prepared, example)
    file = answer_file(operation, example)
    return wrapped([*words, *(["--output", file] if file else [])])


_OF_THE_SENDER = frozenset(
    ("content-length", "user-agent", "accept-encoding", "connection", "accept", "transfer-encoding", "idempotency-key")
)
"""Headers that curl sets itself, that change nothing, or that are made anew for each call."""


def _prepared(setting: Setting, operation: Operation, example: Example, credentials: Mapping[str, str]) -> Any:
    client = setting.client.with_options(credentials=False).with_options(
        credentials=credentials or False, validate=False, content_type=example.media_type or None
    )
    if setting.needs_base_url(operation):
        client = client.with_options(base_url=FALLBACK_URL)
    arguments = {f"{a.location}:{a.name}": stand_in(a.value) for a in example.arguments}
    return client.prepare(operation.operation_id, arguments, body=stand_in(example.body))


def _curl_body(prepared: Any, example: Example) -> Iterator[str]:
    if hasattr(prepared.body, "parts"):
        for part in prepared.body.parts:
            yield _curl_part(part)
    elif isinstance(example.body, File):
        yield f"--data-binary {shlex.quote('@' + example.body.name)}"
    elif prepared.body:
        text = prepared.body.decode() if isinstance(prepared.body, bytes) else str(prepared.body)
        show = family_of(example.media_type).show
        text = text if show is None else show(text)
        yield f"--data-raw {shlex.quote(text)}"


def _curl_part(part: FormPart) -> str:
    """One part of a form. In `-F`, a file's name and what comes before `;type=` stand in quotes where they need to."""
    if isinstance(part.content, FilePart):
        return f"-F {shlex.quote(f'{part.name}=@{_in_quotes(part.content.filename)}')}"
    text = part.content.decode()
    if part.content_type:
        return f"-F {shlex.quote(f'{part.name}={_in_quotes(text)};type={part.content_type}')}"
    return f"{'--form-string' if text[:1] in ('@', '<') or ';' in text else '-F'} {shlex.quote(f'{part.name}={text}')}"


def _in_quotes(text: str) -> str:
    """Source: curl(1), --form: a name or content with `,`, `;` or quotes is quoted, with backslashes inside."""
    if not re.search(r'[,;"\\]', text):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
