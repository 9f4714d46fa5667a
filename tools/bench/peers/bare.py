"""Bare requests: nothing is checked."""

import requests
from payloads import HEADERS


def connect(base_url, document):
    session = requests.Session()

    def call(operation_id, method, path, body):
        if method == "get":
            return session.get(base_url + path, headers=HEADERS).json()
        return session.post(base_url + path, json=body, headers=HEADERS).json()

    return call
