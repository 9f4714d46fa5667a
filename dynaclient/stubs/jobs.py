"""Overloads of `map` and `pull`: one operation at a time, by its id as a literal, with the types of its answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from .answers import AnswerClass, returned_type
from .kinds import Kind
from .lists_and_polls import ItemList
from .methods import Method, signature_head
from .overloads import literal_id, overloaded, overloads
from .signatures import MAPPING, Signature, SignatureArgument

_OPTIONS = "**options: Unpack[MapOptions]"

_NAME = "str | None"


def write_maps(methods: Iterable[Method], kind: Kind, answers: Mapping[str, AnswerClass]) -> str:
    """The overloads of `map`, one for each type of answer; "" if every operation answers with a stream."""
    by_data: dict[str, list[Method]] = {}
    for method in methods:
        data = next((found.data for found in method.signatures[0].returns if not found.is_stream), None)
        if data is not None:
            by_data.setdefault(data, []).append(method)
    heads = [
        _map_head(literal_id(*those), kind, f"{kind.job}[{data}, {returned_type(data, kind, answers)}]")
        for data, those in by_data.items()
    ]
    any_other = _map_head("operation_id: str", kind, f"{kind.job}[Any, {kind.answer}[Any]]")
    return overloaded(heads, any_other, narrows=False)


def _map_head(operation_id: str, kind: Kind, job: str) -> str:
    return signature_head("def map", Signature((), (), f"{operation_id}, rows: {kind.rows}, /", _OPTIONS), job)


def write_pulls(lists: Sequence[ItemList], kind: Kind) -> str:
    """The overloads of `pull`; "" if there is no list."""
    heads: list[str] = []
    for each in lists:
        heads += overloads("def pull", each.method, _OWN, f"{kind.pull}[{each.item}]")
    any_other = Signature((*_OWN, _BODY), (), f"operation_id: str, {MAPPING}, /", "**arguments: Any")
    return overloaded(heads, signature_head("def pull", any_other, f"{kind.pull}[Any]"))


def _own(name: str, written: str) -> SignatureArgument:
    return SignatureArgument(name, written, required=False)


_OWN = (
    _own("into", "PathInput | None"),
    _own("since", _NAME),
    _own("since_param", _NAME),
    _own("state", "PathInput | None"),
    _own("key", _NAME),
    _own("form", "Literal['jsonl', 'parquet'] | None"),
    _own("select", "Callable[[Any], Any] | None"),
    _own("rule", "PageRuleInput"),
)
_BODY = _own("body", "Any")
