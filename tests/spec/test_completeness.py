"""The bundled description says all that it promises to say, and nothing in it hangs loose."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import urljoin

import pytest

from dynaclient.document import Document
from dynaclient.document.place import Place
from dynaclient.document.read import load_object
from dynaclient.model import Operations

from .contents import (
    DESCRIPTION,
    FACT_IDS,
    FOLDER,
    OPERATION_IDS,
    README,
    Side,
    Spot,
    fragment_of,
    iter_holders,
    iter_parts,
    iter_schemas,
)

SUCCESSOR = re.compile(r"\binstead\b|\bolder (name|form) of\b|\bnothing takes its place\b")
"""How the description of something deprecated leads to what takes its place, or says that nothing does."""

METHODS = {"get", "put", "post", "delete", "patch", "head", "options", "trace"}


def schemas_of(document: Document, *sides: Side) -> list[Spot]:
    """Every schema that parameters, requests or answers reach."""
    roots = [
        holder.spot
        for operation_id in OPERATION_IDS
        for holder in iter_holders(document, operation_id)
        if holder.side in sides
    ]
    return list(iter_schemas(document, roots))


def properties_of(spots: Iterable[Spot]) -> Iterator[Spot]:
    """Every property that the schemas declare."""
    for spot in spots:
        for name, schema in spot.schema.get("properties", {}).items():
            yield Spot(spot.child("properties", name), schema)


def described(document: Document, schema: Any) -> str:
    """The description of a schema, or of the schemas that it refers to or extends."""
    texts = (part.get("description", "").strip() for part in iter_parts(document, schema, ("allOf",)))
    return next(filter(None, texts), "")


# operations


def test_operations_are_those_of_the_facts(operations: Operations) -> None:
    """There are all operations that the older reference documents, under the same ids, and those added since."""
    assert set(FACT_IDS) <= set(operations)
    assert set(operations) == set(OPERATION_IDS)
    assert len(FACT_IDS) == 94


def test_operation_tells_a_newcomer_what_it_is_for(operation_id: str, operations: Operations) -> None:
    """A summary that fits a list, and a description of at least fifteen words that says more than the summary."""
    operation = operations[operation_id]
    assert 2 <= len(operation.summary.split()) <= 10
    assert not operation.summary.endswith(".")
    assert len(operation.description.split()) >= 15
    assert operation.description.rstrip().endswith((".", ")"))


def test_summaries_differ(operations: Operations) -> None:
    """No two operations have the same summary: in a list, each is recognised by it."""
    summaries = [operation.summary for operation in operations.values()]
    assert sorted(summaries) == sorted(set(summaries))


def test_operation_has_one_tag_that_the_root_declares(
    operation_id: str, operations: Operations, document: Document
) -> None:
    """An operation is in exactly one section of a reference, and the section has an introduction."""
    declared = {tag["name"] for tag in document.tags if tag.get("description")}
    assert len(operations[operation_id].tags) == 1
    assert set(operations[operation_id].tags) <= declared


def test_every_tag_has_operations(operations: Operations, document: Document) -> None:
    """The root declares no tag twice and none that no operation carries."""
    used = {tag for operation in operations.values() for tag in operation.tags}
    assert sorted(tag["name"] for tag in document.tags) == sorted(used)


def test_operation_declares_its_errors(operation_id: str, operations: Operations) -> None:
    """Beside one success, 4XX and 5XX are declared, each with the API's error object."""
    responses = operations[operation_id].responses
    assert {"4XX", "5XX"} <= set(responses)
    assert len([status for status in responses if status.startswith("2")]) == 1
    assert all(response.description for response in responses.values())
    for status in ("4XX", "5XX"):
        schema = responses[status].content["application/json"].schema
        assert schema == {"$ref": "common.yaml#/schemas/ErrorResponse"}


def test_operation_asks_for_the_right_kind_of_key(operation_id: str, operations: Operations) -> None:
    """The administration of an organization takes the admin key, everything else the ordinary one."""
    operation = operations[operation_id]
    scheme = "AdminApiKeyAuth" if operation.path.startswith(("/organization", "/projects")) else "ApiKeyAuth"
    assert [dict(requirement) for requirement in operation.security] == [{scheme: ()}]


def test_templates_of_the_path_are_declared(operation_id: str, document: Document) -> None:
    """The path parameters written down are exactly the names in the path, each required. Read before we add any."""
    entry = document.entries[operation_id]
    raw = []
    for pointer in (entry.pointer.rpartition("/")[0], entry.pointer):  # the path item, and the operation
        holder, place = document.follow({"$ref": pointer}, Place(document.uri))
        raw += [(parameter, place) for parameter in holder.get("parameters", ())]
    parameters = [document.follow(parameter, place)[0] for parameter, place in raw]
    declared = [parameter["name"] for parameter in parameters if parameter["in"] == "path"]
    assert sorted(declared) == sorted(re.findall(r"\{([^}]+)\}", entry.path))
    assert all(parameter["required"] is True for parameter in parameters if parameter["in"] == "path")


