"""Every example in the bundled description is a valid value of the schema beside it.

Two judges have to agree: our own checker, which reads the description itself, and jsonschema over the files as PyYAML
reads them, where no line of ours takes part. Both go by the letter of the standard, without the reliefs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

import jsonschema
import pytest
import referencing
import referencing.jsonschema

from dynaclient.document import Document
from dynaclient.model import Operations
from dynaclient.schema import SchemaChecker

from .contents import DESCRIPTION, OPERATION_IDS, Holder, Spot, iter_holders, iter_parts, iter_schemas

WITHOUT_BODY = {
    "deleteResponse",
    "DeleteContainer",
    "DeleteContainerFile",
    "accept-realtime-call",
    "hangup-realtime-call",
    "refer-realtime-call",
    "reject-realtime-call",
}
"""The operations whose answer promises no body."""

WITHOUT_FILE = {"create-realtime-call", "CreateVideoRemix", "createVoice"}
"""The operations that take a form for another reason than a file, or without one too."""

Judge = Callable[[Spot, Any], list[str]]
"""Gives every reason why a value does not fit a schema."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A value that the description gives for a schema."""

    where: str
    spot: Spot
    value: Any


@pytest.fixture(scope="module")
def ours(document: Document) -> Judge:
    """Our own checker, without the reliefs."""

    def judge(spot: Spot, value: Any) -> list[str]:
        findings = SchemaChecker(document, spot.schema, None, spot.reference).findings(value)
        return [f"{finding.path or 'the value'}: {finding.message}" for finding in findings]

    return judge


@pytest.fixture(scope="module")
def theirs(files: Mapping[str, Any]) -> Judge:
    """jsonschema, which finds the schema by its reference in the files as PyYAML reads them. It checks formats too."""
    base = DESCRIPTION.as_uri()
    registry: referencing.Registry[Any] = referencing.Registry().with_resources(
        (urljoin(base, name), referencing.jsonschema.DRAFT202012.create_resource(content))
        for name, content in files.items()
    )
    judge_class = jsonschema.Draft202012Validator

    def judge(spot: Spot, value: Any) -> list[str]:
        schema = {"$ref": urljoin(base, spot.reference)}
        validator = judge_class(schema, registry=registry, format_checker=judge_class.FORMAT_CHECKER)
        return [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(value)]

    return judge


def samples_of(document: Document, operation_id: str) -> list[Sample]:
    """The examples of an operation's parameters, headers and bodies; an event of a stream is one value like any other.

    YAML cannot hold the bytes of a binary part. A sentence in brackets is there in their place, and since
    `format: binary` admits any text, only that the part is there and may be there is judged.
    """
    return [
        Sample(f"{holder.where}, example {name!r}", holder.spot, value)
        for holder in iter_holders(document, operation_id)
        for name, value in holder.examples.items()
    ]


def schema_samples(document: Document) -> Iterator[Sample]:
    """The `example`, `examples` and `default` of every schema that any operation reaches."""
    roots = [holder.spot for operation_id in OPERATION_IDS for holder in iter_holders(document, operation_id)]
    for spot in iter_schemas(document, roots):
        for keyword in ("example", "default"):
            if keyword in spot.schema:
                yield Sample(f"{spot.reference}, {keyword}", spot, spot.schema[keyword])
        for i, value in enumerate(spot.schema.get("examples", ())):
            yield Sample(f"{spot.reference}, examples {i}", spot, value)


def faults(judge: Judge, samples: list[Sample]) -> list[str]:
    return [f"{sample.where}: {reason}" for sample in samples for reason in judge(sample.spot, sample.value)]


def bodies(document: Document, side: str, status: str = "") -> list[Holder]:
    """All bodies of requests, or of answers whose status begins with `status`."""
    return [
        holder
        for operation_id in OPERATION_IDS
        for holder in iter_holders(document, operation_id)
        if holder.media_type and holder.side == side and holder.status.startswith(status)
    ]


def test_examples_of_an_operation_fit_by_our_own_checker(operation_id: str, document: Document, ours: Judge) -> None:
    """Each example of a parameter, header, request, answer or event satisfies its schema, to the letter."""
    assert faults(ours, samples_of(document, operation_id)) == []


def test_examples_of_an_operation_fit_by_jsonschema(operation_id: str, document: Document, theirs: Judge) -> None:
    """A judge that shares no code with us, from the reading of the files on, finds nothing wrong either."""
    assert faults(theirs, samples_of(document, operation_id)) == []


