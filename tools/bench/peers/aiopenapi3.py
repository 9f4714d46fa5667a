"""aiopenapi3: a dynamic client that makes models of every schema when it loads."""

import aiopenapi3


def connect(base_url, document):
    api = aiopenapi3.OpenAPI.load_file(base_url, document, loader=aiopenapi3.FileSystemLoader("/"))
    api.authenticate(ApiKeyAuth="sk-test")

    def call(operation_id, method, path, body):
        operation = getattr(api._, operation_id)
        return operation(data=body) if body is not None else operation()

    return call
