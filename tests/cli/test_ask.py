"""Asking the applicant by the command line: in one's own words, or what the request leaves open."""

from typing import Any

import pytest

from builders import a_raw
from stagedesk.services.understanding import questions


def test_without_words_it_asks_what_the_request_leaves_open(stagedesk: Any, request_ref: str) -> None:
    question = stagedesk("ask", request_ref, "--show").out
    assert question.startswith("- ")
    assert stagedesk("ask", request_ref, "--show", "--json").json == {
        "ref": request_ref, "question": question.strip()
    }  # fmt: skip
    assert stagedesk("show", request_ref, "--json").json["letters"] == []

    done = stagedesk("ask", request_ref)

    page = stagedesk("show", request_ref, "--json").json
    assert (done.code, page["waiting_on"]) == (0, "applicant")
    assert question.strip() in page["letters"][0]["body"]


def test_own_words_go_before_what_is_prepared(stagedesk: Any, request_ref: str) -> None:
    assert stagedesk("ask", request_ref, "Komt u ook op zaterdag?", "--json").json["status"] == "incomplete"

    (letter,) = stagedesk("show", request_ref, "--json").json["letters"]
    assert "Komt u ook op zaterdag?" in letter["body"]
    assert "Van wanneer" not in letter["body"]


def test_where_nothing_is_missing_it_wants_words(
    stagedesk: Any, mails: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    stagedesk("fetch", "--eml", str(mails(a_raw())))
    monkeypatch.setattr(questions, "prepare", lambda _desk, _ref: "")

    for words in (["ask", "2026-0001"], ["ask", "2026-0001", ""]):
        done = stagedesk(*words)
        assert (done.code, done.err.startswith(("stagedesk: 2026-0001 leaves", "stagedesk: Write what"))) == (
            2,
            True,
        )