def test_examples_and_defaults_in_schemas_fit(document: Document, ours: Judge, theirs: Judge) -> None:
    """The example or default in a schema is a valid value of that schema, by both judges."""
    samples = list(schema_samples(document))
    assert len(samples) >= 95
    assert faults(ours, samples) == []
    assert faults(theirs, samples) == []


def test_our_checker_left_no_schema_out(document: Document, ours: Judge) -> None:
    """None of the schemas behind the examples had to be compiled with a part missing, which would accept too much."""
    for operation_id in OPERATION_IDS:
        faults(ours, samples_of(document, operation_id))
    assert document.problems == ()


def test_both_judges_refuse_examples_without_a_required_property(
    document: Document, ours: Judge, theirs: Judge
) -> None:
    """An example that lacks one required property is refused by both: neither judge accepts whatever it is given."""
    refused = 0
    for holder in [*bodies(document, "request"), *bodies(document, "response", "2")]:
        demanded = {
            name for part in iter_parts(document, holder.spot.schema, ("allOf",)) for name in part.get("required", ())
        }
        for value in holder.examples.values():
            for name in demanded if isinstance(value, dict) else ():
                spoilt = {key: item for key, item in value.items() if key != name}
                assert ours(holder.spot, spoilt), f"{holder.where} without {name}"
                assert theirs(holder.spot, spoilt), f"{holder.where} without {name}"
                refused += 1
    assert refused >= 500


def test_every_request_body_has_an_example(document: Document, operations: Operations) -> None:
    """Wherever a body is declared, each of its media types has an example, in JSON or as a form."""
    holders = bodies(document, "request")
    assert [holder.where for holder in holders if not holder.examples] == []
    declared = {operation.operation_id for operation in operations.values() if operation.request_body}
    assert {holder.where.split()[0] for holder in holders} == declared
    assert len(declared) >= 42


def test_every_answer_has_an_example(document: Document) -> None:
    """Each media type of each answer has an example, errors included, and all but a few operations have a body."""
    holders = bodies(document, "response")
    assert [holder.where for holder in holders if not holder.examples] == []
    answering = {holder.where.split()[0] for holder in bodies(document, "response", "2")}
    assert answering == set(OPERATION_IDS) - WITHOUT_BODY


def test_every_path_parameter_has_an_example(document: Document) -> None:
    """A path can be written down as soon as it is read about: each of its parameters shows a value."""
    parameters = [
        holder
        for operation_id in OPERATION_IDS
        for holder in iter_holders(document, operation_id)
        if holder.side == "parameter" and holder.raw["in"] == "path"
    ]
    assert len(parameters) >= 80
    assert [holder.where for holder in parameters if not holder.examples] == []


def test_every_stream_shows_an_event(document: Document) -> None:
    """Each of the eleven operations that can answer with a stream shows at least one of its events."""
    streams = [holder for holder in bodies(document, "response", "2") if holder.media_type == "text/event-stream"]
    assert len(streams) == 11
    assert [holder.where for holder in streams if not holder.examples] == []


def test_every_example_of_a_form_sends_a_file(document: Document) -> None:
    """Almost all operations that take a form take it for the sake of a file, so each example has a binary part."""
    forms = [holder for holder in bodies(document, "request") if holder.media_type == "multipart/form-data"]
    assert {form.where.split()[0] for form in forms} >= WITHOUT_FILE
    for holder in (form for form in forms if form.where.split()[0] not in WITHOUT_FILE):
        binary = {
            name
            for part in iter_parts(document, holder.spot.schema)
            for name, described in part.get("properties", {}).items()
            if is_binary(document, described)
        }
        for name, value in holder.examples.items():
            assert value.keys() & binary, f"{holder.where}, example {name!r}, sends none of {sorted(binary)}"


def is_binary(document: Document, schema: Any) -> bool:
    """Whether the schema, one of its alternatives, or the items of either are bytes."""
    parts = list(iter_parts(document, schema))
    parts += [part for whole in parts for part in iter_parts(document, whole.get("items"))]
    return any(part.get("format") == "binary" for part in parts)


def test_enough_was_checked(document: Document) -> None:
    """The examples are all there: a walk that stopped early would find nothing wrong either."""
    samples = [sample for operation_id in OPERATION_IDS for sample in samples_of(document, operation_id)]
    requests = [example for holder in bodies(document, "request") for example in holder.examples]
    answers = [example for holder in bodies(document, "response", "2") for example in holder.examples]
    assert len(samples) >= 440
    assert len(requests) >= 52
    assert len(answers) >= 112
