"""This package: every argument is checked against the document."""

from dynaclient import Client


def connect(base_url, document):
    client = Client(document, base_url=base_url, credentials={"ApiKeyAuth": "sk-test"})

    def call(operation_id, method, path, body):
        if body is None:
            return client.call(operation_id).data
        return client.call(operation_id, body=body).data

    return call
