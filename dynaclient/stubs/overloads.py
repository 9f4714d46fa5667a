"""A method of the base with an overload for each operation, by its id as a literal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from .methods import Method, signature_head
from .signatures import SignatureArgument

_IGNORED = "  # type: ignore[override]  # narrower than what any document has"
"""The overloads take less than the method of the base, which accepts every operation and argument."""


def literal_id(*methods: Method) -> str:
    """The argument that takes the id of one of these operations, by any of its names."""
    names = list(dict.fromkeys(name for m in methods for name in (m.operation.operation_id, m.name, m.alias)))
    return f"operation_id: Literal[{', '.join(map(repr, filter(None, names)))}]"


def overloads(name: str, method: Method, own: Sequence[SignatureArgument], returned: str) -> Iterable[str]:
    """The signatures of an operation by name, as overloads of a method that takes its id first.

    Args:
        own: the arguments of that method; an argument of the operation with such a name can only be in the mapping.
    """
    ids = literal_id(method)
    taken = {argument.name for argument in own}
    for signature in method.signatures:
        hidden = [argument for argument in signature.arguments if argument.name in taken]
        if not signature.opening and not any(argument.required for argument in hidden):
            arguments = (*own, *(a for a in signature.arguments if a not in hidden))
            yield signature_head(name, replace(signature, arguments=arguments, opening=f"{ids}, /"), returned)


def overloaded(heads: Sequence[str], *others: str, narrows: bool = True) -> str:
    """A method with these overloads, then others; "" if there is none of the first.

    Args:
        narrows: whether they take less than the method of the base.
    """
    if not heads:
        return ""
    written = enumerate((*heads, *others))
    return "".join(f"    @overload{_IGNORED if narrows and i == 0 else ''}\n{head} ...\n" for i, head in written)
