"""Seventy-three right and fifty-five wrong uses in one program: each line gets the verdict that its writer expects."""

from __future__ import annotations

from pathlib import Path

from dynaclient.stubs import write

from .conftest import Check
from .verdicts import HEAD, RIGHT, STORE, WRONG


def test_every_use_gets_the_verdict_that_it_deserves(check: Check, tmp_path: Path) -> None:
    """By mypy --strict and by pyright: an error on each wrong line, and on no other."""
    assert (len(RIGHT), len(WRONG)) == (73, 55)
    write(STORE, "Store", tmp_path / "store.pyi")
    head = HEAD.splitlines()
    lines = [*head, *(line for pair in zip(RIGHT, [*WRONG, *[""] * 18], strict=True) for line in pair)]
    (tmp_path / "uses.py").write_text("\n".join(lines) + "\n", encoding="utf-8")
    found = check(tmp_path, "uses.py")
    accepted = [line for line in WRONG if lines.index(line) + 1 not in found]
    refused = {lines[n - 1]: text for n, text in found.items() if lines[n - 1] not in WRONG}
    assert (accepted, refused) == ([], {})


FORMS = """\
from typing import Any, List, Literal, Mapping, Protocol, Sequence, TypeVar, Union, overload
from typing_extensions import TypedDict

class Message(TypedDict):
    role: Literal["user"]

class Items(Protocol):
    def __getitem__(self, at: int, /) -> Mapping[str, Any]: ...

Any_ = TypeVar("Any_", bound=Mapping[str, Any])
def inside(m: Sequence[Union[Message, Mapping[str, Any]]]) -> None: ...
def outside(m: Union[Sequence[Message], Sequence[Mapping[str, Any]]]) -> None: ...
def exact(m: Union[Sequence[Message], List[Mapping[str, str]], "list[dict[str, str]]"]) -> None: ...
def protocol(m: Union[Sequence[Message], Items]) -> None: ...
@overload
def overloads(m: Sequence[Message]) -> None: ...
@overload
def overloads(m: Sequence[Any_]) -> None: ...
def overloads(m: Any) -> None: ...
def strict(m: Sequence[Message]) -> None: ...
msgs = [{"role": "user"}]
""".splitlines()


def test_no_type_takes_a_variable_and_refuses_a_wrong_literal(check: Check, tmp_path: Path) -> None:
    """Why `messages=[{"role": "nobody"}]` passes checkers: alone it has the type of a variable, `list[dict[str, str]]`.

    Whatever takes the variable takes it too, and what refuses it refuses the variable. The call itself refuses it.
    """
    uses = [f"{form}({given})" for form in ("inside", "outside", "exact", "protocol", "overloads")
            for given in ("msgs", "[{'role': 'nobody'}]")]  # fmt: skip
    refused = ["strict(msgs)", "strict([{'role': 'nobody'}])"]
    lines = [*FORMS, *uses, *refused]
    (tmp_path / "forms.py").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert {lines[n - 1] for n in check(tmp_path, "forms.py") if n > len(FORMS)} == {*refused}
