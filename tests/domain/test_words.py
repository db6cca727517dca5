"""What is left of a mail when only the words count that can tell departments apart."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stagedesk.domain.words import LONGEST_WORD, MOST_WORDS, STOP_WORDS, fold, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Stage in het Stadsarchief", ("stadsarchief",), id="Dutch"),
        pytest.param("Je cherche un stage à la bibliothèque", ("cherche", "bibliotheque"), id="French"),
        pytest.param("I am looking for an internship in your LIBRARY", ("library",), id="English"),
        pytest.param("Ich möchte gern in der Bücherei helfen", ("mochte", "bucherei", "helfen"), id="German"),
        pytest.param("sport, sport en Sport!", ("sport",), id="each word once"),
        pytest.param("tuin archief tuin ict", ("tuin", "archief", "ict"), id="in the order of the text"),
        pytest.param("24/05 tot 480 u., 3de jaar 2026", (), id="no numbers, nothing under three letters"),
        pytest.param(
            "collectie's privé’s “depot”–erfgoed", ("collectie", "prive", "depot", "erfgoed"), id="signs"
        ),
        pytest.param("Œuvre, Łódź, straße, ĳsbaan", ("oeuvre", "lodz", "strasse", "ijsbaan"), id="ligatures"),
        pytest.param("e\u0301cole école ÉCOLE", ("ecole",), id="accents written in two ways"),
        pytest.param(
            "стажування в бібліотеці", ("стажування", "бібліотеці"), id="another script stays itself"
        ),
        pytest.param("de HR-dienst", ("hr", "dienst"), id="two letters that do tell"),
        pytest.param("", (), id="nothing"),
    ],
)
def test_only_telling_words_are_kept(text, expected):
    assert words(text) == expected


def test_the_words_to_leave_out_are_written_as_the_words_that_are_found():
    assert all(fold(word) == word for word in STOP_WORDS)


@pytest.mark.parametrize(
    "word", ["archief", "kind", "data", "sport", "jeugd", "onthaal", "markt", "bank", "office"]
)
def test_a_word_that_names_a_departments_work_is_not_left_out(word):
    assert words(word) == (word,)


def test_a_pasted_novel_counts_by_its_beginning():
    novel = " ".join(
        f"woord{'abcdefghij'[i % 10]}{'klmnopqrst'[i // 10 % 10]}{chr(97 + i // 100 % 26)}"
        for i in range(9999)
    )

    assert len(words(novel)) == MOST_WORDS


def test_what_is_no_word_at_all_is_left_out():
    assert words("archief " + "QmFzZQ" * 40) == ("archief",)


@given(st.text())
@settings(max_examples=200)
def test_any_text_gives_a_few_plain_words(text):
    found = words(text)

    assert len(found) == len(set(found)) <= MOST_WORDS
    assert all(1 < len(word) <= LONGEST_WORD and word.isalnum() for word in found)


@given(st.text(max_size=60))
@settings(max_examples=150)
def test_capitals_change_nothing(text):
    assert fold(text) == fold(fold(text))
    assert words(" ".join(words(text))) == words(text)
