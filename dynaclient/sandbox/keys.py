"""The keys of resources: which member holds one, and what a new one looks like. Keeps no state."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from .._support.spelling import plain_name
from ..document import Document
from ..schema.view import properties_of, types_of, view
from . import texts
from .dice import dice_of
from .resource_model import Place

_SCALARS = frozenset(("string", "integer", "number"))
_OWN = ("id", "uuid", "sid", "uid", "key", "slug", "name", "code", "number", "hash", "sha")
"""Members that hold a key, best first."""


_ALSO: Mapping[str, tuple[str, ...]] = {
    "username": ("login", "user_name"),
    "user": ("login", "username"),
    "org": ("username", "login", "name"),
    "index": ("number",),
    "repo": ("name",),
}
"""The name of a template → other names of the member that it means."""


def key_place(document: Document, schema: Any, key_name: str, noun: str, *, is_text: bool = False) -> Place | None:
    """The member of an item that holds its key: by the name of its template in paths, else by the usual names.

    Looks one level deeper, as for `metadata.name`, if the item itself has none.

    Args:
        is_text: whether the key in paths is text and not a number, which rules out members that are numbers.
    """
    if schema is None:
        return None
    names = _names(key_name, noun)
    members = properties_of(document, schema)
    place = _among(document, members, names, {"string"}) if is_text else None
    place = place or _among(document, members, names) or _by_ending(document, members, key_name)
    if place is not None:
        return (place,)
    for outer, inner in members.items():
        if outer.lower() in ("metadata", "meta", "info", "sys", noun.lower()) and "object" in types_of(document, inner):
            found = _among(document, properties_of(document, inner), names)
            if found is not None:
                return (outer, found)
    return None


def _among(
    document: Document, members: Mapping[str, Any], names: list[str], kinds: AbstractSet[str] = _SCALARS
) -> str | None:
    by_name = {plain_name(name): name for name in reversed(list(members))}
    for name in names:
        member = by_name.get(plain_name(name))
        if member is not None and set(types_of(document, members[member])) & kinds:
            return member
    return None


def _by_ending(document: Document, members: Mapping[str, Any], key_name: str) -> str | None:
    """`{name}` → the first text whose name ends so, as `branch_name` does, if nothing else holds the key."""
    if plain_name(key_name) != "name":
        return None
    texts_named = (name for name in members if plain_name(name).endswith("name"))
    return next((name for name in texts_named if "string" in types_of(document, members[name])), None)


def _names(key_name: str, noun: str) -> list[str]:
    """`message_id` → `message_id`, `id`, `messageId`, …; `repo` → `id`? no: `name`."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", key_name).lower().split("_")
    own = [key_name, words[-1]] if key_name else []
    if key_name and words[-1] not in ("id", "uuid", "name", "slug", "key"):
        own = [key_name]
        if plain_name(key_name) == plain_name(noun):  # `/repos/{repo}`: called by its name, if it has one
            own = [key_name, words[-1], "id", "name"]
    return [*own, *_ALSO.get(plain_name(key_name), ()), f"{noun}_id", f"{noun}_name", *_OWN]


KeyMaker = Callable[[int, str], Any]
"""Makes a key, given the number of the resource, which no other has, and the seed of what else it is made of."""


def key_maker(document: Document, schema: Any, like: Any, noun: str = "item") -> KeyMaker:
    """What makes keys in the format that a schema asks for, which look like another one.

    Args:
        schema: of the member that holds them, or None.
        like: another key, or what the document shows as one.
        noun: what a key begins with if nothing is known about keys.
    """
    outline = view(document, schema) if schema is not None else None
    types = types_of(document, schema) if schema is not None else ()
    limits = outline.limits if outline is not None else {}
    if "integer" in types or (isinstance(like, int) and not isinstance(like, bool) and "string" not in types):
        return lambda number, seed: _number(like, number, limits)
    if "number" in types and "string" not in types:
        return lambda number, seed: number
    most, least = limits.get("maxLength"), int(limits.get("minLength", 0))
    if outline is not None and outline.patterns:
        patterns = outline.patterns
        return lambda number, seed: texts.text(dice_of(seed), patterns=patterns, least=least, most=most)
    form = str(limits.get("format", ""))
    if form in ("uuid", "guid") or (isinstance(like, str) and _UUID.fullmatch(like)):
        return lambda number, seed: texts.text(dice_of(seed), form="uuid")
    if form and form not in ("string", "byte", "binary", "password", "id"):
        return lambda number, seed: texts.text(dice_of(seed), form=form)
    alike = _alike(like, noun)

    def make(number: int, seed: str) -> str:
        made = alike(number, seed)
        if most is not None and len(made) > most:
            made = texts.token_of(seed, int(most))
        return made if len(made) >= least else made + texts.token_of(f"{seed}:", least - len(made))

    return make


_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def _number(like: Any, number: int, limits: Mapping[str, Any]) -> int:
    least, step = int(limits.get("minimum", 1)), int(limits.get("multipleOf", 1) or 1)
    return least + (number - 1) * step if least > 1 or step > 1 else number


def _alike(like: Any, noun: str) -> Callable[[int, str], str]:
    """What makes texts that look like another key."""
    if not isinstance(like, str) or not like or re.search(r"\s", like):
        return lambda number, seed: f"{noun}_{texts.token_of(seed, 12)}"
    if like.isdigit():
        first = int(like)
        return lambda number, seed: str(first + number)
    length = len(like)
    if re.fullmatch(r"[0-9a-f]{16,}", like):
        return lambda number, seed: texts.digits_of(seed, length)
    head = re.match(r"^([A-Za-z][\w.:-]*?[_\-.:/])", like)
    prefix = head[1] if head else ""
    missing = max(length - len(prefix), 12)
    return lambda number, seed: prefix + texts.token_of(seed, missing)
