"""The options of a sandbox: one with an impossible value is refused by its name, before anything is served."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dynaclient import RequestError, UnknownOperation
from dynaclient.sandbox import Sandbox, ServingLimits, Trouble

DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "Small", "version": "1"},
    "paths": {"/pets": {"get": {"operationId": "listPets", "responses": {"200": {"description": ""}}}}},
}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"seed": "s"}, "seed= must be a whole number, not 's'"),
        ({"seed": 1.5}, "seed= must be a whole number, not 1.5"),
        ({"seed": True}, "seed= must be a whole number, not True"),
        ({"seed": None}, "seed= must be a whole number, not None"),
        ({"unknown": "guess"}, 'unknown= must be "auto", "refuse" or "invent", not \'guess\''),
        ({"unknown": []}, 'unknown= must be "auto", "refuse" or "invent", not []'),
        ({"remember": "no"}, "remember= must be True or False, not 'no'"),
        ({"strict": 1}, "strict= must be True or False, not 1"),
        ({"admin": None}, "admin= must be True or False, not None"),
        ({"db": 5}, 'db= must be a file, or ":memory:", not 5'),
        ({"trouble": "503"}, "trouble= must be a Trouble, or a list of them, not '503'"),
        ({"trouble": [503]}, "trouble= must be a Trouble, or a list of them, not [503]"),
        ({"trouble": Trouble(status=99)}, "trouble=: status must be from 200 to 599, not 99."),
        ({"trouble": Trouble(delay=-1)}, "trouble=: delay must be from 0 to 3600, not -1."),
        ({"trouble": Trouble(cut=1.5)}, "trouble=: cut must be from 0, not 1.5."),  # type: ignore[arg-type]
        ({"model": 5}, "model= must be a YAML or JSON file, a mapping or None, not 5"),
        ({"allow_hosts": 5}, "allow_hosts= must be a host, or a list of them, not 5"),
        (
            {"clock": 5},
            "clock= must be a function that gives seconds since 1970, such as time.time, or None, not 5",
        ),
    ],
)
def test_an_impossible_value_is_refused_by_the_name_of_its_option(options: dict[str, Any], message: str) -> None:
    with pytest.raises(RequestError) as caught:
        Sandbox(DOCUMENT, **options)
    assert str(caught.value) == message


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    """The error of the database does not come through as it is."""
    text = tmp_path / "notes.txt"
    text.write_text("nothing that SQLite knows, " * 100)
    for path, reason in ((text, "file is not a database"), (tmp_path / "no" / "x.db", "unable to open database file")):
        with pytest.raises(RequestError) as caught:
            Sandbox(DOCUMENT, db=path)
        assert str(caught.value) == f"db={str(path)!r} cannot be used: {reason}"
    assert text.read_text().startswith("nothing that SQLite knows")


def test_trouble_for_an_operation_that_there_is_not_is_refused() -> None:
    """It would never strike; an alias is as good as the operationId."""
    with pytest.raises(UnknownOperation, match="listPetz"):
        Sandbox(DOCUMENT, trouble=Trouble(status=503, operation="listPetz"))
    from werkzeug.test import Client as WSGIClient

    sandbox = Sandbox(DOCUMENT, trouble=[Trouble(status=503, operation="list_pets")])
    assert WSGIClient(sandbox).get("/pets").status_code == 503


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"port": "x"}, "port= must be a whole number from 0 to 65535, not 'x'"),
        ({"port": 70_000}, "port= must be a whole number from 0 to 65535, not 70000"),
        ({"host": 5}, "host= must be a name or an address, not 5"),
        ({"cors": 5}, "cors= must be an origin, or a list of them, not 5"),
        ({"limits": 5}, "limits= must be ServingLimits, not 5"),
    ],
)
def test_what_cannot_be_served_is_refused(options: dict[str, Any], message: str) -> None:
    with pytest.raises(RequestError) as caught:
        Sandbox(DOCUMENT).serve(**options)
    assert str(caught.value) == message


def test_a_host_without_an_address_is_refused() -> None:
    """The reason is the system's; it has words of no other program around it."""
    with pytest.raises(OSError, match=r"^\[Errno \d+\] [A-Z][^(]*$"):
        Sandbox(DOCUMENT).serve("300.1.1.1")


@pytest.mark.parametrize(
    ("limit", "message"),
    [
        ({"body": "x"}, "ServingLimits: body= must be a whole number above 0, not 'x'"),
        ({"threads": 0}, "ServingLimits: threads= must be a whole number above 0, not 0"),
        ({"threads": 1.5}, "ServingLimits: threads= must be a whole number above 0, not 1.5"),
        ({"waiting": -1}, "ServingLimits: waiting= must be a whole number from 0, not -1"),
        ({"idle": float("nan")}, "ServingLimits: idle= must be a number above 0, not nan"),
        ({"write": True}, "ServingLimits: write= must be a number above 0, not True"),
    ],
)
def test_an_impossible_limit_is_refused(limit: dict[str, Any], message: str) -> None:
    with pytest.raises(RequestError) as caught:
        ServingLimits(**limit)
    assert str(caught.value) == message


@pytest.mark.parametrize("seconds", [-1, float("nan"), float("inf"), 1e300, "60", None, True])
def test_the_clock_only_goes_forward(seconds: Any) -> None:
    """What is refused does not move it."""
    sandbox = Sandbox(DOCUMENT)
    before = sandbox.clock.now()
    with pytest.raises(ValueError, match="only goes forward"):
        sandbox.clock.advance(seconds)
    assert sandbox.clock.now() == before
