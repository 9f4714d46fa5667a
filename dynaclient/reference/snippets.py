"""Write an example in every language: for the command line here, in Python and curl in modules of their own.

Knows the arguments of a call, not where they come from (`examples`).
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ..model import Operation
from ..model.media_types import family_of
from ..types import MISSING
from .curl import write_curl
from .examples import Example, ExampleArgument, File, answer_file
from .python import write_async_python, write_async_streaming_python, write_python, write_streaming_python
from .setting import FALLBACK_URL, Setting
from .shell import as_json, wrapped


@dataclass(frozen=True, slots=True)
class Snippet:
    """An example in one language.

    Attributes:
        title: the title of its tab.
        language: its name for a highlighter.
    """

    title: str
    language: str
    text: str


def write_command(setting: Setting, operation: Operation, example: Example) -> str:
    """One `dynaclient call`, for a POSIX shell."""
    source = f" --spec {shlex.quote(setting.source)}" if setting.source else ""
    words = [f"dynaclient{source} call {shlex.quote(operation.operation_id)}"]
    if setting.needs_base_url(operation):
        words.append(f"--base-url {FALLBACK_URL}")
    for argument in example.arguments:
        words += list(_command_argument(argument, example))
    if example.body is not MISSING:
        body = example.body
        text = f"@{body.name}" if isinstance(body, File) else body if isinstance(body, str) else as_json(body)
        if isinstance(body, str) and family_of(example.media_type).holds in ("json", "fields"):
            text = as_json(body)
        words.append(f"-b {shlex.quote(text)}")
    file = answer_file(operation, example)
    if file:
        words.append(f"-o {file}")
    return wrapped(words)


def _command_argument(argument: ExampleArgument, example: Example) -> Iterator[str]:
    name, value = argument.name, argument.value
    if sum(a.name == name for a in example.arguments) > 1 or (argument.location != "body" and ":" in name):
        name = f"{argument.location}:{name}"
    if isinstance(value, File):
        yield shlex.quote(f"{name}@{value.name}")
    elif isinstance(value, list) and value and all(isinstance(item, File) for item in value):
        yield from (shlex.quote(f"{name}@{item.name}") for item in value)
    elif isinstance(value, str) and _is_taken_for_text(value, argument.types):
        yield shlex.quote(f"{name}={'@' if value.startswith('@') else ''}{value}")
    elif argument.types in (("integer",), ("number",), ("boolean",)):
        yield shlex.quote(f"{name}={as_json(value)}")
    else:
        yield shlex.quote(f"{name}:={as_json(value)}")


_NOT_TEXT = frozenset(("integer", "number", "boolean", "array", "object"))


def _is_taken_for_text(value: str, types: Sequence[str]) -> bool:
    """Whether text can be written unquoted; if another type fits too, `1` is written as JSON text."""
    if not _NOT_TEXT & set(types):
        return True
    try:
        json.loads(value)
    except ValueError:
        return "string" in types
    return False


WRITERS: tuple[tuple[str, str, Callable[[Setting, Operation, Example], str]], ...] = (
    ("Python", "python", write_python),
    ("Python, async", "python", write_async_python),
    ("Python, streaming", "python", write_streaming_python),
    ("Python, async streaming", "python", write_async_streaming_python),
    ("Command line", "sh", write_command),
    ("curl", "sh", write_curl),
)
"""(title, language, writer): to add a language, add a line. A writer returns "" if it does not apply."""


def write_snippets(setting: Setting, operation: Operation, example: Example) -> tuple[Snippet, ...]:
    """The example in every language."""
    written = ((title, language, write(setting, operation, example)) for title, language, write in WRITERS)
    return tuple(Snippet(title, language, text) for title, language, text in written if text)
