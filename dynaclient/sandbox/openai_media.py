"""The rules of the OpenAI API for everything but text: vectors, judgements, transcripts, sounds, images.

Each gives what an answer is wished to hold, or its bytes.
"""

from __future__ import annotations

import base64
from struct import pack
from typing import Any

from .asked import Asked, RawAnswer
from .binary_files import sample_file
from .dice import dice_of
from .language import tokens_in
from .openai_texts import inputs_of
from .wishes import ABSENT

_DIMENSIONS = {"text-embedding-3-large": 3072}


def vectors(asked: Asked) -> Any:
    """One vector of length 1 for each input, the same for the same text."""
    texts = inputs_of(asked.get("input", ""))
    size = int(asked.get("dimensions", _DIMENSIONS.get(str(asked.get("model")), 1536)))
    data = []
    for index, text in enumerate(texts):
        rng = dice_of(f"{asked.get('model')}:{text}")
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
    return {"results": [result for _ in ([given] if whole else inputs_of(given))]}


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
