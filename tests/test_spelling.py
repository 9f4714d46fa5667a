"""Which names are suggested for one that is not known."""

from __future__ import annotations

import pytest

from dynaclient._support.spelling import nearest

COMMANDS = ["list", "show", "search", "call", "request", "explain", "check", "bundle", "reference", "stubs", "sandbox"]
OPTIONS = ["--select", "--format", "--output", "--all", "--no-pager", "--no-color", "--timeout", "--retries", "--rate"]
FIELDS = ["model", "max_tokens", "temperature", "top_p", "user", "stream", "stream_options", "start_date", "min_length"]
OPERATIONS = [
    "createRun",
    "create_run",
    "createImage",
    "createVoice",
    "listModels",
    "listItems",
    "createChatCompletion",
]


@pytest.mark.parametrize(
    ("given", "known", "near"),
    [
        # a slip
        ("serch", COMMANDS, "search"),
        ("lsit", COMMANDS, "list"),
        ("shwo", COMMANDS, "show"),
        ("stub", COMMANDS, "stubs"),
        ("refrence", COMMANDS, "reference"),
        ("--formt", OPTIONS, "--format"),
        ("--al", OPTIONS, "--all"),
        ("--time-out", OPTIONS, "--timeout"),
        ("--no-colour", OPTIONS, "--no-color"),
        ("temprature", FIELDS, "temperature"),
        ("modle", FIELDS, "model"),
        ("mdoel", FIELDS, "model"),
        ("min_lenght", FIELDS, "min_length"),
        ("rde", ["red", "green", "blue"], "red"),
        ("dome", ["queued", "done", "failed"], "done"),
        ("listModel", OPERATIONS, "listModels"),
        ("creatRun", OPERATIONS, "createRun"),
        # another style, or other words around it
        ("maxTokens", FIELDS, "max_tokens"),
        ("Thread-ID", ["thread_id"], "thread_id"),
        ("create_run", OPERATIONS, "createRun"),
        ("tokens", FIELDS, "max_tokens"),
        ("chatCompletions", OPERATIONS, "createChatCompletion"),
        ("completionChat", OPERATIONS, "createChatCompletion"),
        ("temp", FIELDS, "temperature"),
        ("max_tokens_limit", FIELDS, "max_tokens"),
        ("ü", ["ü", "ö"], "ü"),
    ],
)
def test_a_name_that_is_probably_meant_is_suggested(given: str, known: list[str], near: str) -> None:
    assert nearest(given, known)[:1] == (near,)


@pytest.mark.parametrize(
    ("given", "known"),
    [
        ("--nope", OPTIONS),
        ("--nme", OPTIONS),
        ("tests", COMMANDS),
        ("test", COMMANDS),
        ("best", COMMANDS),
        ("login", COMMANDS),
        ("mock", COMMANDS),
        ("zzz", COMMANDS),
        ("cat", ["car", "cap"]),
        ("a", ["b", "ab"]),
        ("top_k", FIELDS),
        ("end_date", FIELDS),
        ("max_length", FIELDS),
        ("steam_engine", FIELDS),
        ("item", ["limit", "time", "units"]),
        ("updated", ["created", "deleted"]),
        ("createVideo", OPERATIONS),
        ("listVideos", OPERATIONS),
        ("listTeams", OPERATIONS),
        ("deleteRun", OPERATIONS),
        ("list", ["listModels", "listFiles", "listRuns", "listItems"]),
        ("parameters", ["日本語名"]),
        ("", FIELDS),
        ("x", []),
    ],
)
def test_a_name_that_only_looks_alike_is_not(given: str, known: list[str]) -> None:
    """How far two names may be apart depends on their length, without the words that both have."""
    assert nearest(given, known) == ()
