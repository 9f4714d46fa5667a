"""Values of numpy and pandas as arguments: what they stand for, and none of them is imported for it."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from dynaclient import Client, ValidationError


def test_nothing_is_imported_for_them() -> None:
    """A value of a module that the program has not loaded cannot exist."""
    code = (
        "import datetime, sys; from dynaclient.request.plain import plain; plain([datetime.timedelta(1), {1}]);"
        "print([name for name in ('numpy', 'pandas', 'decimal', 'uuid', 'array') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def query_and_body(document: Any, value: Any) -> tuple[str, Any]:
    client = Client(document(parameters=[{"name": "v", "in": "query", "schema": {}}], body={}))
    prepared = client.prepare("op", v=value, body={"v": [value]})
    return prepared.url.partition("?")[2], json.loads(prepared.body)["v"][0]


NUMPY = [
    ("np.int64(5)", "v=5", 5),
    ("np.uint8(5)", "v=5", 5),
    ("np.float64(2.5)", "v=2.5", 2.5),
    ("np.float32(2.5)", "v=2.5", 2.5),
    ("np.bool_(True)", "v=true", True),
    ("np.str_('a')", "v=a", "a"),
    ("np.datetime64('2026-08-01')", "v=2026-08-01", "2026-08-01"),
    ("np.datetime64('2026-08-01T12:30:00.5', 'ns')", "v=2026-08-01T12%3A30%3A00.500000", "2026-08-01T12:30:00.500000"),
    ("np.datetime64('NaT', 's')", "", None),
    ("np.timedelta64(90, 's')", "v=PT1M30S", "PT1M30S"),
    ("np.timedelta64(1500000000, 'ns')", "v=PT1.5S", "PT1.5S"),
    ("np.array([1, 2])", "v=1&v=2", [1, 2]),
    ("np.array(['2026-08-01'], 'datetime64[ns]')", "v=2026-08-01T00%3A00%3A00", ["2026-08-01T00:00:00"]),
    ("np.array(3)", "v=3", 3),
]
PANDAS = [
    ("pd.Timestamp('2026-08-01')", "v=2026-08-01T00%3A00%3A00", "2026-08-01T00:00:00"),
    ("pd.Timedelta('1h')", "v=PT1H", "PT1H"),
    ("pd.Period('2026-08')", "v=2026-08", "2026-08"),
    ("pd.NaT", "", None),
    ("pd.NA", "", None),
    ("pd.Series([1, 2])", "v=1&v=2", [1, 2]),
    ("pd.Index(['a'])", "v=a", ["a"]),
]


@pytest.mark.parametrize(("made", "query", "meant"), NUMPY)
def test_values_of_numpy(document: Any, made: str, query: str, meant: Any) -> None:
    numpy = pytest.importorskip("numpy")
    assert query_and_body(document, eval(made, {"np": numpy})) == (query, meant)


@pytest.mark.parametrize(("made", "query", "meant"), PANDAS)
def test_values_of_pandas(document: Any, made: str, query: str, meant: Any) -> None:
    pandas = pytest.importorskip("pandas")
    assert query_and_body(document, eval(made, {"pd": pandas})) == (query, meant)


@pytest.mark.parametrize("made", ["np.float64('nan')", "np.float32('inf')", "np.complex64(1)", "np.longdouble(1)"])
def test_what_numpy_has_and_json_has_not(document: Any, made: str) -> None:
    numpy = pytest.importorskip("numpy")
    with pytest.raises(ValidationError):
        query_and_body(document, eval(made, {"np": numpy}))


def test_a_table_is_no_body(document: Any) -> None:
    """Its columns are no pieces of bytes; pandas refuses to say whether a table is empty."""
    pandas = pytest.importorskip("pandas")
    with pytest.raises(ValidationError, match="/body: a value of type DataFrame is not JSON"):
        Client(document(body={})).prepare("op", body=pandas.DataFrame({"v": [1]}))
