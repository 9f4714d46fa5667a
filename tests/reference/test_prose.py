"""Descriptions are untrusted: whatever they contain, no page gets a script from them."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from dynaclient.reference import prose

HOSTILE = [
    "<script>alert(1)</script>",
    "a <img src=x onerror=alert(1)> b",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](java\tscript:alert(1))",
    "[a]\n\n[a]: javascript:alert(1)",
    "<a href='javascript:alert(1)'>x</a>",
    '<a href="data:text/html;base64,PHNjcmlwdD4=">x</a>',
    "<svg onload=alert(1)>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "`<b>` <b onclick=alert(1)>bold</b>",
    "```\n<script>alert(1)</script>",
    "````\n```\n<script>alert(1)</script>\n```",
    "<!-- --><script>alert(1)</script>",
    "<style>body{display:none}</style>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "# heading\n<script\n>alert(1)</script\n>",
    "text\n===\n<object data=x>",
    "</details></td></table><script>alert(1)</script>",
    "![x](https://tracker.example/a.png)",
    "<https://example.com/?q=<script>>",
    "\\<script>alert(1)\\</script>",
]

READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
READER.validateLink = lambda url: True


def dangers(text: str) -> list[str]:
    """HTML and addresses of other schemes that a reader of Markdown finds."""
    found = []
    for token in READER.parse(text):
        for part in (token, *(token.children or ())):
            address = str(part.attrGet("href") or part.attrGet("src") or "")
            scheme = address.partition(":")[0].lower() if ":" in address else ""
            if part.type in ("html_block", "html_inline") or (scheme and scheme not in ("http", "https", "mailto")):
                found.append(part.content or address)
    return found


class Tags(HTMLParser):
    """Tags and attributes of a text, as a browser's tokenizer sees them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


SAFE_TAGS = frozenset(
    """a abbr b blockquote br code dd del dl dt em h5 hr i kbd li ol p pre s strong sub sup table tbody td th thead tr
    tt u ul""".split()  # noqa: SIM905
)


def assert_clean(html: str) -> None:
    for tag, attributes in Tags(html).found:
        assert tag in SAFE_TAGS, html
        assert set(attributes) <= {"href", "title", "rel", "class", "start", "align"}, html
        assert (attributes.get("href") or "https:").lower().startswith(("http:", "https:", "mailto:")), html


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    """In HTML nothing but harmless tags, in Markdown no HTML and no other address."""
    assert_clean(prose.html(text))
    assert dangers(prose.markdown(text)) == []
    assert dangers(f"| a |\n| --- |\n| {prose.line(text)} |") == []
    assert "\n" not in prose.line(text)


PIECES = st.sampled_from(
    [
        "<",
        ">",
        "/",
        "script",
        "img src=x onerror=a",
        "`",
        "``",
        "```",
        "\n",
        "\n\n",
        "\\",
        "[",
        "](",
        ")",
        "]: ",
        "!",
        "&",
        "&lt;",
        "&#106;",
        "javascript:",
        "data:",
        "https://a.b",
        "<!--",
        "-->",
        "<?",
        "]]>",
        "<![CDATA[",
        "#",
        "- ",
        "    ",
        "|",
        "~~~",
        "===",
        "*",
        "_",
        " ",
        "a",
        "\t",
        "'",
        '"',
    ]
)


@given(st.lists(PIECES, max_size=14).map("".join))
def test_no_text_becomes_html_or_a_script_address(text: str) -> None:
    """Whatever is put together."""
    assert dangers(prose.markdown(text)) == []
    assert dangers(prose.line(text)) == []
    assert_clean(prose.html(text))


def test_markdown_is_rendered_and_ordinary_html_is_kept() -> None:
    """Lists, tables, code, links, and the simple HTML that many descriptions are written in."""
    html = prose.html("Hi **you**, see [docs](https://a.b/c).\n\n- one\n- two\n\n<p>Old <b>style</b></p>")
    assert "<strong>you</strong>" in html
    assert 'href="https://a.b/c"' in html
    assert html.count("<li>") == 2
    assert "<b>style</b>" in html


def test_a_fence_left_open_is_closed_and_headings_are_bold() -> None:
    """So that a description cannot swallow the rest of the page, or become a part of its outline."""
    assert prose.markdown("# Title\n```\ncode") == "**Title**\n```\ncode\n```"
    assert "heading_open" not in {token.type for token in READER.parse(prose.markdown("A\n===\n\nB\n---\n\n## C"))}


def test_a_line_fits_a_cell() -> None:
    """Paragraphs and items behind one another, pipes escaped even in code."""
    assert prose.line("One\n\n- `a|b`\n- two") == "One • `a\\|b` • two"
