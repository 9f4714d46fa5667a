"""Keeps credentials that travel in a URL out of the log of the library that sends it.

urllib3 writes the path and query of every request to its debug log; an API key in the query would stand there.
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Iterable
from typing import Any

from ..wording import masked

_LOGGERS = ("urllib3.connectionpool", "urllib3.util.retry", "requests.sessions")
_MOST = 256


class _Mask(logging.Filter):
    def __init__(self) -> None:
        super().__init__()
        self.secrets: OrderedDict[str, None] = OrderedDict()

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = self._clean(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(self._clean(arg) for arg in record.args)
        return True

    def _clean(self, value: Any) -> Any:
        if isinstance(value, (bool, int, float)) or value is None:
            return value
        text = str(value)
        clean = masked(text, list(self.secrets))
        return value if clean == text else clean


_mask = _Mask()


def keep_out_of_logs(secrets: Iterable[str]) -> None:
    """Mask these texts in the sender's log from now on; the oldest are forgotten when there are very many."""
    for secret in secrets:
        _mask.secrets[secret] = None
        _mask.secrets.move_to_end(secret)
    while len(_mask.secrets) > _MOST:
        _mask.secrets.popitem(last=False)
    for name in _LOGGERS:
        logger = logging.getLogger(name)
        if _mask not in logger.filters:
            logger.addFilter(_mask)
