"""Writes a document of many operations, each with a body schema of its own. Usage: synthetic.py FILE TIMES."""

import json
import sys
from pathlib import Path

paths, schemas = {}, {}
for i in range(288 * int(sys.argv[2])):
    fields = {f"field_{k}": {"type": "string", "description": f"Field {k} of body {i}. " * 4} for k in range(12)}
    schemas[f"Body{i}"] = {"type": "object", "required": ["field_0"], "properties": fields}
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/Body{i}"}}}
    paths[f"/things{i}/{{id}}"] = {
        "post": {
            "operationId": f"changeThing{i}",
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
            "requestBody": {"required": True, "content": content},
            "responses": {"200": {"description": "Done."}},
        }
    }
document = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": paths}
Path(sys.argv[1]).write_text(json.dumps({**document, "components": {"schemas": schemas}}))
