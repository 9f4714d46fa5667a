"""How to get from one page of a list to the next: one value, given by a caller or found in a document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..errors import RequestError

Kind = Literal["cursor", "offset", "page", "link"]

Certainty = Literal["stated", "recognised", "unknown"]
"""Where a rule comes from: the caller or the document states it; names in the document suggest it; or nothing shows how
pages follow, and only an answer can."""


@dataclass(frozen=True, slots=True)
class PageRule:
    """How to get from one page to the next.

    Attributes:
        kind: what selects the next page: "cursor" (any value from the server: id, token), "offset" (in items),
            "page" (a number), or "link" (a URL, in `next` or in the Link header).
        items: JSON Pointer to the items of a page; "" if the body is the list, None to look for it in the body.
        parameter: the argument that `kind` goes into: a wire name, or `query:name`, `body:name`.
        next: JSON Pointer to the next cursor or URL; "" if there is none.
        item_key: the property of the last item to use as the cursor if `next` gives none.
        more: JSON Pointer to a boolean that says whether more follow; "" if there is none.
        total: JSON Pointer to the number of items (offset) or pages (page); "" if there is none.
        number: JSON Pointer to the number of a page in its answer (page), which tells whether the first is 0 or 1;
            "" if there is none, or `first` is known.
        first: the offset or page number of the first page.
        empty_pages: whether more pages may follow an empty one.
    """

    kind: Kind = "link"
    items: str | None = None
    parameter: str = ""
    next: str = ""
    item_key: str = "id"
    more: str = ""
    total: str = ""
    number: str = ""
    first: int = 0
    empty_pages: bool = False

    def __post_init__(self) -> None:
        if self.kind not in ("cursor", "offset", "page", "link"):
            raise RequestError(f"a page rule's kind is 'cursor', 'offset', 'page' or 'link', not {self.kind!r}")
        if self.kind != "link" and not self.parameter:
            raise RequestError(f"a page rule of kind {self.kind!r} needs parameter=, which selects the page")
