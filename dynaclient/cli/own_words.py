"""The library's texts with the command line's options instead of Python's arguments. Knows nothing about errors."""

from __future__ import annotations

_IN_PYTHON = (
    ("base_url='https://…'", "--base-url https://…"),
    ("(timeout=)", "(--timeout)"),
    ("(deadline=)", "(--deadline)"),
    (
        "with_options(stream=True) leaves it to response.save(path) or response.iter_bytes()",
        "-o FILE writes it as it arrives",
    ),
    ("(max_body=)", "(max_body in the profile)"),
    ("; read the body with response.iter_bytes()", ""),
    ("retries= must be a whole number from 0 or a RetryPolicy", "--retries must be a whole number from 0"),
    ("rule={'items': '/…'}", "--page-rule items=/…"),
    ("rule={'empty_pages': True}", "--page-rule empty_pages=true"),
    ("rule={'kind': …, 'parameter': …}", "--page-rule kind=… --page-rule parameter=…"),
    ("rule= has no field", "--page-rule has no field"),
    ("a page rule's kind is", "--page-rule kind= is"),
    (" needs parameter=, which selects the page", " needs --page-rule parameter=NAME, which selects the page"),
    ("body= is the whole body", "-b gives the whole body"),
    ("leave body= out", "leave -b out"),
    ("the whole of it as body=", "the whole of it with -b"),
    ("body={} sends an empty one", "-b '{}' sends an empty one"),
    ("body=[] sends an empty one", "-b '[]' sends an empty one"),
    ("query=:", "--query:"),
    (" See client.operations, or search with client.operations.search(…).", ""),
    (". response.content has its bytes", ""),
)
"""Translates the library's advice from Python to the command line."""


def in_own_words(text: str) -> str:
    """The library's text with the command line's options instead of Python's arguments."""
    for python, here in _IN_PYTHON:
        text = text.replace(python, here)
    return text
