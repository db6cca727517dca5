"""The quick first look at a text never hides what the patterns would find."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stagedesk.mail import kind_words
from stagedesk.mail.words import Phrases

WITH_SIGNS = {
    name: phrases
    for name, phrases in vars(kind_words).items()
    if isinstance(phrases, Phrases) and phrases._signs
}


EACH = [
    pytest.param(phrases, number, id=f"{name} {number}")
    for name, phrases in WITH_SIGNS.items()
    for number in range(len(phrases._patterns))
]


def found_by(pattern: str) -> st.SearchStrategy[str]:
    """Texts that this pattern matches, of words and gaps as short as they may be."""
    short = re.sub(r"<\d+>", " ?", pattern).replace(r"\w*", "").replace(r"\w+", "x")
    return st.from_regex(re.compile(short, re.ASCII), fullmatch=True)


@pytest.mark.parametrize(("phrases", "number"), EACH)
def test_whatever_matches_holds_one_of_the_signs(phrases: Phrases, number: int) -> None:
    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(found_by(phrases._patterns[number]))
    def each(text: str) -> None:
        assert phrases.may_be_in(text)

    each()


def test_a_text_without_the_signs_is_left_alone() -> None:
    assert len(WITH_SIGNS) >= 5
    assert kind_words.SPAM.search("ik zoek een stage") is None
    assert list(kind_words.SPAM.finditer("ik zoek een stage")) == []
