"""A document whose every text tries to become a script."""

from __future__ import annotations

from typing import Any

ATTACK = (
    "\"'><script>window.hacked=1</script><img src=x onerror=window.hacked=1>[x](javascript:alert(1))</td></details>`|"
)


def hostile_document() -> dict[str, Any]:
    """Titles, tags, ids, paths, names, enums, examples, defaults, patterns and descriptions, all hostile."""
    field = {
        "type": "string",
        "description": ATTACK,
        "enum": [ATTACK, "b"],
        "default": ATTACK,
        "example": ATTACK,
        "pattern": "</code><script>window.hacked=1</script>",
        "title": ATTACK,
    }
    schema = {
        "type": "object",
        "title": ATTACK,
        "description": ATTACK,
        "properties": {ATTACK: field, "x": {"type": "array", "items": field}},
    }
    union = {
        "oneOf": [{"$ref": "#/components/schemas/Bad"}, {"title": ATTACK, "type": "object", "properties": {"y": field}}]
    }
    content = {"application/json": {"schema": schema, "example": {ATTACK: ATTACK}}, ATTACK: {"schema": union}}
    return {
        "openapi": "3.1.0",
        "info": {"title": ATTACK, "version": ATTACK, "description": ATTACK},
        "servers": [{"url": "https://a.example/<script>window.hacked=1</script>"}],
        "tags": [{"name": ATTACK, "description": ATTACK}],
        "security": [{ATTACK: [ATTACK]}],
        "paths": {
            f"/{ATTACK}/{{id}}": {
                "post": {
                    "operationId": ATTACK,
                    "tags": [ATTACK],
                    "summary": ATTACK,
                    "description": ATTACK,
                    "deprecated": True,
                    "parameters": [
                        {"name": ATTACK, "in": "query", "required": True, "description": ATTACK, "schema": field},
                        {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}, "example": ATTACK},
                    ],
                    "requestBody": {"description": ATTACK, "required": True, "content": content},
                    "responses": {
                        "200": {
                            "description": ATTACK,
                            "content": content,
                            "headers": {ATTACK: {"description": ATTACK}},
                        },
                        "404": {"description": ATTACK, "content": {"application/json": {"schema": union}}},
                    },
                }
            }
        },
        "components": {
            "schemas": {"Bad": schema, f"Bad{ATTACK}": schema},
            "securitySchemes": {ATTACK: {"type": "apiKey", "in": "header", "name": "X-Key", "description": ATTACK}},
        },
    }
