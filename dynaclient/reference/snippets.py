"""An example written out: in Python, on the command line, with curl. One function for each language, in a table.

Knows the arguments of a call, not where they come from (`examples`).
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..model import Operation, SecurityScheme
from ..request.media import family, is_json
from ..types import MISSING
from .code import python_call, python_value
from .curl import write_curl
from .examples import Argument, Example, File
from .setting import FALLBACK_URL, Setting, variable_of
from .shell import as_json, wrapped


@dataclass(frozen=True, slots=True)
class Snippet:
    """An example in one language.

    Attributes:
        title: the tab it stands under.
        language: what a highlighter calls it.
    """

    title: str
    language: str
    text: str


# Python


def write_python(setting: Setting, operation: Operation, example: Example) -> str:
    """A script that runs as it stands."""
    is_openai = setting.is_openai(operation)
    needed = [] if is_openai else [s for s in setting.needed(operation) if s.type != "mutualTLS"]
    use = _python_use(operation)
    needs_path = bool(example.files) or use.startswith("Path")
    imports = [*(["import os"] if needed else []), *(["from pathlib import Path"] if needs_path else [])]
    lines = [*imports, *([""] if imports else [])]
    lines.append(f"from dynaclient import {'OpenAI' if is_openai else 'Client'}")
    client = f"OpenAI({_quoted(setting.source)})" if is_openai else _python_client(setting, operation, needed)
    lines += ["", f"client = {client}"]
    attribute = setting.attribute(operation)
    arguments = _python_arguments(example)
    if attribute:
        call = python_call(f"client.{attribute}", arguments)
    else:
        call = python_call("client.call", [("", json.dumps(operation.operation_id)), *arguments])
    return "\n".join([*lines, f"response = {call}", use])


def _python_client(setting: Setting, operation: Operation, needed: list[SecurityScheme]) -> str:
    options = [("", _quoted(setting.source))]
    if setting.needs_base_url(operation):
        options.append(("base_url", json.dumps(FALLBACK_URL)))
    if needed:
        keys = ", ".join(f"{json.dumps(s.key)}: {_python_credential(s)}" for s in needed)
        options.append(("credentials", f"{{{keys}}}"))
    return python_call("Client", options)


def _python_credential(scheme: SecurityScheme) -> str:
    name = variable_of(scheme, is_openai=False)
    if scheme.type == "http" and scheme.scheme in ("basic", "digest"):
        return f'(os.environ["{name}_USER"], os.environ["{name}_PASSWORD"])'
    return f'os.environ["{name}"]'


def _python_arguments(example: Example) -> list[tuple[str, str]]:
    out = [(a.python_name, python_value(a.value)) for a in example.arguments]
    if example.body is not MISSING:
        out.append(("body", python_value(example.body)))
    return out


def _python_use(operation: Operation) -> str:
    """What is done with the answer: shown, or written to a file where it is bytes."""
    for status, answer in operation.responses.items():
        if status.startswith("2") and answer.content:
            kind = family(next(iter(answer.content)))
            return 'Path("answer.bin").write_bytes(response.content)' if kind == "binary" else "print(response.data)"
    return "print(response.status_code)"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False) if text else ""


# the command line


def write_command(setting: Setting, operation: Operation, example: Example) -> str:
    """One `dynaclient call`, for a POSIX shell."""
    words = ["dynaclient"]
    if setting.source:
        words += ["--spec", shlex.quote(setting.source)]
    words += ["call", shlex.quote(operation.operation_id)]
    if setting.needs_base_url(operation):
        words += ["--base-url", FALLBACK_URL]
    for argument in example.arguments:
        words += list(_command_argument(argument, example))
    if example.body is not MISSING:
        body = example.body
        text = f"@{body.name}" if isinstance(body, File) else body if isinstance(body, str) else as_json(body)
        if isinstance(body, str) and is_json(example.media_type):
            text = as_json(body)
        words += ["-b", shlex.quote(text)]
    return wrapped(words)


def _command_argument(argument: Argument, example: Example) -> Iterator[str]:
    name, value = argument.name, argument.value
    if sum(a.name == name for a in example.arguments) > 1 or (argument.location != "body" and ":" in name):
        name = f"{argument.location}:{name}"
    if isinstance(value, File):
        yield shlex.quote(f"{name}@{value.name}")
    elif isinstance(value, list) and value and all(isinstance(item, File) for item in value):
        yield from (shlex.quote(f"{name}@{item.name}") for item in value)
    elif isinstance(value, str) and not _NOT_TEXT & set(argument.types):
        yield shlex.quote(f"{name}={'@' if value.startswith('@') else ''}{value}")
    elif argument.types in (("integer",), ("number",), ("boolean",)):
        yield shlex.quote(f"{name}={as_json(value)}")
    else:
        yield shlex.quote(f"{name}:={as_json(value)}")


_NOT_TEXT = frozenset(("integer", "number", "boolean", "array", "object"))
"""Where a value may be one of these, text is written as JSON: `1` would be taken for a number."""


# all of them

WRITERS: tuple[tuple[str, str, Callable[[Setting, Operation, Example], str]], ...] = (
    ("Python", "python", write_python),
    ("Command line", "sh", write_command),
    ("curl", "sh", write_curl),
)
"""(title, language, writer): another way to call is one more line here. A writer gives "" where its way is none."""


def write_snippets(setting: Setting, operation: Operation, example: Example) -> tuple[Snippet, ...]:
    """The example in every language."""
    written = ((title, language, write(setting, operation, example)) for title, language, write in WRITERS)
    return tuple(Snippet(title, language, text) for title, language, text in written if text)
