"""A thank-you is known as one, and anything that says more is not."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stagedesk.mail.replies.courtesy import is_courtesy

POLITE = [
    "Dank u wel!",
    "Beste,\n\nBedankt voor uw snelle antwoord.\n\nMet vriendelijke groeten\nNora",
    "Dag Els, super bedankt! Fijn weekend nog. Nora Willems",
    "Oké, dank je wel voor de info",
    "Hartelijk dank voor de vlotte reactie, nog een fijne dag!",
    "Merci beaucoup pour votre réponse. Bonne journée!",
    "Thanks a lot for your quick reply, have a nice day",
    "Top, merci",
    "Goedemiddag,\n\nAlvast bedankt.\n",
    "Hello,\nThank you very much!\nSam",
]
MORE = [
    "",
    "Ja, graag.",
    "Prima!",
    "Oké",
    "Bedankt, maar ik heb intussen iets anders gevonden.",
    "Bedankt! Wanneer hoor ik iets?",
    "Dank u, mijn nummer is 0470 12 34 56",
    "Dank u wel, ik wacht nog op mijn school.",
    "Nee, dank u.",
    "Beste, ik zoek een stageplaats. Alvast bedankt!",
    "Bedankt, in bijlage mijn cv.",
    "Merci, mais non",
    "Thanks, I accept the place.",
    "Bedankt voor niets",
    "Dank u. Stop",
    "Bedankt " * 100,
]


@pytest.mark.parametrize("text", POLITE)
def test_a_thank_you_is_nothing_but_that(text: str) -> None:
    assert is_courtesy(text)


@pytest.mark.parametrize("text", MORE)
def test_what_says_more_is_read(text: str) -> None:
    assert not is_courtesy(text)


@settings(max_examples=150)
@given(st.text(alphabet=st.sampled_from("dank u wel, voor de .!\n ok merci")))
def test_any_text_is_looked_at_in_no_time(text: str) -> None:
    started = time.perf_counter()
    is_courtesy(text)
    assert time.perf_counter() - started < 0.2
