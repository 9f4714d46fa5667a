"""A document with what types are interested in: ids, enums, unions, files, streams, names that need another one."""

from __future__ import annotations

DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "Shop", "version": "1"},
    "servers": [{"url": "https://shop.example"}],
    "paths": {
        "/orders/{order-id}": {
            "get": {
                "operationId": "getOrder",
                "summary": "Get an order",
                "parameters": [
                    {"name": "order-id", "in": "path", "required": True, "schema": {"type": "integer"}},
                    {"name": "view", "in": "query", "schema": {"enum": ["short", "full"]}, "description": "How much."},
                ],
                "responses": {
                    "200": {
                        "description": "",
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Order"}}},
                    }
                },
            }
        },
        "/orders": {
            "post": {
                "operationId": "createOrder",
                "requestBody": {
                    "required": True,
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/NewOrder"}}},
                },
                "responses": {
                    "201": {
                        "description": "",
                        "content": {
                            "application/json": {"schema": {"$ref": "#/components/schemas/Order"}},
                            "text/event-stream": {
                                "schema": {"type": "object", "properties": {"step": {"type": "string"}}}
                            },
                        },
                    },
                },
            },
            "delete": {"operationId": "list", "responses": {"204": {"description": ""}}},
        },
        "/files": {
            "post": {
                "operationId": "upload file",
                "requestBody": {
                    "required": True,
                    "content": {
                        "multipart/form-data": {
                            "schema": {
                                "type": "object",
                                "required": ["file", "x[]"],
                                "properties": {
                                    "file": {"type": "string", "format": "binary"},
                                    "x[]": {"type": "array", "items": {"type": "string"}},
                                },
                            }
                        }
                    },
                },
                "responses": {"200": {"description": "", "content": {"text/plain": {}}}},
            }
        },
    },
    "components": {
        "schemas": {
            "Order": {
                "type": "object",
                "required": ["id", "kind", "lines"],
                "properties": {
                    "id": {"type": "integer", "readOnly": True},
                    "kind": {"const": "order"},
                    "lines": {"type": "array", "items": {"$ref": "#/components/schemas/Line"}},
                    "note": {"type": ["string", "null"]},
                    "str": {"type": "boolean"},
                    "parent": {"$ref": "#/components/schemas/Order"},
                },
            },
            "Line": {
                "type": "object",
                "required": ["sku"],
                "properties": {"sku": {"type": "string"}, "count": {"type": "integer"}},
            },
            "NewOrder": {
                "type": "object",
                "required": ["lines", "currency"],
                "properties": {
                    "lines": {"type": "array", "items": {"$ref": "#/components/schemas/Line"}},
                    "currency": {"type": "string", "default": "EUR"},
                    "stream": {"type": "boolean"},
                    "pay": {
                        "oneOf": [
                            {
                                "type": "object",
                                "required": ["type"],
                                "properties": {"type": {"const": "card"}, "number": {"type": "string"}},
                            },
                            {"type": "object", "required": ["type"], "properties": {"type": {"const": "cash"}}},
                        ]
                    },
                },
            },
        }
    },
}
