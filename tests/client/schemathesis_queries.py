"""What Schemathesis writes for documents with `in: querystring`: prints the queries of its cases, by operation."""

from __future__ import annotations

import json
import sys
import warnings
from typing import Any

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings

warnings.simplefilter("ignore")

with open(sys.argv[1], encoding="utf-8") as file:
    document = json.load(file)


def queries_of(operation: Any) -> list[str]:
    """The queries of some valid cases of an operation, as they are sent."""
    queries: list[str] = []

    @seed(7)
    @settings(
        max_examples=60, database=None, deadline=None, phases=[Phase.generate], suppress_health_check=[*HealthCheck]
    )
    @given(case=operation.as_strategy(generation_mode=schemathesis.GenerationMode.POSITIVE))
    def collect(case: Any) -> None:
        given = case.as_transport_kwargs(base_url="http://a.test")
        sent = {key: given[key] for key in ("method", "url", "params", "headers") if key in given}
        queries.append(str(requests.Request(**sent).prepare().url).partition("?")[2])

    collect()
    return queries


operations = [result.ok() for result in schemathesis.openapi.from_dict(document).get_all_operations()]
found = {operation.definition.raw["operationId"]: queries_of(operation) for operation in operations}
print(json.dumps(found))  # noqa: T201  # what the test reads
