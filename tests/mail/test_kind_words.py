"""The quick first look at a text never hides what the patterns would find."""

import re
from collections.abc import Iterable, Iterator, Set
from itertools import product
from typing import Any

import pytest

from stagedesk.mail import kind_words, mass_words, other_words
from stagedesk.mail.words import Phrases, either

WITH_SIGNS = {
    name: phrases
    for name, phrases in (vars(kind_words) | vars(mass_words) | vars(other_words)).items()
    if isinstance(phrases, Phrases) and phrases.signs
}
EACH = [
    pytest.param(pattern, phrases.signs, id=f"{name} {number}")
    for name, phrases in WITH_SIGNS.items()
    for number, pattern in enumerate(phrases.patterns)
]
MOST = 2_000
Nodes = Iterable[tuple[Any, Any]]


@pytest.mark.parametrize(("pattern", "signs"), EACH)
def test_whatever_matches_holds_one_of_the_signs(pattern: str, signs: tuple[str, ...]) -> None:
    assert shown(re._parser.parse(either(pattern).source), signs), pattern  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("pattern", "signs", "told"),
    [
        pytest.param(r"\bstage\w*", "stage", True, id="in all"),
        pytest.param("aanvraag|aanvragen", "aanvraag", False, id="in one of two"),
        pytest.param("aanvraag|aanvragen", "aanvraag|vragen", True, id="one in each"),
        pytest.param(r"geen <4>(?:antwoord|reactie)", "antwoord|reactie", True, id="behind a gap"),
        pytest.param("(?:geen )?antwoord", "geen", False, id="in what may be missing"),
        pytest.param("nieuwe? adres", "nieuw adres|nieuwe adres", True, id="with and without a letter"),
        pytest.param(r"(?<!geen )\w+(?! adres)", "geen|adres", False, id="only in what must not stand there"),
    ],
)
def test_the_proof_itself(pattern: str, signs: str, told: bool) -> None:
    parsed = re._parser.parse(either(pattern).source)  # type: ignore[attr-defined]

    assert shown(parsed, tuple(signs.split("|"))) is told


@pytest.mark.parametrize("name", WITH_SIGNS)
def test_a_text_without_the_signs_is_left_alone(name: str) -> None:
    phrases = WITH_SIGNS[name]

    assert not phrases.may_be_in("wij eten wafels")
    assert phrases.search("wij eten wafels") is None
    assert list(phrases.finditer("wij eten wafels")) == []


@pytest.mark.parametrize("name", WITH_SIGNS)
def test_every_sign_is_seen_wherever_it_stands(name: str) -> None:
    phrases = WITH_SIGNS[name]

    assert all(phrases.may_be_in(f"wafels{sign}wafels") for sign in phrases.signs)


def shown(nodes: Nodes, signs: tuple[str, ...]) -> bool:
    """Whether every text that matches holds a sign: a row of letters in it that is always there does."""
    return any(all(any(sign in text for sign in signs) for text in texts) for texts in rows(nodes)) or any(
        shown_in(operation, value, signs) for operation, value in nodes
    )


def shown_in(operation: Any, value: Any, signs: tuple[str, ...]) -> bool:
    match str(operation), value:
        case "BRANCH", (_, branches):
            return all(shown(branch, signs) for branch in branches)
        case "SUBPATTERN", (*_, inside):
            return shown(inside, signs)
        case "MAX_REPEAT" | "MIN_REPEAT", (least, _, inside):
            return bool(least) and shown(inside, signs)
    return False


def rows(nodes: Nodes) -> Iterator[Set[str]]:
    """What stands one after another without a gap: each time all the texts that it may be."""
    row: Set[str] = {""}
    for operation, value in nodes:
        texts = texts_of(operation, value)
        longer = {before + after for before, after in product(row, texts)} if texts else set()
        if not longer or len(longer) > MOST:
            yield row
            row = texts or {""}
        else:
            row = longer
    yield row


def texts_of(operation: Any, value: Any) -> Set[str] | None:
    """All texts that this part of a pattern matches; None where there are too many."""
    match str(operation), value:
        case "LITERAL", code:
            return {chr(code)}
        case "AT" | "ASSERT" | "ASSERT_NOT", _:
            return {""}
        case "IN", members if all(str(kind) == "LITERAL" for kind, _ in members):
            return {chr(code) for _, code in members}
        case "BRANCH", (_, branches):
            return union(whole(branch) for branch in branches)
        case "SUBPATTERN", (*_, inside):
            return whole(inside)
        case "MAX_REPEAT" | "MIN_REPEAT", (0, 1, inside):
            return union([whole(inside), {""}])
    return None


def whole(nodes: Nodes) -> Set[str] | None:
    found: Set[str] = {""}
    for operation, value in nodes:
        texts = texts_of(operation, value)
        if texts is None or len(found) * len(texts) > MOST:
            return None
        found = {before + after for before, after in product(found, texts)}
    return found


def union(parts: Iterable[Set[str] | None]) -> Set[str] | None:
    texts: set[str] = set()
    for part in parts:
        if part is None or len(texts) > MOST:
            return None
        texts |= part
    return texts
