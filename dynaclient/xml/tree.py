"""XML as a tree of elements, read with expat. DOCTYPE is refused, depth and size are bounded. Knows no schemas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NoReturn
from xml.parsers import expat

from .._support.xml_text import DOCTYPE_REFUSED, has_doctype

MAX_DEPTH = 120
"""Maximum levels of nested elements."""

MAX_NODES = 1_000_000
"""Maximum number of elements and attributes: a tree takes some 300 bytes for each."""

XML = "http://www.w3.org/XML/1998/namespace"
XMLNS = "http://www.w3.org/2000/xmlns/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
NIL = (XSI, "nil")

_KNOWN: Mapping[str, str] = {"": "", "xml": XML, "xsi": XSI}
"""Prefixes that need no declaration: `xml` by the standard, `xsi` because OpenAPI's own examples leave it out."""

_PIECE = 1 << 16
"""Characters that are parsed at once, so that what is refused ends soon."""


class CData(str):
    """The text of a CDATA section."""

    __slots__ = ()


_NONE: Mapping[str, str] = {}


class Element:
    """One element.

    Attributes:
        name: without its prefix.
        namespace: "" if it has none.
        prefix: "" if it has none.
        attributes: texts by (namespace, name), without the declarations of namespaces.
        prefixes: the prefixes of attributes by namespace, where a document gives them.
        children: elements and texts, in order. A long text is several; one that is a `CData` is of a CDATA section.
    """

    __slots__ = ("attributes", "children", "name", "namespace", "prefix", "prefixes")

    def __init__(self, name: str, namespace: str = "", prefix: str = "") -> None:
        self.name = name
        self.namespace = namespace
        self.prefix = prefix
        self.attributes: dict[tuple[str, str], str] = {}
        self.prefixes: Mapping[str, str] = _NONE
        self.children: list[Element | str] = []

    @property
    def elements(self) -> Iterator[Element]:
        """The elements in it."""
        return (child for child in self.children if isinstance(child, Element))

    @property
    def is_nil(self) -> bool:
        """Whether it stands for null. Source: XML Schema 1.1 part 1, section 2.7.2."""
        return bool(self.attributes) and self.attributes.get(NIL, "").strip() in ("true", "1")

    def __repr__(self) -> str:
        return f"<Element {self.name}, {len(self.children)} children>"


class _Builder:
    """Builds the tree while expat parses. Namespaces are resolved here, so that errors are in our words."""

    def __init__(self) -> None:
        self.root: Element | None = None
        self._path: list[tuple[Element, Mapping[str, str]]] = []
        self._nodes = 0
        self._in_cdata = False

    def start(self, tag: str, given: list[str]) -> None:
        if len(self._path) >= MAX_DEPTH:
            raise ValueError(f"its elements are nested deeper than {MAX_DEPTH} levels")
        self._nodes += 1 + len(given) // 2
        if self._nodes > MAX_NODES:
            raise ValueError(f"it has more than {MAX_NODES:,} elements and attributes")
        scope = self._path[-1][1] if self._path else _KNOWN
        if given:
            scope = _with_declared(scope, given)
        prefix, _, name = tag.rpartition(":")
        element = Element(name, _namespace(scope, prefix, tag), prefix)
        for at in range(0, len(given), 2):
            key = given[at]
            if key != "xmlns" and not key.startswith("xmlns:"):
                prefix, _, name = key.rpartition(":")
                element.attributes[_namespace(scope, prefix, key) if prefix else "", name] = given[at + 1]
        if self._path:
            self._path[-1][0].children.append(element)
        else:
            self.root = element
        self._path.append((element, scope))

    def end(self, tag: str) -> None:
        self._path.pop()

    def text(self, data: str) -> None:
        if self._path:
            self._path[-1][0].children.append(CData(data) if self._in_cdata else data)

    def start_cdata(self) -> None:
        self._in_cdata = True
        self._path[-1][0].children.append(CData())  # it may be empty

    def end_cdata(self) -> None:
        self._in_cdata = False


def _with_declared(scope: Mapping[str, str], given: list[str]) -> Mapping[str, str]:
    """The prefixes within an element. Source: Namespaces in XML 1.0, section 3."""
    found: dict[str, str] = {}
    for at in range(0, len(given), 2):
        prefix, colon, name = given[at].partition(":")
        if prefix == "xmlns":
            found[name if colon else ""] = given[at + 1]
    return {**scope, **found} if found else scope


def _namespace(scope: Mapping[str, str], prefix: str, name: str) -> str:
    if prefix not in scope:
        raise ValueError(f"the prefix of {name[:60]!r} has no namespace: no xmlns:{prefix[:60]} declares it")
    return scope[prefix]


def _refuse(*_: Any) -> NoReturn:
    raise ValueError(DOCTYPE_REFUSED)


def parse(text: str) -> Element:
    """The root of an XML document.

    Raises:
        ValueError: it is not well-formed, has a DOCTYPE, or is too deep or too large.
    Source: XML 1.0; Namespaces in XML 1.0.
    """
    if has_doctype(text):
        raise ValueError(DOCTYPE_REFUSED)
    text = text.removeprefix("\ufeff").lstrip()
    builder = _Builder()
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.ordered_attributes = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.text
    parser.StartCdataSectionHandler = builder.start_cdata
    parser.EndCdataSectionHandler = builder.end_cdata
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = _refuse
    try:
        for start in range(0, len(text), _PIECE):
            parser.Parse(text[start : start + _PIECE].encode(), False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise ValueError(_words(error)) from None
    except UnicodeEncodeError:
        raise ValueError("it has an unpaired surrogate, which is not a character") from None
    finally:
        parser.StartElementHandler = parser.EndElementHandler = parser.CharacterDataHandler = None
        parser.StartCdataSectionHandler = parser.EndCdataSectionHandler = None
    assert builder.root is not None  # expat refuses a document without an element
    return builder.root


def _words(error: expat.ExpatError) -> str:
    return f"{expat.ErrorString(error.code)} (line {error.lineno}, column {error.offset + 1})"
