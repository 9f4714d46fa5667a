"""The rules of the OpenAI API for what is asked for: choices, formats, tool calls, vectors, transcripts, images.

Each gives what an answer is wished to hold; the schema decides what of it is answered. `RULES` has their names.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping
from random import Random
from struct import pack
from typing import Any

from .asked import Asked, RawAnswer, Rule
from .binary_files import sample_file
from .language import reply_to, text_of, tokens_in, tokens_of
from .wishes import ABSENT

_JSON_SENT = '{"answer": "The sandbox answers."}'


# texts


def _messages(asked: Asked) -> list[dict[str, Any]]:
    found = asked.get("messages", asked.get("input", []))
    if isinstance(found, str):
        return [{"role": "user", "content": found}]
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def _last_said(asked: Asked) -> str:
    """The last text of the user."""
    users = [item for item in _messages(asked) if item.get("role") == "user"]
    return text_of(users[-1].get("content")) if users else ""


def _format(asked: Asked) -> Any:
    """The format that is asked for, in the form of `response_format`."""
    text = asked.get("text", {})
    found = asked.get("response_format", text.get("format") if isinstance(text, dict) else None)
    return found if isinstance(found, Mapping) else {}


def _said(asked: Asked, number: int) -> str:
    """The text of one choice: in the format that is asked for."""
    wanted = _format(asked)
    if wanted.get("type") == "json_schema":
        described = wanted.get("json_schema", wanted)
        schema = described.get("schema") if isinstance(described, Mapping) else None
        return json.dumps(asked.values.of_foreign(schema, key=f"{_last_said(asked)}:{number}"), ensure_ascii=False)
    if wanted.get("type") == "json_object":
        return _JSON_SENT
    return reply_to(_last_said(asked)) + (f" ({number + 1})" if number else "")


def _cut(asked: Asked, text: str) -> tuple[str, bool]:
    """The text within the limit of tokens, and whether it had to be cut."""
    most = asked.get("max_completion_tokens", asked.get("max_tokens", asked.get("max_output_tokens")))
    pieces = tokens_of(text)
    if isinstance(most, int) and 0 < most < len(pieces):
        return "".join(pieces[:most]), True
    return text, False


# tools


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
    seed = f"{function['name']}:{_last_said(asked)}"
    return json.dumps(asked.values.of_foreign(function.get("parameters"), key=seed), ensure_ascii=False)


# chat


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
        text, is_cut = _cut(asked, _said(asked, number))
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
    zero = dict.fromkeys(("cached_tokens", "audio_tokens", "cache_write_tokens", "image_tokens"), 0)
    out = dict.fromkeys(
        ("reasoning_tokens", "audio_tokens", "accepted_prediction_tokens", "rejected_prediction_tokens"), 0
    )
    return {
        "prompt_tokens": sent,
        "completion_tokens": made,
        "total_tokens": sent + made,
        "prompt_tokens_details": {**zero, "text_tokens": sent},
        "completion_tokens_details": {**out, "text_tokens": made},
    }


def completion(asked: Asked) -> Any:
    """Texts that go on: `n` for each prompt, which `echo` repeats."""
    prompts = _inputs(asked.get("prompt", ""))
    choices: list[dict[str, Any]] = []
    made = 0
    for prompt in prompts:
        for number in range(int(asked.get("n", 1))):
            text, is_cut = _cut(asked, reply_to(prompt) + (f" ({number + 1})" if number else ""))
            made += len(tokens_of(text))
            shown = prompt + text if asked.get("echo") else text
            ends = "length" if is_cut else "stop"
            choices.append({"index": len(choices), "text": shown, "finish_reason": ends, "logprobs": None})
    return {"choices": choices, "usage": _usage(sum(map(tokens_in, prompts)), made)}


def response(asked: Asked) -> Any:
    """The output of a response: a message, or a call of a function."""
    calls = _called(asked)
    text, is_cut = _cut(asked, _said(asked, 0))
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
        "tools": asked.get("tools", []),
        "tool_choice": asked.get("tool_choice", "auto"),
        "parallel_tool_calls": asked.get("parallel_tool_calls", True),
        "text": asked.get("text", {"format": {"type": "text"}}),
    }
    if is_cut:
        wish["status"] = "incomplete"
    return wish


# vectors


def _inputs(given: Any) -> list[str]:
    """One text for each input: texts, lists of texts, lists of tokens."""
    if isinstance(given, str):
        return [given]
    if isinstance(given, list) and given and not isinstance(given[0], (int, float)):
        return [item if isinstance(item, str) else text_of([item]) or json.dumps(item) for item in given]
    return [json.dumps(given)]


_DIMENSIONS = {"text-embedding-3-large": 3072}


def vectors(asked: Asked) -> Any:
    """One vector of length 1 for each input, the same for the same text."""
    texts = _inputs(asked.get("input", ""))
    size = int(asked.get("dimensions", _DIMENSIONS.get(str(asked.get("model")), 1536)))
    data = []
    for index, text in enumerate(texts):
        rng = Random(f"{asked.get('model')}:{text}")  # noqa: S311  # repeatable, no secret
        numbers = [rng.gauss(0, 1) for _ in range(size)]
        length = sum(number * number for number in numbers) ** 0.5 or 1.0
        vector: Any = [number / length for number in numbers]
        if asked.get("encoding_format") == "base64" and "string" in asked.types_in(("data", "*", "embedding")):
            vector = base64.b64encode(pack(f"<{size}f", *vector)).decode()
        data.append({"object": "embedding", "index": index, "embedding": vector})
    tokens = sum(map(tokens_in, texts))
    return {"data": data, "usage": {"prompt_tokens": tokens, "total_tokens": tokens}}


def moderation(asked: Asked) -> Any:
    """A result for each input, with nothing flagged."""
    names = asked.names_in(("results", "*", "categories"))
    result = {
        "flagged": False,
        "categories": dict.fromkeys(names, False),
        "category_scores": dict.fromkeys(names, 0.001),
        "category_applied_input_types": {name: ["text"] for name in names},
    }
    given = asked.get("input", "")
    whole = isinstance(given, list) and bool(given) and isinstance(given[0], dict)
    return {"results": [result for _ in ([given] if whole else _inputs(given))]}


# sounds and images


def _clock_text(seconds: float, point: str) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"00:{int(minutes):02}:{int(rest):02}{point}{int(rest * 1000) % 1000:03}"


def transcript(asked: Asked) -> Any:
    """What was said in a file, in the format that is asked for."""
    size = sum(len(upload.data) for upload in asked.accepted.uploads)
    text, seconds = f"The sandbox heard {size} bytes.", 2.5
    form = asked.get("response_format", "json")
    if form == "text":
        return RawAnswer(f"{text}\n".encode(), "text/plain; charset=utf-8")
    if form in ("srt", "vtt"):
        point = "," if form == "srt" else "."
        head = "1\n" if form == "srt" else "WEBVTT\n\n"
        cue = f"{head}{_clock_text(0, point)} --> {_clock_text(seconds, point)}\n{text}\n\n"
        return RawAnswer(cue.encode(), "text/plain; charset=utf-8")
    words = text.split()
    step = seconds / len(words)
    segment = {
        "id": 0,
        "seek": 0,
        "start": 0.0,
        "end": seconds,
        "text": text,
        "tokens": [50364, 440, 4735],
        "temperature": 0.0,
        "avg_logprob": -0.2,
        "compression_ratio": 0.9,
        "no_speech_prob": 0.01,
    }
    if form == "verbose_json":
        wish: dict[str, Any] = {"language": "english", "duration": seconds, "text": text}
        wish |= {"segments": [segment], "words": ABSENT}
        if "word" in (asked.get("timestamp_granularities", asked.get("timestamp_granularities[]", [])) or []):
            wish["words"] = [
                {"word": word, "start": round(i * step, 3), "end": round((i + 1) * step, 3)}
                for i, word in enumerate(words)
            ]
        return wish
    if form == "diarized_json":
        spoken = {"type": "transcript.text.segment", "id": "seg_0", "start": 0.0, "end": seconds, "text": text}
        return {"task": "transcribe", "duration": seconds, "text": text, "segments": [{**spoken, "speaker": "A"}]}
    return {"text": text}


_SOUNDS = {
    "mp3": "audio/mpeg",
    "opus": "audio/ogg",
    "aac": "audio/aac",
    "flac": "audio/flac",
    "wav": "audio/wav",
    "pcm": "audio/pcm",
}


def speech(asked: Asked) -> Any:
    """Sound in the format that is asked for."""
    name = _SOUNDS.get(str(asked.get("response_format", "mp3")), "audio/mpeg")
    return RawAnswer(sample_file(name), name)


def images(asked: Asked) -> Any:
    """`n` images, as data or as addresses."""
    form = str(asked.get("output_format", "png"))
    is_data = asked.get("response_format") == "b64_json" or "gpt-image" in str(asked.get("model", ""))
    data = base64.b64encode(sample_file(f"image/{form}")).decode()
    made = []
    for number in range(int(asked.get("n", 1))):
        url = f"https://images.example/{asked.number}-{number}.{form}"
        made.append({"b64_json": data, "url": ABSENT} if is_data else {"url": url, "b64_json": ABSENT})
    return {"data": made, "output_format": form}


def _named(*rules: Rule) -> Iterable[tuple[str, Rule]]:
    return ((rule.__name__, rule) for rule in rules)


RULES: dict[str, Rule] = dict(_named(chat, completion, response, vectors, moderation, transcript, speech, images))
"""Name in the table → the rule."""
