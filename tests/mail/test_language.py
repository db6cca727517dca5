"""The language of a mail from its small words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stagedesk.mail.language import LANGUAGES, language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Prima voor ons, stuur maar door", "nl"),
        ("Dat zal helaas niet lukken", "nl"),
        ("Beste, ik zoek een stageplaats in de maand maart. Groeten, Jan", "nl"),
        ("yo kan ik bij jullie stage doen", "nl"),
        ("Bonjour, je cherche un stage du 1er au 12 mars", "fr"),
        ("ça ne va pas pour nous", "fr"),
        ("Madame, Monsieur, veuillez trouver ci-joint ma candidature. Cordialement", "fr"),
        ("Dear Sir, I am looking for an internship", "en"),
        ("Thank you for your answer, that works for us", "en"),
        ("Sehr geehrte Damen und Herren, ich suche ein Praktikum", "de"),
        ("Mit freundlichen Grüßen, ich freue mich auf Ihre Antwort", "de"),
        ("ok!", ""),
        ("Stage ICT", ""),
        ("", ""),
        ("CV Jan Peeters 2026.pdf", ""),
        ("+32 470 11 22 33", ""),
    ],
)
def test_the_language_is_told_by_small_words_and_left_open_in_doubt(text: str, language: str) -> None:
    assert language_of(text) == language


def test_a_foreign_title_does_not_change_the_language() -> None:
    text = "Beste, ik volg de opleiding Human Resources and Organisation en ik zoek een stage bij jullie."

    assert language_of(text) == "nl"


@settings(max_examples=100, deadline=None)
@given(st.text())
def test_any_text_has_a_known_language_or_none(text: str) -> None:
    assert language_of(text) in (*LANGUAGES, "")
