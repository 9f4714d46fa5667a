"""What is found for a question, and in which order, in a small API whose right answers are plain."""

from __future__ import annotations

import pytest

from dynaclient.document.catalogue import Overview
from dynaclient.search.index import Row, build_shards, words_in
from dynaclient.search.ranking import SearchIndex, ranked

OPERATIONS = (
    ("listCustomers", "get", "/customers", "All customers", "The newest come first.", ("limit", "email")),
    ("createCustomer", "post", "/customers", "A new customer", "", ("email", "name")),
    ("getCustomer", "get", "/customers/{id}", "One customer", "", ()),
    ("updateCustomer", "patch", "/customers/{id}", "Change a customer", "", ("email", "name")),
    ("deleteCustomer", "delete", "/customers/{id}", "Delete a customer", "", ()),
    ("addCard", "post", "/customers/{id}/cards", "Add a card to a customer", "", ("number", "expiry_month")),
    ("oldAddCard", "post", "/customers/{id}/sources", "Add a card to a customer", "", ("number",)),
    ("capturePayment", "post", "/payments/{id}/capture", "Take a reserved payment", "", ("amount",)),
    ("refundPayment", "post", "/payments/{id}/refund", "Give money back", "", ("amount", "reason")),
    ("getBalance", "get", "/balance", "What is on the account", "", ()),
    ("containerLogs", "get", "/containers/{id}/logs", "What a container has written", "", ("tail",)),
    ("whoami", "get", "/me", "Yourself", "", ()),
    ("diskUsage", "get", "/system/df", "Disk usage", "Images, containers and volumes.", ()),
)


def found(question: str) -> list[str]:
    rows = [
        Row(name, path, summary, (), names, description) for name, _, path, summary, description, names in OPERATIONS
    ]
    candidates = [Overview(name, method, path, "", (), name == "oldAddCard") for name, method, path, *_ in OPERATIONS]
    shards = build_shards(rows)
    index = SearchIndex(words_in(shards), len(shards), shards.__getitem__)
    return [candidates[number].operation_id for number in ranked(index, candidates, question)]


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("create customer", "createCustomer"),
        ("make a new client", "createCustomer"),
        ("list customers", "listCustomers"),
        ("show all customers", "listCustomers"),
        ("get customer", "getCustomer"),
        ("rename customer", "updateCustomer"),
        ("remove customers", "deleteCustomer"),
        ("custmer card", "addCard"),
        ("refund", "refundPayment"),
        ("give the money back", "refundPayment"),
        ("capturing a payment", "capturePayment"),
        ("container logs", "containerLogs"),
        ("how much disk is used", "diskUsage"),
        ("expiry month of a card", "addCard"),
        ("capturePayment", "capturePayment"),
        ("/customers/{id}/cards", "addCard"),
        ("GET /balance", "getBalance"),
    ],
)
def test_the_right_operation_is_first(question: str, first: str) -> None:
    assert found(question)[:1] == [first]


def test_any_word_may_match() -> None:
    assert found("capture unicorns in the moonlight") == ["capturePayment"]


def test_nothing_in_common_finds_nothing() -> None:
    assert found("xylophone") == []
    assert found("") == []


@pytest.mark.parametrize(
    ("question", "first"),
    [
        pytest.param("cardholders", "addCard", id="it looks like another word"),
        pytest.param("who did it", "getBalance", id="what a related word is related to: who, a user, an account"),
    ],
)
def test_a_question_of_which_no_word_matches_is_read_more_freely(question: str, first: str) -> None:
    assert found(question)[:1] == [first]


def test_a_question_of_which_only_the_verb_is_known_finds_what_does_that() -> None:
    methods = {name: method for name, method, *_ in OPERATIONS}
    assert {methods[name] for name in found("which xylophones are there")} == {"get"}


def test_a_word_of_no_meaning_is_found_where_it_is_all_that_there_is() -> None:
    assert found("me") == ["whoami"]


def test_a_deprecated_operation_comes_after_the_one_that_replaces_it() -> None:
    names = found("add card")
    assert names.index("addCard") < names.index("oldAddCard")


def test_what_fits_badly_is_left_out() -> None:
    assert "diskUsage" not in found("create customer")


def test_parts_of_an_index_hold_every_operation() -> None:
    rows = [Row(f"get{letter}Thing{i}", f"/things/{i}") for i in range(1000) for letter in "AB"]
    shards = build_shards(rows)
    assert len(shards) == 6
    candidates = [Overview(row.operation_id, "get", row.path, "", (), False) for row in rows]
    read: list[int] = []

    def part(number: int) -> dict[str, list[int]]:
        read.append(number)
        return shards[number]

    index = SearchIndex(words_in(shards), len(shards), part)
    assert ranked(index, candidates, "quartz xylophones") == []
    assert read == [], "a question without any match reads none of them"
    best = ranked(index, candidates, "thing 777")
    assert {candidates[number].operation_id for number in best[:2]} == {"getAThing777", "getBThing777"}
    assert len(set(read)) <= 3, "a question reads the parts that have its words"
