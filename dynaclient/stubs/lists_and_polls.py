"""Overloads of `paginate` and `poll`: one operation at a time, by its id as a literal, with its own arguments.

Any other call of them takes its arguments in a mapping, so that a misspelt argument does not fall through to an
overload that accepts anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ..document import Document
from ..document.pointer import tokens_of
from ..errors import RequestError
from ..response.page_names import ITEMS
from ..response.page_rules import find_rule
from .answers import AnswerClass, Definitions, returned_type
from .kinds import Kind
from .methods import Method, signature_head
from .overloads import overloaded, overloads
from .signatures import MAPPING, Signature, SignatureArgument


@dataclass(frozen=True, slots=True)
class ItemList:
    """An operation that pages through a list.

    Attributes:
        item: the written type of an item.
    """

    method: Method
    item: str


def item_lists(
    document: Document, methods: Iterable[Method], definitions: Definitions, list_name: str
) -> tuple[ItemList, ...]:
    """The operations whose description shows a list, with the types of its items."""
    found = []
    for method in methods:
        tokens = _way_to_items(document, method)
        if tokens is not None:
            item = definitions.item(method.signatures[0].returns[0].data, tokens, list_name)
            found.append(ItemList(method, item))
    return tuple(found)


def _way_to_items(document: Document, method: Method) -> Sequence[str] | None:
    """The keys that lead to the list in the answer of an operation; None if it has none, or streams."""
    if any(len(s.returns) != 1 or s.returns[0].is_stream for s in method.signatures):
        return None
    try:
        rule, certainty = find_rule(document, method.operation)
    except RequestError:  # an extension that states no valid rule
        return None
    if rule.items is None:
        return None
    tokens = tokens_of(rule.items)
    is_list = certainty != "unknown" or (method.operation.method == "get" and (not tokens or tokens[-1] in ITEMS))
    return tokens if is_list else None


def write_lists(lists: Iterable[ItemList], kind: Kind, answers: Mapping[str, AnswerClass]) -> str:
    """The overloads of `paginate`; "" if there is no list."""
    rule, start = (SignatureArgument("rule", "PageRuleInput", required=False), _START)
    own = (rule, start)
    written: list[str] = []
    for each in lists:
        page = returned_type(each.method.signatures[0].returns[0].data, kind, answers)
        written += overloads("def paginate", each.method, own, f"{kind.pages}[{each.item}, {page}]")
    ruled = (replace(rule, required=True), start, _BODY)
    unknown = f"{kind.pages}[Any, {kind.answer}[Any]]"
    return overloaded(
        written,
        signature_head("def paginate", Signature((*own, _BODY), (), f"operation_id: str, {MAPPING}, /", _ANY), unknown),
        signature_head("def paginate", Signature(ruled, (), f"operation_id: str, {MAPPING} = ..., /", _ANY), unknown),
    )


def write_polls(
    methods: Iterable[Method], definitions: Definitions, kind: Kind, answers: Mapping[str, AnswerClass]
) -> str:
    """The overloads of `poll`; "" if no operation reads a record."""
    written: list[str] = []
    for method in methods:
        returns = method.signatures[0].returns
        if method.operation.method == "get" and len(returns) == 1 and definitions.record(returns[0].data):
            answer = returned_type(returns[0].data, kind, answers)
            written += overloads(f"{kind.word} poll", method, _own_of_poll(answer), answer)
    answer = f"{kind.answer}[Any]"
    last = Signature((*_own_of_poll(answer), _BODY), (), f"operation_id: str | AnyAnswer, {MAPPING}, /", _ANY)
    going_on = Signature((*_own_of_poll("Answered"), _BODY), (), f"answer: Answered, {MAPPING} = ..., /", _ANY)
    return overloaded(
        written,
        signature_head(f"{kind.word} poll", going_on, "Answered"),
        signature_head(f"{kind.word} poll", last, answer),
    )


_ANY = "**arguments: Any"
_START = SignatureArgument("start", "Mapping[str, Any] | None", required=False)
_BODY = SignatureArgument("body", "Any", required=False)


def _own_of_poll(answer: str) -> tuple[SignatureArgument, ...]:
    return (
        SignatureArgument("until", f"UntilInput[{answer}]", required=True),
        SignatureArgument("interval", "float | None", required=False),
        SignatureArgument("deadline", "float | None", required=False),
        SignatureArgument("progress", f"Callable[[{answer}], Any] | None", required=False),
    )
