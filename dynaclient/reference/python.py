"""An example as a complete Python script: sync, async, and as a stream in both ways."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..model import Operation, SecurityScheme
from ..model.media_types import Framing
from ..model.naming import python_name
from ..model.streams import framing_of_answers, stream_switch
from ..types import MISSING
from .code import python_call, python_value
from .examples import Example, ExampleArgument, answer_file, flaws_of
from .setting import FALLBACK_URL, Setting, variables_of


def write_python(setting: Setting, operation: Operation, example: Example) -> str:
    """The call, and its answer shown or saved."""
    client = _client(setting, operation, "")
    call = _call(setting, operation, example)
    lines = [*_imports(client, example), "", f"client = {client.text}"]
    framing = framing_of_answers(operation)
    if framing:
        return "\n".join([*lines, *_loop("for", call, framing)])
    return "\n".join([*lines, f"response = {call}", _use(operation, example)])


def write_async_python(setting: Setting, operation: Operation, example: Example) -> str:
    """The same, awaited."""
    call = _call(setting, operation, example)
    framing = framing_of_answers(operation)
    if framing:
        lines = [f"stream = await {call}", *_loop("async for", "stream", framing)]
        return _awaited(setting, operation, example, lines)
    use = _use(operation, example)
    use = f"await {use}" if use.startswith("response.save") else use
    return _awaited(setting, operation, example, [f"response = await {call}", use])


def write_streaming_python(setting: Setting, operation: Operation, example: Example) -> str:
    """The same as a stream of events; "" if the operation has none."""
    streaming = _streaming(setting, operation, example)
    if streaming is None:
        return ""
    client = _client(setting, operation, "")
    call = _call(setting, operation, streaming)
    return "\n".join([*_imports(client, streaming), "", f"client = {client.text}", *_loop("for", call)])


def write_async_streaming_python(setting: Setting, operation: Operation, example: Example) -> str:
    """The stream, awaited; "" if the operation has none."""
    streaming = _streaming(setting, operation, example)
    if streaming is None:
        return ""
    call = _call(setting, operation, streaming)
    return _awaited(setting, operation, streaming, [f"stream = await {call}", *_loop("async for", "stream")])


@dataclass(frozen=True, slots=True)
class _Client:
    """How a client is made, and what that imports."""

    text: str
    name: str
    imports: tuple[str, ...] = ()


def _client(setting: Setting, operation: Operation, prefix: str) -> _Client:
    source = json.dumps(setting.source, ensure_ascii=False) if setting.source else ""
    if setting.is_openai(operation):
        return _Client(f"{prefix}OpenAI({source})", f"{prefix}OpenAI")
    needed = [scheme for scheme in setting.needed(operation) if scheme.kind.parts]
    options = [("", source)]
    if setting.needs_base_url(operation):
        options.append(("base_url", json.dumps(FALLBACK_URL)))
    if needed:
        keys = ", ".join(f"{json.dumps(scheme.key)}: {_credential(scheme)}" for scheme in needed)
        options.append(("credentials", f"{{{keys}}}"))
    return _Client(python_call(f"{prefix}Client", options), f"{prefix}Client", ("import os",) if needed else ())


def _credential(scheme: SecurityScheme) -> str:
    texts = [f'os.environ["{name}"]' for name in variables_of(scheme, is_openai=False)]
    return texts[0] if len(texts) == 1 else f"({', '.join(texts)})"


def _imports(client: _Client, example: Example, *more: str) -> list[str]:
    """Those of the standard library first."""
    standard = [*more, *client.imports, *(["from pathlib import Path"] if example.files else [])]
    return [*standard, *([""] if standard else []), f"from dynaclient import {client.name}"]


def _awaited(setting: Setting, operation: Operation, example: Example, body: Sequence[str]) -> str:
    client = _client(setting, operation, "Async")
    inner = "\n".join([f"async with {client.text} as client:", *(f"    {_indented(line)}" for line in body)])
    head = _imports(client, example, "import asyncio")
    return "\n".join([*head, "", "", "async def main():", f"    {_indented(inner)}", "", "", "asyncio.run(main())"])


def _loop(word: str, over: str, framing: Framing = "events") -> list[str]:
    name = {"events": "event", "parts": "part"}.get(framing, "item")
    return [f"{word} {name} in {over}:", f"    print({name}{'' if name == 'item' else '.data'})"]


def _indented(text: str) -> str:
    return re.sub(r"\n(?=.)", "\n    ", text)


def _call(setting: Setting, operation: Operation, example: Example) -> str:
    arguments = [(a.python_name, python_value(a.value)) for a in example.arguments]
    if example.body is not MISSING:
        arguments.append(("body", python_value(example.body)))
    attribute = setting.attribute(operation)
    if attribute:
        return python_call(f"client.{attribute}", arguments)
    return python_call("client.call", [("", json.dumps(operation.operation_id)), *arguments])


def _use(operation: Operation, example: Example) -> str:
    """The use of the answer: printed, or saved if it is bytes."""
    file = answer_file(operation, example)
    if file:
        return f'response.save("{file}")'
    has_body = any(s[:1] == "2" and answer.content for s, answer in operation.responses.items())
    return "print(response.data)" if has_body else "print(response.status_code)"


def _streaming(setting: Setting, operation: Operation, example: Example) -> Example | None:
    """The example with the argument that requests a stream; None if there is none, or the document forbids it."""
    switch = stream_switch(setting.document, operation)
    if switch is None:
        return None
    if example.body is not MISSING and switch.location == "body":
        streaming = replace(example, body={**example.body, switch.name: switch.value})
    else:
        others = tuple(a for a in example.arguments if (a.location, a.name) != (switch.location, switch.name))
        added = ExampleArgument(switch.name, python_name(switch.name), switch.location, switch.value)
        streaming = replace(example, arguments=(*others, added))
    is_refused = flaws_of(setting.client, operation, streaming) and not example.flaws
    return None if is_refused else streaming
