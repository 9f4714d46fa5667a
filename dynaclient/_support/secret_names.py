"""Which names tell that a value is secret, and what is shown instead of it."""

from __future__ import annotations

import re
from functools import lru_cache

MASK = "***"

LEAST_SECRET = 4
"""Characters of the shortest secret that is masked."""

# compiled by `re` on first use: a call without an error needs none
_SECRET = (
    r"(^|[^a-z])(token|secrets?|passwords?|passwd|passphrase|api[-_]?keys?|apikeys?|authorization|credentials?|cookie)"
    r"([^a-z]|$)"
)
_CURSOR = r"(^|[^a-z])(page|next|prev|previous|continuation|cont|sync|cursor|skip|scroll)[^a-z]*token$"
"""Names that tell where a list goes on."""

_ABOUT = (
    r"(token|secrets?|password|key|authorization|credentials?|cookie)[^a-z]*(type|kind|count|counts|limit|limits|usage|"
    r"accuracy|length|size|name|url|uri|endpoint|hint|policy|version|status|expires|expiry|expiration|at|in)$"
)
"""Names that tell something about a secret: `token_type`, `password_policy`."""

_KEY = r"(?i)(^|[^a-z])(key|sig|signature|auth|pass|pwd|jwt|sas|code)([^a-z]|$)"
"""Names that hold a secret in the query of an address, besides those that do anywhere."""

_CAMEL = r"(?<=[a-z0-9])(?=[A-Z])"


@lru_cache(1024)
def is_secret_name(name: str) -> bool:
    """Whether a parameter or property with this name probably contains a secret.

    The token of a page is none, and neither is what says something about a secret.
    """
    words = re.sub(_CAMEL, "_", name).lower()
    return re.search(_SECRET, words) is not None and not any(re.search(rule, words) for rule in (_CURSOR, _ABOUT))


def holds_key(name: str) -> bool:
    """Whether a parameter of this name holds a key in the query of an address."""
    return is_secret_name(name) or re.search(_KEY, name) is not None
