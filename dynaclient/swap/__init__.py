"""Swap one version of a document for another without fear: what changed, whether it breaks a program, and for whom.

    from dynaclient.swap import compare

    report = compare("old.yaml", "new.yaml", used=["createPet"])
    print(report)

Imports the core and no other capability. Public names are loaded on first use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._support.lazy import lazy_names

if TYPE_CHECKING:
    from .changes import Change
    from .comparison import compare
    from .drift import Drift
    from .lock import Lock, read_lock
    from .report import Report
    from .usage import Usage
    from .used import Used

_HOMES = {
    "Change": "changes",
    "Drift": "drift",
    "Lock": "lock",
    "Report": "report",
    "Usage": "usage",
    "Used": "used",
    "compare": "comparison",
    "read_lock": "lock",
}

__all__ = ["Change", "Drift", "Lock", "Report", "Usage", "Used", "compare", "read_lock"]

__getattr__ = lazy_names(__name__, _HOMES)


def __dir__() -> list[str]:
    return sorted(__all__)