def test_parameters_are_described(operation_id: str, operations: Operations) -> None:
    """Every parameter has a description of its own."""
    assert [p.name for p in operations[operation_id].parameters if len(p.description.split()) < 3] == []


# schemas


@pytest.mark.parametrize(("side", "least"), [("request", 520), ("response", 1060)])
def test_properties_are_described(side: Side, least: int, document: Document) -> None:
    """Every property of a body has a description: nested ones, those behind references, in lists and in unions."""
    found = list(properties_of(schemas_of(document, side)))
    assert len(found) >= least
    assert [spot.reference for spot in found if not described(document, spot.schema)] == []


def test_deprecated_things_name_their_successor(document: Document, operations: Operations) -> None:
    """Whatever is deprecated says what to use instead, or that there is nothing: operations, parameters, schemas."""
    texts = {op.operation_id: op.description for op in operations.values() if op.deprecated}
    assert len(texts) >= 25
    for operation in operations.values():
        texts |= {f"{operation.operation_id} {p.name}": p.description for p in operation.parameters if p.deprecated}
    for spot in schemas_of(document, "parameter", "request", "response"):
        if spot.schema.get("deprecated"):
            texts[spot.reference] = described(document, spot.schema)
    assert len(texts) >= 20
    assert [where for where, text in texts.items() if not SUCCESSOR.search(text)] == []


def test_required_names_are_declared(document: Document) -> None:
    """No `required` names a property that neither the schema nor the composition it is written in declares."""
    wrong, seen = [], 0
    for spot in schemas_of(document, "parameter", "request", "response"):
        declared = {
            name
            for relative in (spot.schema, *spot.family)
            for part in iter_parts(document, relative)
            for name in part.get("properties", {})
        }
        for name in spot.schema.get("required", ()):
            seen += 1
            if name not in declared:
                wrong.append(f"{spot.reference}: {name}")
    assert wrong == []
    assert seen >= 740


# unions


def allowed(document: Document, schema: Any, name: str) -> set[Any] | None:
    """The values that a property may have in a schema where it is required, or None if any value will do."""
    parts = list(iter_parts(document, schema, ("allOf",)))
    for part in parts:
        for keyword in ("oneOf", "anyOf"):
            if keyword in part:
                found = [allowed(document, branch, name) for branch in part[keyword]]
                return None if None in found else set().union(*(values or set() for values in found))
    if not any(name in part.get("required", ()) for part in parts):
        return None
    for part in parts:
        for constant in iter_parts(document, part.get("properties", {}).get(name), ()):
            if "const" in constant:
                return {constant["const"]}
            if "enum" in constant:
                return set(constant["enum"])
    return None


def unions(document: Document) -> list[tuple[Spot, list[Any]]]:
    """Every `oneOf` and `anyOf` of more than one kind of object."""
    found = []
    for spot in schemas_of(document, "parameter", "request", "response"):
        for keyword in ("oneOf", "anyOf"):
            branches = spot.schema.get(keyword, [])
            objects = [b for b in branches if any("properties" in part for part in iter_parts(document, b))]
            if len(objects) > 1:
                found.append((spot, branches))
    return found


def test_discriminators_map_each_constant_to_its_branch(document: Document) -> None:
    """A mapping leads from every constant to the branch that has it: all resolve, and no branch or value is missing."""
    seen = 0
    for spot, branches in unions(document):
        if "discriminator" not in spot.schema:
            continue
        seen += 1
        discriminator = spot.schema["discriminator"]
        mapped: dict[str, set[str]] = {}
        for value, reference in discriminator["mapping"].items():
            assert isinstance(document.schema(reference), dict), f"{spot.reference}: {reference}"
            mapped.setdefault(reference, set()).add(value)
        constants = {
            branch.get("$ref", "a branch that is no reference"): allowed(
                document, branch, discriminator["propertyName"]
            )
            for branch in branches
        }
        assert constants == mapped, spot.reference
    assert seen >= 30


def test_discriminators_stand_only_beside_unions_of_objects(document: Document) -> None:
    """Every discriminator is one of those that the test above looks at."""
    looked_at = {spot.reference for spot, _ in unions(document)}
    with_one = [
        s.reference for s in schemas_of(document, "parameter", "request", "response") if "discriminator" in s.schema
    ]
    assert with_one != []
    assert set(with_one) <= looked_at


def test_unions_told_apart_by_a_constant_say_so(document: Document) -> None:
    """Where all branches require one property with values of their own, a discriminator names that property."""
    silent = []
    for spot, branches in unions(document):
        names = {
            name for branch in branches for part in iter_parts(document, branch) for name in part.get("required", ())
        }
        for name in sorted(names):
            values = [allowed(document, branch, name) for branch in branches]
            known = [value for some in values if some for value in some]
            tells_apart = None not in values and len(known) == len(set(known))
            if tells_apart and spot.schema.get("discriminator", {}).get("propertyName") != name:
                silent.append(f"{spot.reference}: {name} {values}")
    assert silent == []


