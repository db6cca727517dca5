"""All sample mails together: what is understood may only become better."""

import time
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mail.score_understanding import FIELDS, Score, score
from mail.understanding_samples import Sample, directory, samples
from stagedesk.mail.extract.facts import asked
from stagedesk.mail.forward import requester
from stagedesk.mail.kind import kind_of
from stagedesk.mail.message import Address, IncomingMail
from stagedesk.mail.quotes import split
from stagedesk.mail.replies.answers import read_answer

FEWEST_SAMPLES = 120
LOWEST_SCORE = 0.995
LOWEST_PRECISION = 0.999
SLOWEST_SECONDS = 1.0


@cache
def reached() -> Score:
    return score(samples())


def test_the_samples_are_many_and_cover_every_kind_of_mail() -> None:
    kinds = {(s.expected.get("kind"), s.expected.get("subkind", "")) for s in samples()}

    assert len(samples()) >= FEWEST_SAMPLES
    assert {
        "request",
        "answer",
        "automatic",
        "bounce",
        "receipt",
        "newsletter",
        "spam",
        "figures_question",
    } <= {kind for kind, _ in kinds}
    for subkind in ("supplement", "reminder", "withdrawal", "document", "duplicate", "evaluation"):
        assert ("follow_up", subkind) in kinds
    for subkind in ("holiday_job", "vacancy", "wrong_address"):
        assert ("out_of_scope", subkind) in kinds


def test_the_score_does_not_fall() -> None:
    result = reached()

    assert result.precision() >= LOWEST_PRECISION, "\n".join(result.notes)
    assert result.points() >= LOWEST_SCORE, "\n".join(result.notes)


@pytest.mark.parametrize("field", ["kind", "requester", "applicants", *FIELDS])
def test_no_field_is_more_often_wrong_than_one_in_fifty(field: str) -> None:
    assert reached().precision(field) >= 0.98


def everything(mail: IncomingMail) -> None:
    parts = split(mail.body, mail.subject)
    asker = requester(mail, directory())
    kind_of(mail, parts, directory(), asker=asker)
    read_answer(parts.visible, directory=directory())
    for found in asked(mail, parts, directory(), asker):
        found.as_dict()


_LINES = [line for sample in samples() for line in sample.mail.body.splitlines() if line.strip()]


@settings(max_examples=120, deadline=None)
@given(st.lists(st.sampled_from(_LINES) | st.text(max_size=20), max_size=25))
def test_any_mixture_of_lines_is_understood_without_an_error(lines: list[str]) -> None:
    everything(
        IncomingMail(
            "0" * 64, "x@y", subject="FW: stage", sender=Address("", "a@b.be"), body="\n".join(lines)
        )
    )


@pytest.mark.parametrize(
    "piece",
    [
        "2 maart ",
        "De ",
        "stage ",
        "Rede, ",
        "12, 13, ",
        "| ",
        "- Jan Peeters\n",
        "Van: a@b.be\n",
        "a@b.be ",
        "0470 ",
        "niet ",
        "Jan Maes, ",
        "Sanne de Wit, ",
        "Jan Maes en ",
        "Jan Maes (a), ",
        "Naam  a\n",
        "Naam" + " " * 99,
        "ik zou stage ",
        "mijn mama werkt ",
        "feb - ",
        "een student lukt ",
        "hoeft geen ",
        "L",
        "Ja",
    ],
)
@pytest.mark.parametrize("sender", ["a@b.be", "x@hrl.example", "frank.thijs@rivierstad.example"])
def test_a_text_made_to_be_slow_is_not(piece: str, sender: str) -> None:
    mail = IncomingMail("0" * 64, "x@y", sender=Address("", sender), body=piece * (60_000 // len(piece)))
    begun = time.perf_counter()

    everything(mail)

    assert time.perf_counter() - begun < SLOWEST_SECONDS


@pytest.mark.parametrize(
    "sample", [s for s in samples() if s.expected.get("kind") == "request"], ids=lambda s: s.id
)
def test_every_value_of_a_request_rests_on_words(sample: Sample) -> None:
    mail = sample.mail

    for found in asked(mail, split(mail.body, mail.subject), directory(), requester(mail, directory())):
        values = {name: value for name, value in found.as_dict().items() if value not in (None, [])}
        assert values.keys() - {"missing", "because"} <= found.because.keys()
        assert all(found.because.values())
