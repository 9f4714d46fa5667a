"""Where a module can be changed so that a test should fail: comparisons, conditions, numbers, tables, statements.

Knows the text of one module. A change replaces one span of it, so that every other line stays where it is.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult,
}  # fmt: skip


@dataclass(frozen=True)
class Mutation:
    """One change of a module.

    Attributes:
        line: where it is.
        what: what is changed, to be read.
        start, end: the bytes of the module that are replaced.
        text: what takes their place.
    """

    line: int
    what: str
    start: int
    end: int
    text: str

    def applied(self, source: bytes) -> bytes:
        """The module with this change."""
        return source[: self.start] + self.text.encode() + source[self.end :]


def mutations_of(source: bytes) -> list[Mutation]:
    """Every change of a module, in the order of its lines. Those that give no valid module are left out."""
    lines = source.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    found = []
    for node, replacement in _Finder().changes(ast.parse(source)):
        start = starts[node.lineno - 1] + node.col_offset
        end = starts[(node.end_lineno or node.lineno) - 1] + (node.end_col_offset or 0)
        before = source[start:end].decode()
        mutation = Mutation(node.lineno, f"{_short(before)} → {_short(replacement)}", start, end, replacement)
        if _is_valid(mutation.applied(source)) and mutation not in found:
            found.append(mutation)
    return sorted(found, key=lambda mutation: (mutation.start, mutation.end, mutation.text))


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 60 else f"{flat[:59]}…"


def _is_valid(source: bytes) -> bool:
    try:
        ast.parse(source)
    except SyntaxError:
        return False
    return True


Change = tuple["ast.expr | ast.stmt", str]


class _Finder:
    def changes(self, node: ast.AST) -> Iterator[Change]:
        """(node, text in its place) for every change below a node; annotations and decorators stay."""
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
            return
        if isinstance(node, ast.expr):
            yield from self._expression(node)
        elif isinstance(node, ast.stmt):
            yield from self._statement(node)
        for field, value in ast.iter_fields(node):
            if field in ("annotation", "returns", "decorator_list", "type_params") or isinstance(node, ast.JoinedStr):
                continue
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST):
                    yield from self.changes(child)

    def _expression(self, node: ast.expr) -> Iterator[Change]:
        if isinstance(node, ast.Compare):
            for i, operator in enumerate(node.ops):
                operators = [*node.ops[:i], COMPARISONS[type(operator)](), *node.ops[i + 1 :]]
                yield node, _text(ast.Compare(node.left, operators, node.comparators))
        elif isinstance(node, ast.BoolOp):
            yield node, _text(ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values))
            for i in range(len(node.values)):
                rest = [*node.values[:i], *node.values[i + 1 :]]
                yield node, _text(rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest))
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            yield node, _text(node.operand)
        elif isinstance(node, ast.BinOp) and type(node.op) in ARITHMETIC:
            yield node, _text(ast.BinOp(node.left, ARITHMETIC[type(node.op)](), node.right))
        elif isinstance(node, ast.Constant) and isinstance(node.value, (bool, int, float)):
            yield node, repr(not node.value) if isinstance(node.value, bool) else repr(node.value + 1)
        elif isinstance(node, ast.IfExp):
            yield node, _text(node.body)
            yield node, _text(node.orelse)
        elif isinstance(node, (ast.Tuple, ast.List, ast.Set, ast.Dict)):
            yield from self._table(node)
        elif isinstance(node, ast.Call):
            for i, (one, other) in enumerate(pairwise(node.args)):
                if not isinstance(one, ast.Starred) and not isinstance(other, ast.Starred):
                    swapped = [*node.args[:i], other, one, *node.args[i + 2 :]]
                    yield node, _text(ast.Call(node.func, swapped, node.keywords))

    @staticmethod
    def _table(node: ast.Tuple | ast.List | ast.Set | ast.Dict) -> Iterator[Change]:
        """One row of a table taken away. Fewer than three are no table, and a target takes what it is given."""
        if isinstance(node, ast.Dict):
            for i in range(len(node.keys) if len(node.keys) >= 3 else 0):
                yield (
                    node,
                    _text(ast.Dict([*node.keys[:i], *node.keys[i + 1 :]], [*node.values[:i], *node.values[i + 1 :]])),
                )
        elif isinstance(getattr(node, "ctx", None), ast.Store) or len(node.elts) < 3:
            return
        else:
            for i, row in enumerate(node.elts):
                if isinstance(row, ast.Constant):
                    rows = [*node.elts[:i], *node.elts[i + 1 :]]
                    kept = ast.Set(rows) if isinstance(node, ast.Set) else type(node)(rows, ast.Load())
                    yield node, _text(kept)

    @staticmethod
    def _statement(node: ast.stmt) -> Iterator[Change]:
        if isinstance(node, ast.Return) and node.value is not None and ast.unparse(node.value) != "None":
            yield node, "return None"
        elif _can_be_left_out(node):
            yield node, "pass"
        elif isinstance(node, (ast.If, ast.While)):
            yield node.test, f"not ({ast.unparse(node.test)})"


def _can_be_left_out(node: ast.stmt) -> bool:
    """Whether a statement does something, and no name would be missing without it."""
    if isinstance(node, ast.Expr):
        return isinstance(node.value, (ast.Call, ast.Await))
    if isinstance(node, ast.Assign):
        return any(isinstance(target, (ast.Attribute, ast.Subscript)) for target in node.targets)
    return isinstance(node, (ast.Raise, ast.Continue, ast.Break, ast.AugAssign, ast.Delete))


def _text(node: ast.expr) -> str:
    """The source of an expression on one line, in brackets wherever they could be needed."""
    text = ast.unparse(node)
    return (
        text if isinstance(node, (ast.Name, ast.Constant, ast.Call, ast.Attribute, ast.List, ast.Dict)) else f"({text})"
    )
