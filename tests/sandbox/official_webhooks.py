"""Run in an environment with the official SDK: verifies the webhooks on standard input, and prints what they are."""

from __future__ import annotations

import json
import sys
from typing import get_args

from openai import InvalidWebhookSignatureError, OpenAI
from openai.types import webhooks


def kind_of(event: object, expected: str, body: str) -> str:
    """The event's class. One that the SDK has and forgot in its union (3.57 has one) reads the body by itself."""
    union = get_args(get_args(webhooks.UnwrapWebhookEvent)[0])
    if expected in {kind.__name__ for kind in union}:
        return type(event).__name__
    return type(getattr(webhooks, expected).model_validate_json(body)).__name__


def main() -> None:
    """Each line has a secret, headers, a body and the class; the answer is the event's type and class, or the error."""
    for line in sys.stdin:
        given = json.loads(line)
        client = OpenAI(api_key="k", webhook_secret=given["secret"])
        try:
            event = client.webhooks.unwrap(given["body"], given["headers"])
        except InvalidWebhookSignatureError:
            answer = ["InvalidWebhookSignatureError", ""]
        else:
            answer = [event.type, kind_of(event, given["kind"], given["body"])]
        sys.stdout.write(json.dumps(answer) + "\n")


main()
