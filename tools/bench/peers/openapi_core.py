"""openapi-core in front of requests: the prepared request is checked, then sent."""

import requests
import yaml
from openapi_core import Config, OpenAPI
from openapi_core.contrib.requests import RequestsOpenAPIRequest
from payloads import HEADERS


def connect(base_url, document):
    with open(document, encoding="utf-8") as file:
        spec = yaml.load(file, yaml.CSafeLoader)
    spec["servers"] = [{"url": base_url}]
    api = OpenAPI.from_dict(spec, config=Config(spec_validator_cls=None))
    session = requests.Session()

    def call(operation_id, method, path, body):
        request = requests.Request(method.upper(), base_url + path, json=body, headers=HEADERS)
        prepared = session.prepare_request(request)
        api.validate_request(RequestsOpenAPIRequest(prepared))
        return session.send(prepared).json()

    return call
