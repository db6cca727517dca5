"""The answers of departments by the command line."""

from typing import Any

import pytest


@pytest.fixture
def ref(stagedesk: Any, request_ref: str) -> str:
    stagedesk("route", request_ref, "musea")
    return request_ref


@pytest.mark.parametrize("word", ["other", "other_department"])
def test_another_department_is_asked_in_one_step(stagedesk: Any, ref: str, word: str) -> None:
    done = stagedesk("answer", ref, word, "--to", "sport")

    assert (done.code, done.out) == (0, f"{ref}: routed; waits for Sport until 2026-03-16\n")
    page = stagedesk("show", ref, "--json").json
    assert [(each["department"], each["answer"]) for each in page["referrals"]] == [
        ("musea", "no"),
        ("sport", None),
    ]
    assert stagedesk("undo").code == 0
    assert stagedesk("show", ref, "--json").json["department"] == "musea"


def test_more_time_moves_the_day(stagedesk: Any, ref: str) -> None:
    done = stagedesk("answer", ref, "more_time", "--until", "2026-03-31")

    assert done.out == f"{ref}: routed; waits for Musea until 2026-03-31\n"
    (told,) = stagedesk("show", ref, "--json").json["referrals"]
    assert (told["round"], told["due_on"], told["quiet_until"]) == (2, "2026-03-31", "2026-03-31")


def test_a_place_from_a_day_is_written_down(stagedesk: Any, ref: str) -> None:
    assert stagedesk("answer", ref, "yes", "--from", "2026-09-14").code == 0

    (told,) = stagedesk("show", ref, "--json").json["referrals"]
    assert (told["answer"], told["starts_on"]) == ("yes", "2026-09-14")


def test_the_department_is_told_what_it_asked(stagedesk: Any, ref: str) -> None:
    stagedesk("answer", ref, "question")

    done = stagedesk("tell", ref, "Ja, met de auto.")

    assert done.out == f"{ref}: routed; waits for Musea until 2026-03-16\n"
    letters = stagedesk("show", ref, "--json").json["letters"]
    assert "Ja, met de auto." in letters[-1]["body"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["other"], "This answer needs --to."),
        (["more_time"], "This answer needs --until."),
        (["more_time", "--until", "morgen"], "morgen is no day; write it as 2026-03-31."),
        (["more_time", "--until", "2026-03-01"], "2026-03-01 is not after today."),
        (["other", "--to", "musea"], "Musea is the one that is asked."),
        (["yes", "--from", "x"], "x is no day; write it as 2026-03-31."),
        (["maybe"], "maybe is not an answer"),
    ],
    ids=lambda words: " ".join(words) if isinstance(words, list) else "",
)
def test_what_is_missing_or_wrong_is_said(stagedesk: Any, ref: str, words: list[str], expected: str) -> None:
    done = stagedesk("answer", ref, *words)

    assert done.code != 0
    assert expected in done.err
