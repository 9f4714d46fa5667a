"""Run in an environment with the official SDK: verifies the webhooks on standard input, and prints what they are."""

from __future__ import annotations

import json
import sys

from openai import InvalidWebhookSignatureError, OpenAI


def main() -> None:
    """Each line has a secret, headers and a body; the answer is the event's type and class, or the error's name."""
    for line in sys.stdin:
        given = json.loads(line)
        client = OpenAI(api_key="k", webhook_secret=given["secret"])
        try:
            event = client.webhooks.unwrap(given["body"], given["headers"])
        except InvalidWebhookSignatureError:
            answer = ["InvalidWebhookSignatureError", ""]
        else:
            answer = [event.type, type(event).__name__]
        sys.stdout.write(json.dumps(answer) + "\n")


main()