# files


def test_loader_finds_nothing_wrong(document: Document) -> None:
    """Our own reader, which reports everything it cannot use as written, has nothing to report."""
    assert document.problems == ()


def test_size_is_below_1_1_megabytes() -> None:
    """The description ships with every install of the client, so it stays small; and it is all there."""
    pages = FOLDER / "reference"  # made from the description, for readers of the repository; no install has them
    size = sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file() and pages not in path.parents)
    assert 300_000 < size < 1_100_000


def test_there_is_one_file_per_area(files: Mapping[str, Any]) -> None:
    """The root holds no operation itself; each path is one reference to the same path in the file of its area."""
    named = set()
    for path, item in files["openapi.yaml"]["paths"].items():
        assert set(item) == {"$ref"}, path
        name, _, _ = item["$ref"].partition("#")
        assert fragment_of(files[name], item["$ref"]) is files[name]["paths"][path]
        named.add(name)
    assert named == {name for name, content in files.items() if "paths" in content} - {"openapi.yaml"}


def test_every_path_of_an_area_is_in_the_table(files: Mapping[str, Any]) -> None:
    """An operation written into an area file but forgotten in the root would be no part of the API."""
    areas = [path for name, content in files.items() if name != "openapi.yaml" for path in content.get("paths", ())]
    assert sorted(areas) == sorted(files["openapi.yaml"]["paths"])


def test_the_root_lists_the_ids_of_every_path(files: Mapping[str, Any]) -> None:
    """A client that has not read an area knows its operations by these."""
    areas = [content.get("paths", {}) for name, content in files.items() if name != "openapi.yaml"]
    declared = {
        path: {method: operation["operationId"] for method, operation in item.items() if method in METHODS}
        for paths in areas
        for path, item in paths.items()
    }
    assert files["openapi.yaml"]["x-operation-ids"] == declared


def test_area_files_hold_what_belongs_together(operations: Operations) -> None:
    """The operations of one file carry one tag; only organization.yaml has two, for people and invitations."""
    tags: dict[str, set[str]] = {}
    for operation in operations.values():
        tags.setdefault(operation.pointer.partition("#")[0], set()).update(operation.tags)
    assert tags.pop("organization.yaml") >= {"Invites", "Users"}
    assert {name: found for name, found in tags.items() if len(found) > 1} == {}


def test_readme_names_every_file(files: Mapping[str, Any]) -> None:
    """The table in spec/README.md that helps to find a thing lists exactly the files there are."""
    layout = README.read_text("utf-8").partition("## Layout")[2].partition("\nAn area file")[0]
    rows = [line.split("|")[1] for line in layout.splitlines() if line.startswith("| `")]
    assert sorted(name for row in rows for name in re.findall(r"`([\w-]+\.yaml)`", row)) == sorted(files)


def test_nothing_lies_unused(files: Mapping[str, Any]) -> None:
    """Every parameter, response and schema that a file keeps for use by name is used somewhere."""
    base = DESCRIPTION.as_uri()
    used = {
        urljoin(urljoin(base, name), reference) for name, content in files.items() for reference in references(content)
    }
    kept = {
        f"{urljoin(base, name)}#{prefix}/{section}/{key}"
        for name, content in files.items()
        for prefix, table in (("", content), ("/components", content.get("components", {})))
        for section in ("parameters", "responses", "schemas")
        for key in table.get(section, ())
    }
    assert len(kept) >= 300
    assert sorted(kept - used) == []


def references(value: Any) -> Iterator[str]:
    """Every `$ref` and every target of a mapping, as written."""
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        if isinstance(value.get("discriminator"), dict):
            yield from value["discriminator"]["mapping"].values()
        for item in value.values():
            yield from references(item)
    elif isinstance(value, list):
        for item in value:
            yield from references(item)


def test_readers_of_yaml_1_1_read_the_same(files: Mapping[str, Any]) -> None:
    """No unquoted `on`, `no` or date: PyYAML, whatever its schema does with such words, reads what we read."""
    for name, content in files.items():
        ours = load_object((FOLDER / name).read_bytes(), source=name, note=lambda kind, what, line: pytest.fail(what))
        assert ours == content, name
        assert kinds(ours) == kinds(content), name


def kinds(value: Any) -> Any:
    """The types in a value, since `1 == 1.0 == True`."""
    if isinstance(value, dict):
        return {key: kinds(item) for key, item in value.items()}
    return [kinds(item) for item in value] if isinstance(value, list) else type(value)


def test_lines_end_at_column_120() -> None:
    """No line of the description is longer than one can read beside another window."""
    long = [
        f"{path.name}:{number}"
        for path in sorted(FOLDER.glob("*.yaml"))
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if len(line) > 120
    ]
    assert long == []
