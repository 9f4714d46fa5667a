"""A line of JSON for each call: when, which operation, which arguments by name, what came of it. No values, no keys."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any

from ..errors import RequestError
from .results import ToolResult
from .text import visible

_MOST_NAME = 200


class Audit:
    """Writes the lines, one whole line at a time.

    Args:
        path: the file to append to; None for none.

    Raises:
        RequestError: it cannot be written.
    """

    def __init__(self, path: str | None) -> None:
        self._path = path
        self._lock = threading.Lock()
        if path is not None:
            self._append("")

    def write(self, operation: Any, arguments: Any, result: ToolResult, started: float) -> None:
        """The line of one call.

        Args:
            started: by the monotonic clock.
        """
        if self._path is None:
            return
        names = [visible(str(name))[:_MOST_NAME] for name in arguments] if isinstance(arguments, Mapping) else []
        record = {
            "time": datetime.now(timezone.utc).isoformat(timespec="milliseconds"),
            "operation": visible(str(operation))[:_MOST_NAME],
            "arguments": names,
            "sent": result.was_sent,
            "error": result.is_error,
            "status": result.status,
            "seconds": round(time.monotonic() - started, 3),
        }
        self._append(json.dumps(record, ensure_ascii=False) + "\n")

    def _append(self, text: str) -> None:
        try:
            with self._lock, open(str(self._path), "a", encoding="utf-8") as file:
                file.write(text)
        except OSError as error:
            raise RequestError(f"the audit file {self._path!r} cannot be written: {error.strerror}") from None
