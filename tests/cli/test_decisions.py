"""Every decision by the command line: what it does to the request, as text and for programs."""

from typing import Any

import pytest

from builders import Clock, a_raw


def test_routing_says_who_has_the_ball_and_until_when(stagedesk: Any, request_ref: str) -> None:
    done = stagedesk("route", request_ref, "Musea")

    assert (done.code, done.err) == (0, "")
    assert done.out == f"{request_ref}: routed; waits for Musea until 2026-03-16\n"


def test_the_remark_of_a_routing_stands_in_the_letter(stagedesk: Any, request_ref: str) -> None:
    stagedesk("route", request_ref, "musea", "--remark", "Ze kent jullie al.")

    (letter,) = stagedesk("show", request_ref, "--json").json["letters"]
    assert "Ze kent jullie al." in letter["body"]


@pytest.mark.parametrize(
    ("words", "after"),
    [
        (["answer", "{ref}", "yes"], {"status": "offered", "waiting_on": "applicant"}),
        (["answer", "{ref}", "yes", "--no-letter"], {"status": "offered", "waiting_on": "desk"}),
        (["answer", "{ref}", "yes_if", "--remark", "enkel in mei"], {"status": "offered"}),
        (["answer", "{ref}", "no", "--reason", "no_capacity"], {"status": "triage", "waiting_on": "desk"}),
        (["answer", "{ref}", "question"], {"status": "routed", "waiting_on": "desk"}),
        (["answer", "{ref}", "yes", "--department", "musea"], {"status": "offered"}),
        (["remind", "{ref}"], {"status": "routed", "waiting_on": "department"}),
        (["withdraw", "{ref}"], {"status": "triage", "waiting_on": "desk"}),
        (["withdraw", "{ref}", "--department", "musea"], {"status": "triage"}),
        (["ask", "{ref}", "In welke weken?"], {"status": "incomplete", "waiting_on": "applicant"}),
        (["note", "{ref}", "Haar leerkracht belde."], {"status": "routed"}),
        (["snooze", "{ref}", "2026-03-31"], {"snoozed_until": "2026-03-31", "due_on": "2026-03-31"}),
        (["wait-list", "{ref}", "2026-09-01"], {"status": "waiting_list", "due_on": "2026-09-01"}),
        (["seen", "{ref}"], {"status": "routed"}),
        (
            ["close", "{ref}", "rejected", "--reason", "no_capacity"],
            {"outcome": "rejected", "reason": "no_capacity"},
        ),
        (
            ["close", "{ref}", "withdrawn", "--reason", "found_elsewhere", "--by", "school"],
            {"ended_by": "school"},
        ),
        (
            ["close", "{ref}", "out_of_scope", "--note", "Reclame.", "--no-letter"],
            {"outcome": "out_of_scope"},
        ),
    ],
    ids=lambda words: " ".join(words) if isinstance(words, list) else "",
)
def test_a_decision_changes_the_request(
    stagedesk: Any, request_ref: str, words: list[str], after: dict[str, Any]
) -> None:
    stagedesk("route", request_ref, "musea")

    done = stagedesk(*[word.format(ref=request_ref) for word in words], "--json")

    assert (done.code, done.err) == (0, "")
    assert {name: done.json[name] for name in after} == after


def test_a_closed_request_is_taken_up_again(stagedesk: Any, request_ref: str) -> None:
    closed = stagedesk("close", request_ref, "out_of_scope")
    reopened = stagedesk("reopen", request_ref)

    assert closed.out == f"{request_ref}: closed; not an internship request\n"
    assert reopened.out == f"{request_ref}: to decide; waits for desk until 2026-03-05\n"


