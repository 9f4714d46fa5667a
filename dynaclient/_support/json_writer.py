"""Writes JSON with an encoder that is made once: `json.JSONEncoder.encode` makes the one in C for each value."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

_SAMPLE = {"b": [1, -1.5, 1e300, None, True, 'é "\u2028\n'], "a": {"2": {}, "1": []}}


def json_writer(**options: Any) -> Callable[[Any], Iterable[str]]:
    """What gives the pieces of `json.JSONEncoder(check_circular=False, **options).encode`, in less time.

    Raises:
        RecursionError: when it writes a value that contains itself or is nested too deeply.
    """
    encoder = json.JSONEncoder(check_circular=False, **options)
    try:
        write = _in_c(encoder)
        if all("".join(write(value)) == encoder.encode(value) for value in (_SAMPLE, "é")):
            return write
    except Exception:  # noqa: BLE001  # an interpreter whose encoder has another form, or none
        return encoder.iterencode
    return encoder.iterencode


def _in_c(encoder: json.JSONEncoder) -> Callable[[Any], Iterable[str]]:
    """The encoder of the C library, made as `json.JSONEncoder.iterencode` makes it."""
    library: Any = json.encoder
    escape = library.encode_basestring_ascii if encoder.ensure_ascii else library.encode_basestring
    separators = encoder.key_separator, encoder.item_separator
    write = library.c_make_encoder(
        None, encoder.default, escape, None, *separators, encoder.sort_keys, encoder.skipkeys, encoder.allow_nan
    )
    return partial(write, _current_indent_level=0)
