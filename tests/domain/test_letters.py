"""Filling a letter: what is left out, what may not stand in a template, and what values cannot do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stagedesk.domain.codes import Letter as Kind
from stagedesk.domain.letters import KNOWN, SEVERAL_LINES, BadTemplate, fill, read

REFERRAL = "Subject: Over {reference}\n\n"


def filled(body: str, **values: str) -> str:
    return fill(read(REFERRAL + body, Kind.REFERRAL), values).body


@pytest.mark.parametrize(
    ("body", "values", "expected"),
    [
        pytest.param("Dag {applicant},\n", {"applicant": "Nora"}, "Dag Nora,\n", id="a value"),
        pytest.param("Dag {applicant},\n", {}, "", id="a line of which nothing is known"),
        pytest.param(
            "{applicant} bij {school}.\n", {"applicant": "Nora"}, "Nora bij —.\n", id="half of it is known"
        ),
        pytest.param("Een.\n\n{question}\n\nTwee.", {}, "Een.\n\nTwee.\n", id="no gap is left"),
        pytest.param(
            "Een.\n\nZij schreef:\n\n{quote}\n\nTwee.", {}, "Een.\n\nTwee.\n", id="nor what announced it"
        ),
        pytest.param(
            "Zij schreef:\n\n{quote}\n",
            {"quote": "> Dag"},
            "Zij schreef:\n\n> Dag\n",
            id="unless it is there",
        ),
        pytest.param(
            "Kort:\n{study}\n{school}\n",
            {"study": "Sport"},
            "Kort:\nSport\n",
            id="a part of what was announced",
        ),
        pytest.param("Kies:\n\n- ja\n", {}, "Kies:\n\n- ja\n", id="a colon before plain text"),
        pytest.param("{question}", {"question": "Een\nTwee"}, "Een\nTwee\n", id="several lines"),
        pytest.param("{applicant}.", {"applicant": "No\nra  W"}, "No ra W.\n", id="a name is one line"),
        pytest.param("{{x}} {study}", {"study": "{reference}"}, "{x} {reference}\n", id="braces"),
    ],
)
def test_a_letter_is_filled(body: str, values: dict[str, str], expected: str) -> None:
    assert filled(body, **values) == (expected or "\n")


@pytest.mark.parametrize(
    ("template", "line", "words"),
    [
        pytest.param("", 1, "Subject", id="empty"),
        pytest.param("Onderwerp: x\n\ny", 1, "Subject", id="another first line"),
        pytest.param("Subject: x\ny", 1, "second one empty", id="no empty line"),
        pytest.param("Subject: x\n\n \n", 3, "no text", id="no body"),
        pytest.param("Subject: {reden}\n\ny", 1, "{reden}", id="unknown in the subject"),
        pytest.param("Subject: x\n\na\n{reason}", 4, "it knows: ", id="of another letter"),
        pytest.param("Subject: x\n\n{applicant.name}", 3, "braces", id="an attribute"),
        pytest.param("Subject: x\n\n{applicant[0]}", 3, "braces", id="an item"),
        pytest.param("Subject: x\n\n{applicant!r}", 3, "braces", id="a conversion"),
        pytest.param("Subject: x\n\n{applicant:>9999999}", 3, "braces", id="a width"),
        pytest.param("Subject: x\n\n{}", 3, "braces", id="no name"),
        pytest.param("Subject: x\n\n{applicant", 3, "braces", id="not closed"),
        pytest.param("Subject: x\n\napplicant}", 3, "braces", id="not opened"),
    ],
)
def test_a_template_that_cannot_be_filled_says_where_and_why(template: str, line: int, words: str) -> None:
    with pytest.raises(BadTemplate) as caught:
        read(template, Kind.REFERRAL)

    assert caught.value.line == line
    assert words in str(caught.value)


@pytest.mark.parametrize("text", ["\ufeffSubject: x\n\ny\n", "Subject: x\r\n\r\ny\r\n"])
def test_what_editors_of_other_systems_add_does_no_harm(text: str) -> None:
    letter = fill(read(text, Kind.REFERRAL), {})

    assert (letter.subject, letter.body) == ("x", "y\n")


@given(st.sampled_from(sorted(KNOWN)), st.data())
def test_no_value_adds_a_line_or_a_link(kind: str, data: st.DataObject) -> None:
    names = sorted(KNOWN[kind] - SEVERAL_LINES)
    values = {name: data.draw(st.text(max_size=30) | st.just("x\n- y: <MAILTO:z@z>"), name) for name in names}
    template = "Subject: x\n\n" + "\n".join(f"a {{{name}}}" for name in names)

    body = fill(read(template, kind), values).body

    assert len(body.splitlines()) <= len(names) or not any(values.values())
    assert "<mailto:" not in body.lower()


def test_what_a_letter_to_an_applicant_knows_holds_nothing_of_a_department() -> None:
    internal = {"quote", "remark", "answer_links", "items", "asked_on"}

    for kind in (Kind.OFFER, Kind.REFUSAL, Kind.WAITING_LIST, Kind.STILL_LOOKING, Kind.WITHDRAWAL):
        assert not KNOWN[kind] & internal
    assert "question" not in KNOWN[Kind.REFUSAL] | KNOWN[Kind.OFFER] | KNOWN[Kind.WAITING_LIST]
