"""What the name of a server of AWS tells: the region that it is in, and the service that it belongs to."""

from __future__ import annotations

import re

_CLOUD = re.compile(r"\.(amazonaws\.com(\.cn)?|api\.aws|on\.aws)$")
_REGION = re.compile(r"[a-z]{2}(-[a-z]+)+-\d")
_WITHOUT_REGION = "us-east-1"
_SIGNED_AS = {
    "appsync-api": "appsync",
    "bedrock-agent-runtime": "bedrock",
    "bedrock-runtime": "bedrock",
    "email": "ses",
    "lambda-url": "lambda",
}
"""Services whose name in signatures is another than in addresses."""


def scope_of_host(host: str) -> tuple[str, str]:
    """The region and the service that a server's name tells, "" for what it does not.

    `x.execute-api.eu-west-1.amazonaws.com` is of execute-api in eu-west-1; `d.eu-west-1.es.amazonaws.com` of es.
    """
    cloud = _CLOUD.search(host)
    if cloud is None:
        return "", ""
    labels = host[: cloud.start()].split(".")
    at = next((index for index, label in enumerate(labels) if _REGION.fullmatch(label)), None)
    if at is None:
        return _WITHOUT_REGION, _SIGNED_AS.get(labels[-1], labels[-1])
    service = labels[at + 1] if at + 1 < len(labels) else labels[at - 1] if at else ""
    return labels[at], _SIGNED_AS.get(service, service)
