"""Answers whose fields have types: for each record that a call returns, a class whose `answer["id"]` checkers know.

Python has no type for "the value of this key", so each record gets overloads: one for every type that its fields have.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .kinds import KINDS, Kind
from .names import TypeNames
from .types import Alias, Definition, Record, union_members


class Definitions:
    """The definitions of a stub by name."""

    def __init__(self, definitions: Iterable[Definition]) -> None:
        self._by_name = {definition.name: definition for definition in definitions}

    def record(self, written: str) -> Record | None:
        """The record that a written type names, directly or by an alias; None for any other type."""
        found = self._resolved(written)
        return found if isinstance(found, Record) else None

    def item(self, written: str, tokens: Iterable[str], list_name: str) -> str:
        """The type of the items of a list inside a written type; "Any" where it has none.

        Args:
            tokens: the keys on the way from the type to the list.
            list_name: how the stub writes `list`.
        """
        for token in tokens:
            record = self.record(written)
            fields = {} if record is None else {field.name: field.type for field in record.fields}
            written = " | ".join(part for part in union_members(fields.get(token, "Any")) if part != "None")
        found = self._resolved(written)
        written = found.type if isinstance(found, Alias) else written
        parts = [part for part in union_members(written) if part != "None"]
        is_list = len(parts) == 1 and parts[0].startswith(f"{list_name}[")
        return parts[0][len(list_name) + 1 : -1] if is_list else "Any"

    def resolved(self, written: str) -> str:
        """The type that an alias stands for; any other type as it is."""
        found = self._resolved(written)
        return found.type if isinstance(found, Alias) else written

    def _resolved(self, written: str) -> Definition | None:
        found = self._by_name.get(written)
        for _ in range(8):  # an alias of an alias; a circle of them ends here
            if not isinstance(found, Alias) or found.type not in self._by_name:
                break
            found = self._by_name[found.type]
        return found


@dataclass(frozen=True, slots=True)
class AnswerClass:
    """The classes of the answers that hold one record: one for each kind of client.

    Attributes:
        data: the written type of the record.
        fields: the name of the class with the overloads, which they share.
        names: the name of each class, by the kind's prefix.
    """

    data: str
    record: Record
    fields: str
    names: Mapping[str, str]


def answer_classes(written: Iterable[str], definitions: Definitions, names: TypeNames) -> dict[str, AnswerClass]:
    """The classes for all of these types that are records, by type."""
    found: dict[str, AnswerClass] = {}
    for data in written:
        record = definitions.record(data)
        if record is not None and record.fields and data not in found:
            of_kinds = {kind.prefix: names.take(f"{kind.prefix}{data}Answer") for kind in KINDS}
            found[data] = AnswerClass(data, record, names.take(f"{data}Fields"), of_kinds)
    return found


def returned_type(data: str, kind: Kind, classes: Mapping[str, AnswerClass]) -> str:
    """The type of an answer whose data has this type."""
    found = classes.get(data)
    return f"{kind.answer}[{data}]" if found is None else found.names[kind.prefix]


def write_answer_class(answer: AnswerClass) -> str:
    """The source of the classes of one record."""
    by_type: dict[str, list[str]] = {}
    for field in answer.record.fields:
        by_type.setdefault(field.type, []).append(repr(field.name))
    lines = [f"class {answer.fields}:"]
    for written, keys in by_type.items():
        lines += ["    @overload"] * (len(by_type) > 1)
        lines.append(f"    def __getitem__(self, key: Literal[{', '.join(keys)}]) -> {written}: ...")
    for kind in KINDS:
        lines += ["", f"class {answer.names[kind.prefix]}({answer.fields}, {kind.answer}[{answer.data}]): ..."]
    return "\n".join(lines) + "\n"
