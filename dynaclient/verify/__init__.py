"""Hold what was really sent and answered against the document: recordings, live answers, and what passes a proxy.

    from dynaclient.verify import verify

    report = verify("cassette.har", "petstore.yaml")
    print(report)

Imports the core, recordings, and the sandbox's judge of requests. Public names are loaded on first use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._support.lazy import lazy_names

if TYPE_CHECKING:
    from .findings import Finding
    from .judge import ExchangeJudge
    from .proxy import Proxy
    from .report import Report
    from .verification import verify

_HOMES = {
    "ExchangeJudge": "judge",
    "Finding": "findings",
    "Proxy": "proxy",
    "Report": "report",
    "verify": "verification",
}

__all__ = ["ExchangeJudge", "Finding", "Proxy", "Report", "verify"]

__getattr__ = lazy_names(__name__, _HOMES)


def __dir__() -> list[str]:
    return sorted(__all__)
