"""Callbacks have types in stubs, beside webhooks: `client.webhooks["order.shipped"]`."""

from __future__ import annotations

from dynaclient.document import load_document
from dynaclient.stubs.module import stub_text
from tests.cli.test_other_lists import DOCUMENT


def test_a_callback_is_typed_by_its_own_key() -> None:
    """It is none of the events that `unwrap` finds by itself, where there are webhooks."""
    text = stub_text(load_document(DOCUMENT), "Shop")
    assert "ShopEvent: TypeAlias = (\n    WebhookEvent[Literal['newOrder'], Event, Event]\n)" in text
    assert (
        "def __getitem__(self, name: Literal['order.shipped']) -> "
        "Webhook[WebhookEvent[Literal['shipped'], Event, Event]]: ..."
    ) in text
    assert "def __getitem__(self, name: str) -> Webhook[Any]: ..." in text


def test_where_there_are_only_callbacks_they_are_the_events() -> None:
    text = stub_text(load_document({**DOCUMENT, "webhooks": {}}), "Shop")
    assert "ShopEvent: TypeAlias = (\n    WebhookEvent[Literal['shipped'], Event, Event]\n)" in text
    assert "def __getitem__(self, name: str) -> Webhook[ShopEvent]: ..." in text
