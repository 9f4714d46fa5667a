"""Text of the document, made safe: Markdown that stays Markdown, and Markdown as HTML. The document is untrusted.

Knows nothing of pages. HTML is cleaned with nh3 (an allow-list), Markdown by escaping what could become HTML.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from .colours import CLASS, coloured

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
_OPENS = re.compile(r"<(?=[A-Za-z/!?])(?!(?:https?://|mailto:)[^\s<>]*>)")
_SCHEME = re.compile(r"(?i)\b(javascript|vbscript|data|file)(:|&colon;|&#)")
_HEADING = re.compile(r"^( {0,3})(#{1,6})(?=\s)")
_SETEXT = re.compile(r"^ {0,3}(=+|-+)\s*$")
_PUNCTUATION = re.compile(r"([!\"#$%&'()*+,./:;<=>?@\[\\\]^_`{|}~-])")

_SAFE_SCHEMES = frozenset(("http", "https", "mailto"))


@lru_cache(maxsize=1)
def _reader() -> Any:
    from markdown_it import MarkdownIt

    options = {"html": True, "highlight": lambda code, language, attributes: coloured(code, language)}
    return MarkdownIt("commonmark", options).enable(["table", "strikethrough"])


@lru_cache(maxsize=4096)
def html(text: str) -> str:
    """A description as HTML that holds no script, no style and no address but web ones; headings become bold."""
    import nh3

    rendered = _reader().render(text)
    return nh3.clean(
        re.sub(r"<(/?)h[1-6]>", r"<\1h5>", rendered),
        tags=_TAGS,
        clean_content_tags={"script", "style", "iframe", "object", "embed", "svg", "math", "template", "noscript"},
        attributes={
            "a": {"href", "title"},
            "code": {"class"},
            "ol": {"start"},
            "span": {"class"},
            "td": {"align"},
            "th": {"align"},
        },
        attribute_filter=_kept,
        url_schemes=set(_SAFE_SCHEMES),
        link_rel="noopener noreferrer nofollow",
    )


def _kept(tag: str, attribute: str, value: str) -> str | None:
    """Addresses of the web (one relative to the publisher's pages leads nowhere), and the classes of coloured code."""
    if tag == "span":
        return value if CLASS.fullmatch(value) else None
    if attribute != "href":
        return value
    return value if re.match(r"(?i)(https?://|mailto:)", value) else None


_TAGS = {
    "a", "abbr", "b", "blockquote", "br", "code", "dd", "del", "dl", "dt", "em", "h5", "hr", "i", "kbd", "li", "ol",
    "p", "pre", "s", "span", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "tt", "u", "ul",
}  # fmt: skip


@lru_cache(maxsize=4096)
def markdown(text: str) -> str:
    """A description as Markdown for the middle of a page: no HTML of its own, no heading, no fence left open.

    What still reads as HTML or as a script's address is written letter for letter.
    """
    safe = _escaped(text.strip())
    return safe if _is_harmless(safe) else literal(text.strip())


def literal(text: str) -> str:
    """Text in which nothing is Markdown."""
    return _PUNCTUATION.sub(r"\\\1", text)


@lru_cache(maxsize=4096)
def line(text: str) -> str:
    """A description as one line of Markdown, for a table cell: paragraphs and items follow each other."""
    text = re.sub(r"(?m)^ {0,3}(```|~~~).*$", "", text)
    parts = [re.sub(r"^\s*(?:[*+-]|\d+[.)])\s+", "• ", part.strip()) for part in text.strip().splitlines()]
    joined = re.sub(r"^[#>=-]+\s+", "", " ".join(part for part in parts if part))
    return markdown(re.sub(r"\s+", " ", joined)).replace("|", "\\|")


def _escaped(text: str) -> str:
    out: list[str] = []
    plain: list[str] = []
    fence = ""
    for row in text.splitlines():
        found = _FENCE.match(row)
        if fence:
            out.append(row)
            if found and found[1][0] == fence[0] and len(found[1]) >= len(fence) and not row.strip(" `~"):
                fence = ""
        elif found:
            out += [*_outside("\n".join(plain)).split("\n"), row] if plain else [row]
            plain, fence = [], found[1]
        else:
            plain.append(row)
    if plain:
        out += _outside("\n".join(plain)).split("\n")
    if fence:
        out.append(fence)
    return "\n".join(out)


def _outside(text: str) -> str:
    """Text outside of fences: tags escaped but in code spans, headings turned to bold."""
    rows: list[str] = []
    for row in text.split("\n"):
        heading = _HEADING.match(row)
        if heading:
            row = f"**{row[heading.end() :].strip().rstrip('#').strip()}**"
        rows.append("" if _SETEXT.match(row) and rows and rows[-1].strip() else row)
    text = "\n".join(rows)
    out, at = [], 0
    for code in _CODE.finditer(text):
        out += [_tags(text[at : code.start()]), code[0]]
        at = code.end()
    return "".join([*out, _tags(text[at:])])


def _tags(text: str) -> str:
    return _SCHEME.sub(r"\1\\\2", _OPENS.sub("&lt;", text))


def _is_harmless(text: str) -> bool:
    """Whether readers of Markdown find no HTML, no heading and no address of a script in a text."""
    for token in _lenient().parse(text):
        for part in (token, *(token.children or ())):
            if part.type in ("html_block", "html_inline", "heading_open"):
                return False
            address = str(part.attrGet("href") or part.attrGet("src") or "")
            if ":" in address and address.partition(":")[0].lower() not in _SAFE_SCHEMES:
                return False
    return True


@lru_cache(maxsize=1)
def _lenient() -> Any:
    reader = _reader().__class__("commonmark", {"html": True}).enable(["table", "strikethrough"])
    reader.validateLink = lambda url: True
    return reader
