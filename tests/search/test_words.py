"""Words, stems and what they have to do with one another."""

from __future__ import annotations

import pytest

from dynaclient.search.trade import METHODS, RELATED
from dynaclient.search.words import stem, stems_of, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("listPetsV2", ["list", "pets", "v", "2"]),
        ("getHTTPServer", ["get", "http", "server"]),
        ("repos/get-content", ["repos", "get", "content"]),
        ("admin_users_setOwner", ["admin", "users", "set", "owner"]),
        ("/v1/pets/{petId}", ["v", "1", "pets", "pet", "id"]),
        ("Straße 12", ["straße", "12"]),
        ("日本語のAPI", ["日本語の", "api"]),
        ("", []),
    ],
)
def test_ids_paths_and_texts_are_split_into_words(text: str, words: list[str]) -> None:
    assert words_of(text) == words


@pytest.mark.parametrize(
    "forms",
    [
        ("create", "creates", "created", "creating", "creation"),
        ("pet", "pets"),
        ("company", "companies"),
        ("box", "boxes"),
        ("stop", "stopped", "stopping"),
        ("organize", "organization", "organise", "organisation"),
        ("transcribe", "transcribed"),
        ("send", "sent", "sending", "sends"),
        ("person", "people"),
    ],
)
def test_the_forms_of_a_word_are_alike(forms: tuple[str, ...]) -> None:
    assert len({stem(form) for form in forms}) == 1, [stem(form) for form in forms]


@pytest.mark.parametrize(("one", "other"), [("status", "state"), ("news", "new"), ("user", "use"), ("ping", "pin")])
def test_other_words_stay_apart(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_words_of_no_meaning_are_left_out() -> None:
    assert stems_of("what is the name of my pet") == [stem("name"), stem("pet")]


def test_related_words_are_stems_and_never_the_word_itself() -> None:
    for word, others in RELATED.items():
        assert word not in others
        assert all(0 < weight < 1 for weight in others.values())
    assert stem("delete") in RELATED[stem("remove")]
    assert stem("webhook") in RELATED[stem("warn")] or stem("alert") in RELATED[stem("warn")]


@pytest.mark.parametrize(
    ("verb", "method"),
    [("make", "post"), ("remove", "delete"), ("rename", "patch"), ("replace", "put"), ("show", "get")],
)
def test_verbs_ask_for_methods(verb: str, method: str) -> None:
    assert stem(verb) in METHODS[method]
