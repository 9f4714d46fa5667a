"""Texts as lists of stems: ids and paths are split into words, endings are taken off, words of no meaning left out."""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[^\W\d_A-Z]+|\d+")
"""A word within an id: `listPetsV2`, `HTTPServer`, `user_ids`. A number is a word of its own."""

_EMPTY = """
a an and any are as at be been but by can could did do does for from had has have he her him his how i if in into
is it its just let may me mine my no not now of off on one only or our ours please s shall she should so some
somebody someone something t than that the their them then there these they thing this those to too up us very
want was we were what when where which who whom whose why will with would you your yours api v
"""

EMPTY = frozenset(_EMPTY.split())
"""Words that say nothing about an operation."""

_IRREGULAR = {
    "people": "person", "children": "child", "indices": "index", "indexes": "index", "statuses": "status",
    "aliases": "alias", "made": "make", "sent": "send", "wrote": "write", "written": "write", "said": "say",
    "bought": "buy", "paid": "pay", "spent": "spend", "left": "leave", "gone": "go", "went": "go", "found": "find",
    "kept": "keep", "given": "give", "gave": "give", "taken": "take", "took": "take", "got": "get", "ran": "run",
    "shown": "show", "seen": "see", "built": "build", "sold": "sell", "chosen": "choose", "begun": "begin",
    "forgot": "forget", "forgotten": "forget",
}  # fmt: skip

_SINGULAR = frozenset(["news", "kubernetes", "aws", "dns", "sms", "gps", "tls", "https", "series", "always", "canvas"])
"""Words whose last letter is not an ending."""

_NOUNS = {"ization": "iz", "isation": "iz", "ation": "", "ition": "", "tion": "t", "sion": "s", "ment": "", "ise": "iz"}
"""Ending of a word with at least four letters before it → what it becomes."""


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A word of lower case without its ending: `pets` → `pet`; `creating`, `created`, `creation`, `create` → `creat`.

    Much simpler than a linguist's: it only has to treat the forms of one word alike. Words of other scripts stay.
    """
    word = _IRREGULAR.get(word, word)
    if len(word) <= 3 or not word.isascii():
        return word
    word = _without_noun(_without_tense(_singular(word)))
    if word.endswith("e") and len(word) > 4:
        return word[:-1]
    if word.endswith("y") and len(word) > 4 and word[-2] not in "aeiou":
        return f"{word[:-1]}i"
    return word


def _singular(word: str) -> str:
    if word in _SINGULAR:
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    if word.endswith(("sses", "xes", "ches", "shes", "zes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def _without_tense(word: str) -> str:
    for ending in ("ing", "ed"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) >= 3 and re.search("[aeiouy]", rest):
            return rest[:-1] if rest[-1] == rest[-2] and rest[-1] not in "lsz" else rest
    return word


def _without_noun(word: str) -> str:
    for ending, new in _NOUNS.items():
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word.removesuffix(ending) + new
    return word


def words_of(text: str) -> list[str]:
    """The words of a text or id in lower case, in their order."""
    return [part.lower() for part in _WORD.findall(text)]


def stems_of(text: str) -> list[str]:
    """The stems of a text or id, without words of no meaning."""
    return [stem(word) for word in words_of(text) if word not in EMPTY]
