"""What the findings of one exchange have in common: its request in words, and no secret of it. Knows no document."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from .._support.masking import Masking
from .._support.wording import clean
from ..recording.exchange import Exchange
from .findings import Finding


class About:
    """What the findings of one exchange have in common."""

    def __init__(self, exchange: Exchange, masking: Masking) -> None:
        self._masking = masking
        request, status = exchange.request, exchange.answer.status
        try:
            path = urlsplit(request.url).path or "/"
        except ValueError:
            path = request.url
        self.call = clean(masking.text(f"{request.method.upper()} {path}{f' → {status}' if status else ''}"))
        self.exchange = exchange.place

    def finding(self, operation_id: str, side: Any, kind: Any, where: str, text: str, pointer: str = "") -> Finding:
        """A finding, without the secrets of the exchange."""
        mask = self._masking.text
        return Finding(
            operation_id, side, kind, self.call, clean(mask(where)), clean(mask(text)), pointer, self.exchange
        )
