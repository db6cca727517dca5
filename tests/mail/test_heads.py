"""Looking only where the first letters of a phrase stand finds exactly what looking everywhere finds."""

import re
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stagedesk.mail import answer_words, kind_words
from stagedesk.mail.heads import Heads
from stagedesk.mail.words import Phrases, either, fold


def phrases() -> Iterator[tuple[str, Phrases]]:
    for module in (kind_words, answer_words):
        for name, value in vars(module).items():
            if isinstance(value, Phrases):
                yield f"{module.__name__}.{name}", value


ALL = dict(phrases())
# Words that stand in the patterns, whole and cut off, so that many of them nearly match.
PIECES = sorted({word for each in ALL.values() for word in re.findall(r"\w{2,}", each._get().pattern)})
TEXTS = st.lists(
    st.one_of(
        st.sampled_from(PIECES), st.text(max_size=3), st.sampled_from([" ", ", ", ".\n", "-", "'", "\n"])
    ),
    max_size=40,
).flatmap(lambda pieces: st.sampled_from([" ".join(pieces), "".join(pieces)]))


@pytest.mark.parametrize("name", ALL)
@settings(max_examples=30)
@given(text=TEXTS)
def test_a_search_finds_what_the_pattern_finds(name: str, text: str) -> None:
    plain = fold(text)

    found, expected = ALL[name].search(plain), ALL[name]._get().search(plain)

    assert (found and found.span()) == (expected and expected.span())
    assert [each.span() for each in ALL[name].finditer(plain)] == [
        each.span() for each in ALL[name]._get().finditer(plain)
    ]


@pytest.mark.parametrize(
    ("pattern", "text", "places"),
    [
        pytest.param(r"\b(?:stage|plaats)\b", "een stage, geen plaatsje", [4, 16], id="words"),
        pytest.param(r"\bik (?:zoek|ben)", "ik zoek wat ik ben", [0, 12], id="beyond a word"),
        pytest.param(r"\bik \w+", "ik tik ik", [0, 7], id="a short word before anything"),
        pytest.param(r"\b\w{0,9}stage\b", "kijkstage; stageplaats", [0, 11], id="the end of a word"),
        pytest.param(r"\b(?:af)?melden", "meld afmelden", [0, 5], id="perhaps more before it"),
        pytest.param(r"\b[km]at\b", "kat mat rat", [0, 4], id="one of some letters"),
    ],
)
def test_where_a_pattern_can_begin(pattern: str, text: str, places: list[int]) -> None:
    heads = Heads(pattern)

    assert heads.are_known
    assert heads.places(text) == places


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param(r"stage", id="within a word"),
        pytest.param(r"\bstage|plaats", id="one of them within a word"),
        pytest.param(r"\b(?:stage)?", id="nothing at all"),
        pytest.param(r"\b[^a]bc", id="any letter but one"),
        pytest.param(r"\b'(?:stage)", id="a sign first"),
        pytest.param(r"(?i)\bstage", id="capitals too"),
        pytest.param(r"\ba", id="a single letter"),
    ],
)
def test_what_can_begin_anywhere_is_searched_everywhere(pattern: str) -> None:
    assert not Heads(pattern).are_known


def test_most_patterns_of_the_desk_have_heads() -> None:
    known = [each for each in ALL.values() if each._get() and each._heads and each._heads.are_known]

    assert len(known) > len(ALL) / 2


def test_an_unknown_beginning_is_still_found() -> None:
    assert either(r"tage\b").search("een stage") is not None
