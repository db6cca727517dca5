"""Lists, queues and pages by the command line: which requests, in what shape."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from builders import Clock, a_raw

REQUEST = {
    "ref", "status", "owner", "waiting_on", "waiting_since", "due_on", "overdue", "department", "outcome",
    "reason", "ended_by", "received_on", "closed_on", "snoozed_until", "in_inbox", "applicant",
    "applicant_email", "sender", "sender_email", "title", "route", "language", "school", "study", "level",
    "kind", "period_start", "period_end", "deadline", "automatic", "version",
}  # fmt: skip
PAGE = {"suggestions", "referrals", "messages", "letters", "timeline", "planned", "links", "clocks"}
SHAPES = {
    "suggestions": {"department", "name", "strength", "because"},
    "referrals": {
        "department", "name", "asked_on", "due_on", "reminded", "escalated_on", "answer", "reason", "remark",
        "answered_on", "round", "quiet_until", "starts_on",
    },
    "messages": {
        "id", "direction", "kind", "from", "to", "subject", "at", "visible", "quoted", "signature",
        "attachments", "automatic", "proposal", "proposal_because", "proposal_value", "handled", "warnings",
    },
    "letters": {"letter", "to", "subject", "body", "leaves_at", "state"},
    "timeline": {"event", "at", "by", "kind", "facts", "undone", "undoable"},
    "planned": {"on", "kind", "department"},
}  # fmt: skip
COUNTS = {"count", "overdue", "oldest_on", "oldest_working_days", "ages"}


@pytest.fixture
def busy(stagedesk: Any, mails: Callable[..., Path]) -> Any:
    """Three requests: one with Musea, one closed, one new."""
    raws = [
        a_raw(subject=f"Stage {name}", sender=f"{name} <{name}@student.example>")
        for name in ("an", "bo", "cas")
    ]
    stagedesk("fetch", "--eml", str(mails(*raws)))
    stagedesk("route", "2026-0001", "musea")
    stagedesk("close", "2026-0002", "out_of_scope")
    return stagedesk


@pytest.mark.parametrize(
    ("words", "refs"),
    [
        ([], ["2026-0003", "2026-0001"]),
        (["--status", "open"], ["2026-0003", "2026-0001"]),
        (["--status", "closed"], ["2026-0002"]),
        (["--status", "routed"], ["2026-0001"]),
        (["--waiting-on", "department"], ["2026-0001"]),
        (["--department", "Musea"], ["2026-0001"]),
        (["--owner", "me"], ["2026-0001"]),
        (["--owner", "desk"], ["2026-0003"]),
        (["--view", "with-desk"], ["2026-0003"]),
        (["--view", "closed-this-month"], ["2026-0002"]),
        (["--view", "everything", "--limit", "2"], ["2026-0003", "2026-0002"]),
        (["--search", "stage bo"], ["2026-0002"]),
        (["--search", "stage", "--status", "open"], ["2026-0003", "2026-0001"]),
        (["--search", "zeppelin"], []),
        (["--limit", "1"], ["2026-0003"]),
    ],
    ids=lambda words: " ".join(words) or "all open",
)  # fmt: skip
def test_a_list_holds_the_requests_that_are_asked_for(busy: Any, words: list[str], refs: list[str]) -> None:
    assert [row["ref"] for row in busy("list", *words, "--json").json] == refs


def test_a_list_for_people_is_aligned_and_marks_what_is_overdue(
    busy: Any, now: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    now.pass_days(7)
    monkeypatch.setenv("STAGEDESK_NOW", now().isoformat())

    heading, first, second = busy("list").out.splitlines()
    assert heading == "request    status  due           waits for  who  about"
    assert first == "2026-0003  new     2026-03-05 !  desk       cas  Stage cas"
    assert second == "2026-0001  routed  2026-03-16    Musea      an   Stage an"


def test_an_empty_list_says_so_and_prints_nothing(stagedesk: Any) -> None:
    done = stagedesk("list")

    assert (done.code, done.out, done.err) == (0, "", "No requests.\n")
    assert stagedesk("list", "--json").json == []


def test_the_shape_of_a_request_is_the_documented_one(busy: Any) -> None:
    row = busy("list", "--json").json[0]

    assert set(row) == REQUEST
    documented = busy("list", "--help").out
    assert all(name in documented for name in REQUEST)


def test_the_shape_of_a_page_is_the_documented_one(busy: Any) -> None:
    busy("note", "2026-0003", "Gebeld.")
    open_page, new_page = (busy("show", ref, "--json").json for ref in ("2026-0001", "2026-0003"))

    documented = busy("show", "--help").out
    assert set(open_page) == REQUEST | PAGE
    for part, fields in SHAPES.items():
        for row in (*open_page[part], *new_page[part]):
            assert set(row) == fields, part
        assert all(name in documented for name in fields)
    assert new_page["timeline"][-1]["facts"]["text"] == "Gebeld."


def test_a_page_for_people_tells_what_happened_and_what_will(busy: Any) -> None:
    out = busy("show", "2026-0001").out

    for piece in (
        "2026-0001  an  Stage an",
        "waits for: Musea",
        "<- 2026-03-02 10:00  an <an@student.example>  Stage an",
        "   Beste, ik zoek een stageplaats in het museum.",
        "2026-03-02 10:00  Els        asked musea, due 2026-03-16",
        "2026-03-02 10:01  the clock  letter leaves: question to the department",
        "2026-03-23        the clock  Musea stays silent: the supervisor takes over",
    ):
        assert piece in out
    assert "suggested: Musea" in busy("show", "2026-0003").out


def test_the_queues_count_what_waits_for_whom(busy: Any) -> None:
    board = busy("queue", "--json").json

    assert set(board) == {"today", "age_bands", "open", "waiting_on", "departments"}
    assert set(board["open"]) == COUNTS
    assert {each["waiting_on"]: each["count"] for each in board["waiting_on"]} == {
        "desk": 1, "department": 1, "applicant": 0, "school": 0, "supervisor": 0
    }  # fmt: skip
    assert [(each["department"], each["count"]) for each in board["departments"]] == [("musea", 1)]
    documented = busy("queue", "--help").out
    assert all(name in documented for name in (*board, *COUNTS))


def test_the_queue_for_people_has_ages_and_marks_what_is_overdue(
    busy: Any, now: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    now.pass_days(21)
    monkeypatch.setenv("STAGEDESK_NOW", now().isoformat())

    out = busy("queue").out.splitlines()
    assert out[0] == "waits for   open  overdue  oldest      days  0-5  6-10  11-15  >15"
    assert out[1].split() == ["desk", "1", "1", "!", "2026-03-02", "15", "0", "0", "1", "0"]


def test_the_queue_of_a_department_lists_its_requests(busy: Any) -> None:
    (line,) = busy("queue", "--department", "musea", "--json").json

    assert line["ref"] == "2026-0001"
    assert set(line) == REQUEST | {"age_working_days", "waiting_working_days", "overdue_working_days"}
    assert (
        busy("queue", "--department", "musea")
        .out.splitlines()[1]
        .startswith("2026-0001    0        0  2026-03-16")
    )
