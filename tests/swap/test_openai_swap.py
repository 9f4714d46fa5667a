"""Two years of the OpenAI API, and a program that uses twelve of its operations: what breaks is known, by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from dynaclient import Document
from dynaclient.swap import Report, Used, compare
from dynaclient.swap.lock import Lock
from dynaclient.swap.source import read_source

HERE = Path(__file__).parent
SHARED = HERE.parents[2] / "shared" / "specs"
OLD, NEW = SHARED / "openai-2024-10.yaml", SHARED / "openai-2026-08.yaml"

pytestmark = pytest.mark.skipif(not OLD.exists(), reason="the shared documents are not here")

USED = {
    "createAssistant": {"body:model", "body:name", "body:metadata"},
    "createChatCompletion": {"body:model", "body:messages", "body:top_logprobs"},
    "createEmbedding": {"body:model", "body:input"},
    "createImage": {"body:prompt", "body:size", "body:n"},
    "createMessage": {"path:thread_id", "body:role", "body:content"},
    "createRun": {"path:thread_id", "body:assistant_id", "body:tool_choice"},
    "createThread": set(),
    "createTranscription": {"body:model", "body:response_format", "body:timestamp_granularities[]", "body:file"},
    "createVectorStore": {"body:name", "body:file_ids"},
    "getRun": {"path:thread_id", "path:run_id"},
    "listFiles": {"query:purpose"},
    "listModels": None,  # passed on as a value: it may be called with anything
}
"""What the program uses, read by a person."""

BREAKS = {
    # the values of metadata are texts now, and could be anything; the program passes a number
    ("createAssistant", "body /metadata/*", "type-narrowed"),
    # `allOf` holds it against two descriptions now, of which one refuses null
    ("createChatCompletion", "body /top_logprobs", "null-refused"),
    # `nullable` is beside the reference in an `allOf`, where it does not admit null
    ("createRun", "body /tool_choice", "null-refused"),
    # the brackets of the name are gone
    ("createTranscription", "body /timestamp_granularities[]", "property-renamed"),
    # "3.2" became 3.2
    ("createTranscription", "answer 200 /duration", "type-changed"),
}
"""What breaks the program, found by reading both documents."""

BREAKS_OTHERS = BREAKS | {
    ("createThread", "body /metadata/*", "type-narrowed"),
    ("createThread", "body /messages/*/metadata/*", "type-narrowed"),
    ("createThread", "body /tool_resources/file_search/vector_stores/*/metadata/*", "type-narrowed"),
    ("createAssistant", "body /tool_resources/file_search/vector_stores/*/metadata/*", "type-narrowed"),
    ("createRun", "body /additional_messages/*/metadata/*", "type-narrowed"),
    ("createMessage", "body /metadata/*", "type-narrowed"),
    ("createRun", "body /metadata/*", "type-narrowed"),
    ("createRun", "body /truncation_strategy", "null-refused"),
    ("createVectorStore", "body /metadata/*", "type-narrowed"),
}
"""What breaks any program that uses these operations, with arguments that this one does not pass."""


def broken(report: Report) -> set[tuple[str, str, str]]:
    return {(change.operation_id, change.where, change.kind) for change in report.breaking}


@pytest.fixture(scope="module")
def old() -> Document:
    return Document(OLD)


@pytest.fixture(scope="module")
def new() -> Document:
    return Document(NEW)


@pytest.fixture(scope="module")
def used(old: Document) -> Used:
    found = read_source(old, [HERE / "program"])
    assert found.unknown == []
    return found.used


def test_the_twelve_operations_are_found_with_their_arguments(used: Used) -> None:
    assert {name: None if names is None else set(names) for name, names in used.operations.items()} == USED


def test_the_report_names_exactly_what_breaks_the_program(old: Document, new: Document, used: Used) -> None:
    report = compare(old, new, used)
    assert broken(report) == BREAKS
    assert len(str(report).splitlines()) <= 60
    assert report.compared == 12


def test_the_report_of_whole_operations_names_the_rest(old: Document, new: Document) -> None:
    report = compare(old, new, list(USED))
    assert broken(report) == BREAKS_OTHERS
    assert len(str(report).splitlines()) <= 60


def test_the_new_operations_break_nothing(old: Document, new: Document) -> None:
    report = compare(old, new)
    assert len(report.added) == 194
    assert {change.verdict for change in report.changes if change.operation_id in report.added} == {"safe"}


def test_the_lock_says_the_same(old: Document, new: Document, used: Used, tmp_path: Path) -> None:
    """Without the old document at hand."""
    from dynaclient.swap import read_lock

    Lock.of(old, used).write(tmp_path / "x.lock")
    assert broken(compare(read_lock(tmp_path / "x.lock"), new)) == BREAKS


def test_both_places_of_a_change_are_in_their_documents(old: Document, new: Document) -> None:
    for change in compare(old, new, list(USED)).changes:
        for document, pointer in ((old, change.old_pointer), (new, change.new_pointer)):
            document.follow({"$ref": pointer}, document_place(document))


def document_place(document: Document) -> object:
    from dynaclient.document.place import Place

    return Place(document.uri)
