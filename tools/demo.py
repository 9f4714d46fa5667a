"""The main job in one minute: calls by name, and wrong calls refused before anything is sent."""

from __future__ import annotations

import sys
import textwrap
import warnings
from pathlib import Path

from dynaclient import DynaclientDeprecationWarning, OpenAI, RequestError
from dynaclient.openai import bundled_description
from dynaclient.sandbox import Sandbox


def show(call: str, result: object) -> None:
    """Print a call and what came of it."""
    print(f"\n>>> {call}")
    print(textwrap.indent(str(result), "    "))


def refused(call: str, error: RequestError) -> None:
    """Print a call and why it was not sent."""
    print(f"\n>>> {call}")
    print(textwrap.indent(f"{type(error).__name__}: {error}", "    "))


def main() -> int:
    """Run every step; a step that does not do what it should ends the demo with an error."""
    sent: list[str] = []
    sandbox = Sandbox(bundled_description())
    client = OpenAI(app=sandbox, api_key="sandbox", on_request=lambda request: sent.append(request.operation_id))
    print(f"{client!r}, answered by an embedded sandbox: no key, no network.")

    models = client.listModels()
    show("client.listModels()", [model["id"] for model in models["data"]])

    first = [{"role": "user", "content": "We speak of numbers."}]
    conversation = client.createConversation(items=first)
    show(f"conversation = client.createConversation(items={first})", conversation.data)

    answer = client.createResponse(model="gpt-5-mini", input="What is 6 × 7?", conversation=conversation["id"])
    show(
        'client.createResponse(model="gpt-5-mini", input="What is 6 × 7?", conversation=conversation["id"])',
        answer["output"][0]["content"][0]["text"],
    )

    items = client.list_conversation_items(conversation_id=conversation["id"], limit="5")
    show(
        'client.list_conversation_items(conversation_id=conversation["id"], limit="5")',
        [item["id"] for item in items["data"]],
    )

    warnings.simplefilter("ignore", DynaclientDeprecationWarning)  # the older way works still
    thread = client.createThread()
    run = client.call("createRun", thread_id=thread["id"], assistant_id="asst_1")
    show('client.call("createRun", thread_id=thread["id"], assistant_id="asst_1")', f"{run['id']}: {run['status']}")

    sandbox.clock.advance(60)
    done = client.getRun(thread_id=thread["id"], run_id=run["id"])
    show('sandbox.clock.advance(60); client.getRun(…)["status"]', done["status"])

    messages = client.list_messages(thread_id=thread["id"], limit="5")
    show('client.list_messages(thread_id=thread["id"], limit="5")', [item["id"] for item in messages["data"]])

    file = client.createFile(file=Path(__file__), purpose="assistants")
    show(f'client.createFile(file=Path("{Path(__file__).name}"), purpose="assistants")', file.data)

    operations = [request.operation_id for request in sandbox.requests]
    if done["status"] != "completed" or operations != sent:
        print(f"The run is {done['status']}, and the sandbox was asked {operations}, not {sent}.")
        return 1
    sandbox.on("listModels").answer(status=429, headers={"Retry-After": "0"}, times=1, force=True)
    answers = client.listModels().attempts
    show(
        'sandbox.on("listModels").answer(status=429, times=1); client.listModels()',
        [item.status_code for item in answers],
    )

    print(f"\n{len(sent)} requests were sent: {', '.join(sent)}.\nNow three calls that are wrong.")
    before = len(sent)
    wrong = [
        ('client.createRun(thred_id="thread_1", assistant_id="asst_1")', "createRun",
         {"thred_id": "thread_1", "assistant_id": "asst_1"}),
        ('client.createChatCompletion(model="gpt-4o", messages=[{"role": "usr", "content": "Hi"}], temperature=3)',
         "createChatCompletion",
         {"model": "gpt-4o", "messages": [{"role": "usr", "content": "Hi"}], "temperature": 3}),
        ('client.getThread(thread_id="..")', "getThread", {"thread_id": ".."}),
    ]  # fmt: skip
    for call, operation_id, arguments in wrong:
        try:
            client.call(operation_id, arguments)
        except RequestError as error:
            refused(call, error)
        else:
            print(f"{call} was sent, and should not have been")
            return 1
    print(f"\nRequests sent by the wrong calls: {len(sent) - before}.")
    return 0 if len(sent) == before else 1


if __name__ == "__main__":
    sys.exit(main())
