"""What makes a job the same as an earlier one: its operation, server, columns and output."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from .._support.secret_names import is_secret_name
from .._support.urls import without_userinfo
from .._support.wording import shown_option
from .journal_log import Unusable
from .options import JobOptions
from .outputs import Output

_FUNCTION = "a function"


def identity_of(
    operation_id: str, server: str, options: JobOptions, output: Output | None, *, has_keys: bool
) -> dict[str, Any]:
    """The job in words and values, as its journal keeps it; secrets as digests."""
    return {
        "operation": operation_id,
        "server": without_userinfo(server),
        "key": _FUNCTION if callable(options.key) else options.key,
        "arguments": _FUNCTION if callable(options.arguments) else dict(options.arguments or {}),
        "constants": {name: hidden(name, value) for name, value in options.constants.items()},
        "idempotency keys": "sent" if has_keys else "not sent",
        "select": options.select_name,
        "form": output.form if output is not None else "",
        "order": "input" if output is not None and output.in_order else "finished",
    }


def refuse_other_job(path: str, before: Mapping[str, Any], now: Mapping[str, Any]) -> None:
    """Refuse to write to the output of another job.

    Raises:
        Unusable: it is; the text has every difference.
    """
    found = differences(before, now)
    if found:
        raise Unusable(
            f"{path!r} is the output of another job: {'; '.join(found)}. Name another output, or delete it and its "
            "journal to begin again"
        )


def differences(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """How a job differs from an earlier one, in words; what only the earlier one has does not count."""
    found = []
    for name, value in now.items():
        old = before.get(name)
        if isinstance(old, dict) and isinstance(value, dict):
            found += [
                f"{name.removesuffix('s')} {part}: {_said(old.get(part))} before, and {_said(value.get(part))} now"
                for part in {**old, **value}
                if old.get(part) != value.get(part)
            ]
        elif old != value:
            found.append(f"{name}: {_said(old)} before, and {_said(value)} now")
    return found


def hidden(name: str, value: Any) -> Any:
    """A constant as the journal keeps it: of one that may be secret, only a digest."""
    if is_secret_name(name):
        return f"blake2b:{hashlib.blake2b(repr(value).encode(), digest_size=8).hexdigest()}"
    return value


def _said(value: Any) -> str:
    return "not given" if value in (None, "", {}) else shown_option(value)