def test_a_mail_is_linked_to_another_request(stagedesk: Any, mails: Any) -> None:
    stagedesk("fetch", "--eml", str(mails(a_raw(subject="Eerste"), a_raw(subject="Tweede"))))
    first, second = sorted(row["ref"] for row in stagedesk("list", "--json").json)

    assert stagedesk("link", second, first, "--json").json["ref"] == first
    assert stagedesk("show", second, "--json").json["outcome"] == "duplicate"
    assert len(stagedesk("show", first, "--json").json["messages"]) == 2


def test_who_decides_is_named_on_the_command_line(stagedesk: Any, request_ref: str) -> None:
    stagedesk("--as", "karim", "route", request_ref, "musea")
    stagedesk("note", request_ref, "Gebeld.", "--as", "mieke")

    timeline = stagedesk("show", request_ref, "--json").json["timeline"]
    assert [event["by"] for event in timeline] == [None, "Karim", "Mieke"]


def test_an_answer_takes_the_departments_mail_with_it(
    stagedesk: Any, request_ref: str, mails: Any, now: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    stagedesk("route", request_ref, "musea")
    now.pass_days(1)
    monkeypatch.setenv("STAGEDESK_NOW", now().isoformat())
    stagedesk("work")
    (letter,) = [
        mail for mail in stagedesk("show", request_ref, "--json").json["messages"] if mail["kind"] == "letter"
    ]
    sent = _mail_id(stagedesk, request_ref)
    stagedesk("fetch", "--eml", str(mails(a_raw("Ja, graag!\n", sender="musea@stad.example", answers=sent))))

    stagedesk("answer", request_ref, "yes")

    mail = stagedesk("show", request_ref, "--json").json["messages"][-1]
    assert letter["direction"] == "out"
    assert (mail["kind"], mail["handled"]) == ("answer", True)


def _mail_id(stagedesk: Any, ref: str) -> str:
    from stagedesk.db import models as m
    from stagedesk.db.connection import session

    with session():
        return str(m.Outgoing.select().order_by(m.Outgoing.id.desc()).first().mail_id)


def test_undo_takes_back_the_last_step_of_whoever_asks(stagedesk: Any, request_ref: str) -> None:
    stagedesk("route", request_ref, "musea")
    stagedesk("note", request_ref, "Gebeld.", "--as", "karim")

    done = stagedesk("undo", "--json")

    assert (done.json["kind"], done.json["refs"]) == ("routed", [request_ref])
    assert stagedesk("list", "--json").json[0]["status"] == "received"


def test_undo_with_a_reference_takes_back_the_last_step_on_it(stagedesk: Any, request_ref: str) -> None:
    stagedesk("route", request_ref, "musea")
    stagedesk("note", request_ref, "Gebeld.", "--as", "karim")

    assert stagedesk("undo", request_ref).out == f"undone: note {request_ref}\n"
    assert stagedesk("undo", request_ref).out == f"undone: routing {request_ref}\n"
    assert stagedesk("undo", request_ref).code == 4


def test_undo_of_a_step_by_its_number_and_of_that_undoing(stagedesk: Any, request_ref: str) -> None:
    stagedesk("route", request_ref, "musea")
    event = stagedesk("show", request_ref, "--json").json["timeline"][-1]["event"]

    assert stagedesk("undo", "--event", str(event)).out == f"undone: routing {request_ref}\n"
    undoing = stagedesk("show", request_ref, "--json").json["timeline"][-1]["event"]
    assert stagedesk("undo", "--event", str(undoing)).out == f"undone: undo {request_ref}\n"
    assert stagedesk("list", "--json").json[0]["status"] == "routed"


def test_work_does_what_is_due_and_a_second_time_nothing(
    stagedesk: Any, request_ref: str, now: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    stagedesk("route", request_ref, "musea")
    now.pass_days(7)
    monkeypatch.setenv("STAGEDESK_NOW", now().isoformat())

    first, second = stagedesk("work"), stagedesk("work", "--json")

    assert first.out == "departments reminded: 1; letters sent: 1\n"
    assert second.code == 0
    assert not any(count for count in second.json.values())
