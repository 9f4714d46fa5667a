"""The items of a list as a table of pyarrow or pandas, of sync and async clients."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from dynaclient import MissingExtra
from tests.bulk.list_server import ListServer, orders
from tests.runtime.driver import AsyncDriver, SyncDriver


@pytest.fixture
def shop() -> Iterator[ListServer]:
    with ListServer() as server:
        for number in range(7):
            server.put(number, f"2024-05-0{number + 1}", total=number, tags=[number] if number else None)
        yield server


@pytest.fixture(params=[SyncDriver, AsyncDriver])
def frame(request: pytest.FixtureRequest, shop: ListServer) -> Iterator[Any]:
    """Reads the orders into a table."""
    driver = request.param()
    client = driver.client_class(orders(), base_url=shop.url)
    yield lambda name: driver.run(getattr(client.paginate("listOrders"), name)())
    driver.run(client.close())
    driver.close()


def test_a_list_as_a_table(frame: Any, shop: ListServer) -> None:
    """Of all pages; a column of different types is JSON text."""
    pytest.importorskip("pyarrow")
    shop.put(7, "2024-05-08", total="none", who={"name": "x"})
    table = frame("to_arrow")
    assert table.column_names[:2] == ["id", "updated_at"]
    assert table["id"].to_pylist() == [f"o{number}" for number in range(7, -1, -1)]
    assert table["total"].to_pylist()[:2] == ["none", "6"]
    assert table["tags"].to_pylist()[1] == [6]
    assert table["who"].to_pylist()[:2] == [{"name": "x"}, None]
    assert len(shop.asked) == 3


def test_a_list_as_a_data_frame(frame: Any, shop: ListServer) -> None:
    pytest.importorskip("pandas")
    found = frame("to_pandas")
    assert (len(found), list(found.columns)) == (7, ["id", "updated_at", "total", "tags"])
    assert found["total"].sum() == 21


@pytest.mark.parametrize(("name", "module"), [("to_arrow", "pyarrow"), ("to_pandas", "pandas")])
def test_a_missing_package_is_named_before_anything_is_sent(
    frame: Any, shop: ListServer, name: str, module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, module, None)
    with pytest.raises(MissingExtra, match=f"{name} needs {module}, which is not installed: pip install"):
        frame(name)
    assert shop.asked == []
