"""HTML for notebooks: tables and preformatted text. Escapes everything, because documents and servers are untrusted.

A long table shows its first rows. The others unfold without a script; the search box, which filters all of them, needs
one of its own, which notebooks run unless they are not trusted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

SHOWN = 12
"""Rows of a table that are shown before it is unfolded."""

MONOSPACED = "font-family:var(--jp-code-font-family,ui-monospace,SFMono-Regular,Menlo,Consolas,monospace)"

_LEFT = "text-align:left"

_STYLE = """
<style>
.dynaclient-table > details:not([open]) ~ table > tbody.more { display: none }
.dynaclient-table.searching > details { display: none }
.dynaclient-table.searching > details ~ table > tbody.more { display: table-row-group }
.dynaclient-table tr.other { display: none }
</style>
"""

_SEARCH = (
    "const box = this.closest('.dynaclient-table'), words = this.value.toLowerCase().split(/\\s+/).filter(Boolean);"
    "box.classList.toggle('searching', words.length > 0);"
    "for (const row of box.querySelectorAll('tbody tr'))"
    " row.classList.toggle('other', !words.every(word => row.textContent.toLowerCase().includes(word)));"
)
"""What the search box does when its text changes: a row stays if it has every word."""


def table_html(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """An HTML table of plain texts. One with many rows unfolds and can be searched."""
    header = "".join(f"<th style='{_LEFT}'>{escape(text)}</th>" for text in head)
    written = ["<tr>" + "".join(f"<td style='{_LEFT}'>{escape(text)}</td>" for text in row) + "</tr>" for row in rows]
    first, more = written[:SHOWN], written[SHOWN:]
    rest = f"<tbody class='more'>{''.join(more)}</tbody>" if more else ""
    table = f"<table><thead><tr>{header}</tr></thead><tbody>{''.join(first)}</tbody>{rest}</table>"
    if not more:
        return table
    return (
        f"{_STYLE}<div class='dynaclient-table'>"
        f"<input type='search' placeholder='Search {len(written)} rows' aria-label='Search {len(written)} rows' "
        f"data-lm-suppress-shortcuts='true' onkeydown='event.stopPropagation()' oninput='{escape(_SEARCH)}'>"
        f"<details><summary>{len(more)} more rows</summary></details>{table}</div>"
    )


def code_html(text: str) -> str:
    """Preformatted text in a monospaced font; long lines wrap."""
    return f"<pre style='{MONOSPACED};white-space:pre-wrap;text-align:left'>{escape(text)}</pre>"
