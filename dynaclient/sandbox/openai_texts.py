"""The rules of the OpenAI API for texts that are asked for: choices, formats, calls of tools, limits, usage.

Each gives what an answer is wished to hold; the schema decides what of it is answered.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import Any

from ..types import MISSING
from .asked import Asked
from .binary_files import sample_file
from .language import reply_to, text_of, tokens_in, tokens_of
from .text_formats import format_schema
from .wishes import ABSENT


def _messages(asked: Asked) -> list[dict[str, Any]]:
    found = asked.get("messages", asked.get("input", []))
    if isinstance(found, str):
        return [{"role": "user", "content": found}]
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def _last_text(asked: Asked) -> str:
    """The last text of the user."""
    users = [item for item in _messages(asked) if item.get("role") == "user"]
    return text_of(users[-1].get("content")) if users else ""


def _format(asked: Asked) -> Any:
    """The format that is asked for, in the form of `response_format`."""
    text = asked.get("text", {})
    found = asked.get("response_format", text.get("format") if isinstance(text, dict) else None)
    return found if isinstance(found, Mapping) else {}


def _reply(asked: Asked, number: int) -> str:
    """The text of one choice: in the format that is asked for, unless nothing fits that."""
    wanted = _format(asked)
    schema = format_schema(wanted)
    made: Any = MISSING
    if schema is not None:
        made = asked.values.of_foreign(schema, key=f"{_last_text(asked)}:{number}")
    elif wanted.get("type") == "json_object":
        made = {"answer": reply_to(_last_text(asked))}
    if made is not MISSING:
        return json.dumps(made, ensure_ascii=False)
    return reply_to(_last_text(asked)) + (f" ({number + 1})" if number else "")


def _cut(asked: Asked, text: str) -> tuple[str, bool]:
    """The text up to where it is to stop and within the limit of tokens, and whether the limit cut it."""
    stops = asked.get("stop", [])
    for stop in [stops] if isinstance(stops, str) else stops:
        text = text.partition(stop)[0] if stop else text
    most = asked.get("max_completion_tokens", asked.get("max_tokens", asked.get("max_output_tokens")))
    pieces = tokens_of(text)
    if isinstance(most, int) and 0 < most < len(pieces):
        return "".join(pieces[:most]), True
    return text, False


def _tools(asked: Asked) -> list[dict[str, Any]]:
    """The functions that may be called, each with `name` and `parameters`."""
    found = []
    for tool in [*asked.get("tools", []), *({"function": item} for item in asked.get("functions", []))]:
        function = tool.get("function", tool if tool.get("type") == "function" else None)
        if isinstance(function, dict) and isinstance(function.get("name"), str):
            found.append(function)
    return found


def _called(asked: Asked) -> list[dict[str, Any]]:
    """The function that the model calls: the one demanded, else the first, unless an answer of a tool is there."""
    tools, choice = _tools(asked), asked.get("tool_choice", asked.get("function_call", "auto"))
    if not tools or choice == "none":
        return []
    if isinstance(choice, Mapping):
        name = choice.get("name") or (choice.get("function") or {}).get("name")
        return [tool for tool in tools if tool["name"] == name][:1] or tools[:1]
    last = _messages(asked)[-1] if _messages(asked) else {}
    has_answer = last.get("role") in ("tool", "function") or last.get("type") == "function_call_output"
    return [] if has_answer and choice == "auto" else tools[:1]


def _arguments(asked: Asked, function: Mapping[str, Any]) -> str:
    seed = f"{function['name']}:{_last_text(asked)}"
    made = asked.values.of_foreign(function.get("parameters"), key=seed)
    return json.dumps({} if made is MISSING else made, ensure_ascii=False)


def _logprobs(asked: Asked, text: str) -> Any:
    if asked.get("logprobs") is not True:
        return None
    rows = []
    for token in tokens_of(text):
        row: dict[str, Any] = {"token": token, "logprob": -0.1, "bytes": list(token.encode())}
        others = [{**row, "logprob": -0.1 - i} for i in range(int(asked.get("top_logprobs", 0)))]
        rows.append({**row, "top_logprobs": others})
    return {"content": rows, "refusal": None}


def chat(asked: Asked) -> Any:
    """Choices of a chat: texts, values of a format, or calls of tools; usage that adds up."""
    calls = _called(asked)
    is_old = bool(asked.get("functions")) and not asked.get("tools")
    choices: list[dict[str, Any]] = []
    made = 0
    for number in range(int(asked.get("n", 1))):
        text, is_cut = _cut(asked, _reply(asked, number))
        message: dict[str, Any] = {
            "role": "assistant",
            "content": None if calls else text,
            "refusal": None,
            "tool_calls": ABSENT,
            "function_call": ABSENT,
            "audio": ABSENT,
            "annotations": [],
        }
        functions = [{"name": item["name"], "arguments": _arguments(asked, item)} for item in calls]
        if functions and is_old:
            message["function_call"] = functions[0]
        elif functions:
            message["tool_calls"] = [
                {"id": f"call_{asked.number}{number}{i}", "type": "function", "function": item}
                for i, item in enumerate(functions)
            ]
        elif "audio" in asked.get("modalities", []):
            data = base64.b64encode(sample_file("audio/wav")).decode()
            audio = {"id": f"audio_{asked.number}{number}", "data": data, "transcript": text, "expires_at": 1767229200}
            message |= {"audio": audio, "content": None}
        ends = "function_call" if is_old else "tool_calls"
        choices.append(
            {
                "index": number,
                "message": message,
                "finish_reason": ends if calls else "length" if is_cut else "stop",
                "logprobs": None if calls else _logprobs(asked, text),
            }
        )
        made += sum(tokens_in(item["arguments"]) for item in functions) if calls else len(tokens_of(text))
    sent = sum(tokens_in(text_of(item.get("content"))) for item in _messages(asked))
    return {"choices": choices, "usage": _usage(sent, made)}


def _usage(sent: int, made: int) -> dict[str, Any]:
    return {
        "prompt_tokens": sent,
        "completion_tokens": made,
        "total_tokens": sent + made,
        "prompt_tokens_details": {**_NONE_SENT, "text_tokens": sent},
        "completion_tokens_details": {**_NONE_MADE, "text_tokens": made},
    }


_NONE_SENT = dict.fromkeys(("cached_tokens", "audio_tokens", "cache_write_tokens", "image_tokens"), 0)
_NONE_MADE = dict.fromkeys(
    ("reasoning_tokens", "audio_tokens", "accepted_prediction_tokens", "rejected_prediction_tokens"), 0
)


def _old_logprobs(asked: Asked, text: str) -> Any:
    """The log of probabilities as completions have it."""
    count = asked.get("logprobs")
    if not isinstance(count, int):
        return None
    tokens = tokens_of(text)
    return {
        "tokens": tokens,
        "token_logprobs": [-0.1] * len(tokens),
        "top_logprobs": [{token: -0.1} if count else {} for token in tokens],
        "text_offset": [sum(map(len, tokens[:i])) for i in range(len(tokens))],
    }


def completion(asked: Asked) -> Any:
    """Texts that go on: `n` for each prompt, which `echo` repeats."""
    prompts = inputs_of(asked.get("prompt", ""))
    choices: list[dict[str, Any]] = []
    made = 0
    for prompt in prompts:
        for number in range(int(asked.get("n", 1))):
            text, is_cut = _cut(asked, reply_to(prompt) + (f" ({number + 1})" if number else ""))
            made += len(tokens_of(text))
            shown = prompt + text if asked.get("echo") else text
            ends = "length" if is_cut else "stop"
            logged = _old_logprobs(asked, shown)
            choices.append({"index": len(choices), "text": shown, "finish_reason": ends, "logprobs": logged})
    return {"choices": choices, "usage": _usage(sum(map(tokens_in, prompts)), made)}


def _conversation(asked: Asked) -> Any:
    given = asked.get("conversation")
    return {"id": given} if isinstance(given, str) else given


def response(asked: Asked) -> Any:
    """The output of a response: a message, or a call of a function."""
    calls = _called(asked)
    text, is_cut = _cut(asked, _reply(asked, 0))
    number = asked.number
    output: list[dict[str, Any]] = [
        {
            "type": "function_call",
            "id": f"fc_{number}{i}",
            "call_id": f"call_{number}{i}",
            "name": item["name"],
            "arguments": _arguments(asked, item),
            "status": "completed",
        }
        for i, item in enumerate(calls)
    ]
    part = {"type": "output_text", "text": text, "annotations": [], "logprobs": []}
    if not calls:
        output = [
            {
                "type": "message",
                "id": f"msg_{number}",
                "role": "assistant",
                "status": "completed",
                "content": [part],
            }
        ]
    made = sum(tokens_in(item["arguments"]) for item in output) if calls else len(tokens_of(text))
    sent = sum(tokens_in(text_of(item.get("content"))) for item in _messages(asked))
    wish: dict[str, Any] = {
        "output": output,
        "error": None,
        "incomplete_details": {"reason": "max_output_tokens"} if is_cut else None,
        "usage": {
            "input_tokens": sent,
            "output_tokens": made,
            "total_tokens": sent + made,
            "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
            "output_tokens_details": {"reasoning_tokens": 0},
        },
        "conversation": _conversation(asked),
        "tools": asked.get("tools", []),
        "tool_choice": asked.get("tool_choice", "auto"),
        "parallel_tool_calls": asked.get("parallel_tool_calls", True),
        "text": asked.get("text", {"format": {"type": "text"}}),
    }
    if is_cut:
        wish["status"] = "incomplete"
    return wish


def inputs_of(given: Any) -> list[str]:
    """One text for each input: texts, lists of texts, lists of tokens."""
    if isinstance(given, str):
        return [given]
    if isinstance(given, list) and given and not isinstance(given[0], (int, float)):
        return [item if isinstance(item, str) else text_of([item]) or json.dumps(item) for item in given]
    return [json.dumps(given)]
