"""Bare httpx: nothing is checked."""

import httpx
from payloads import HEADERS


def connect(base_url, document):
    client = httpx.Client()

    def call(operation_id, method, path, body):
        if method == "get":
            return client.get(base_url + path, headers=HEADERS).json()
        return client.post(base_url + path, json=body, headers=HEADERS).json()

    return call
