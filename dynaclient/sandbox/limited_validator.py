"""A schema compiled by jsonschema-rs, which counts backtracking steps and gives up. The sandbox's only use of it."""

from __future__ import annotations

from typing import Any


def limited_validator(schema: Any, backtracks: int) -> Any:
    """The validator, or None if jsonschema-rs is not installed or cannot read the schema.

    Args:
        backtracks: steps that one match may take.
    """
    import decimal  # noqa: F401  # here Ctrl-C is an exception; while jsonschema_rs loads it, it is a panic

    try:
        import jsonschema_rs
    except ImportError:  # no wheel for this Python
        return None
    options = jsonschema_rs.FancyRegexOptions(backtrack_limit=backtracks)
    try:
        return jsonschema_rs.Draft202012Validator(schema, validate_formats=False, offline=True, pattern_options=options)
    except (ValueError, jsonschema_rs.ValidationError):
        return None
