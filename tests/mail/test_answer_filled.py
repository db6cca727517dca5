"""What stands behind a prepared line, and what else a department wrote."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stagedesk.mail.replies.answer_filled import filled_in

LINE = ("Wij hebben geen plaats, want:", "We have no place, because:")
NOTICE = ("Laat deze regel staan, dan weten wij bij welke aanvraag dit hoort:",)
BELOW = f"\n\n{NOTICE[0]}\n[sd:aaaaaaibcefbcoivccuyuhl62eelzysi]\n"


@pytest.mark.parametrize(
    ("text", "words", "more"),
    [
        pytest.param(f"{LINE[0]} te druk{BELOW}", "te druk", "", id="as prepared"),
        pytest.param(f"{LINE[0]}{BELOW}", "", "", id="nothing filled in"),
        pytest.param(f"{LINE[0]} te druk,\nook in mei{BELOW}", "te druk, ook in mei", "", id="two lines"),
        pytest.param(f"{LINE[1]} too busy{BELOW}", "too busy", "", id="another language"),
        pytest.param(f"{LINE[0].upper()} te druk{BELOW.upper()}", "te druk", "", id="in capitals"),
        pytest.param(f"Wij hebben geen\nplaats, want: te druk{BELOW}", "te druk", "", id="wrapped"),
        pytest.param(f"> Wij hebben geen\n> plaats, want: te druk{BELOW}", "te druk", "", id="quoted"),
        pytest.param(f"Dag Els,\n\n{LINE[0]} te druk{BELOW}\nBedankt!\n", "te druk", "", id="greeting"),
        pytest.param(f"{LINE[0]} te druk{BELOW}\nMvg\nAn Peeters\nMusea", "te druk", "", id="signature"),
        pytest.param(f"{LINE[0]} te druk{BELOW}\nProbeer Sport.", "te druk", "probeer sport.", id="below"),
        pytest.param(f"Probeer Sport.\n\n{LINE[0]}{BELOW}", "", "probeer sport.", id="above"),
        pytest.param("Nee, te druk.", "", "nee, te druk.", id="no prepared line"),
        pytest.param(BELOW, "", "", id="only the code"),
    ],
)
def test_a_prepared_answer_is_taken_apart(text: str, words: str, more: str) -> None:
    found = filled_in(text, LINE, NOTICE)

    assert (found.words, found.more) == (words, more)
    assert "sd:" not in found.text.lower()


def test_nothing_is_empty() -> None:
    assert filled_in(BELOW, LINE, NOTICE).is_empty
    assert not filled_in(f"ja{BELOW}", LINE, NOTICE).is_empty


@settings(max_examples=100)
@given(st.text(), st.text())
def test_any_text_can_be_taken_apart(before: str, after: str) -> None:
    found = filled_in(f"{before}{LINE[0]}{after}{BELOW}", LINE, NOTICE)

    assert isinstance(found.words + found.more, str)
