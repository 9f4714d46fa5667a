"""Headers at the speed of a dict: to the last detail what `CaseInsensitiveDict` is."""

from __future__ import annotations

import pickle
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from requests.structures import CaseInsensitiveDict

from dynaclient.transport.fields import Fields

names = st.sampled_from(["Accept", "accept", "ACCEPT", "X-A", "x-a", "Cookie"])
pairs = st.lists(st.tuples(names, st.sampled_from(["1", "2", None])), max_size=6)
steps = st.lists(st.tuples(st.sampled_from(["set", "pop", "get", "in", "default"]), names), max_size=8)


def apply(headers: Any, step: str, name: str) -> Any:
    if step == "set":
        headers[name] = step
    return {
        "set": lambda: None,
        "pop": lambda: headers.pop(name, "none"),
        "get": lambda: headers.get(name, "none"),
        "in": lambda: name in headers,
        "default": lambda: headers.setdefault(name, "new"),
    }[step]()


@given(pairs, steps)
def test_every_step_has_the_same_result(initial: list[tuple[str, Any]], taken: list[tuple[str, str]]) -> None:
    """Whatever is set, removed and asked for, in any case of the names."""
    ours, theirs = Fields(initial), CaseInsensitiveDict(initial)
    for step, name in taken:
        assert apply(ours, step, name) == apply(theirs, step, name)
        assert (list(ours), list(ours.items()), len(ours)) == (list(theirs), list(theirs.items()), len(theirs))
    assert ours == theirs
    assert theirs == ours
    assert repr(ours) == repr(theirs)
    assert sorted(ours.lower_items(), key=repr) == sorted(theirs.lower_items(), key=repr)
    assert ours.names() == tuple(name for name, _ in theirs.lower_items())
    assert pickle.loads(pickle.dumps(ours)) == ours


def test_a_copy_changes_alone() -> None:
    first = Fields([("A", "1")])
    second = first.copy()
    second["a"] = "2"
    assert (first["A"], second["A"], isinstance(second, CaseInsensitiveDict)) == ("1", "2", True)
    assert object() not in first
