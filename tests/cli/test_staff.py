"""Handing over, absences and staff by the command line, for people and for programs."""

from typing import Any

import pytest

from builders import a_raw


@pytest.fixture
def mine(stagedesk: Any, request_ref: str) -> str:
    """A request of els."""
    assert stagedesk("route", request_ref, "musea").code == 0
    return request_ref


def test_all_of_a_person_are_handed_over_and_come_back_by_undo(stagedesk: Any, mine: str) -> None:
    done = stagedesk("handover", "els", "karim", "--note", f"{mine}: belt maandag", "--json")

    assert [(each["ref"], each["owner"]) for each in done.json] == [(mine, "karim")]
    assert "belt maandag" in stagedesk("show", mine).out
    assert stagedesk("undo").code == 0
    assert stagedesk("list", "--owner", "me", "--json").json[0]["ref"] == mine


def test_a_dry_run_only_tells(stagedesk: Any, mine: str) -> None:
    done = stagedesk("handover", "els", "karim", "--dry-run")

    assert done.err == "would go to karim: 1\n"
    assert done.out.splitlines()[1].startswith(f"{mine}  2026-03-16  els")
    assert stagedesk("list", "--owner", "els", "--json").json != []


def test_a_queue_goes_over_whoever_owns_it(stagedesk: Any, mine: str) -> None:
    done = stagedesk("handover", "anybody", "mieke", "--department", "Musea")

    assert done.err == "handed over to mieke: 1\n"


def test_a_request_is_taken_over(stagedesk: Any, request_ref: str) -> None:
    assert stagedesk("take", request_ref, "--json").json["owner"] == "els"
    again = stagedesk("take", request_ref)
    assert (again.code, again.err) == (4, f"stagedesk: {request_ref} belongs to Els already.\n")


def test_an_absence_is_added_listed_and_removed(stagedesk: Any) -> None:
    words = ("absence", "add", "els", "2026-03-02", "2026-03-13", "--stand-in", "karim")
    assert stagedesk(*words).out == "1: Els is away from 2026-03-02 to 2026-03-13; karim stands in\n"

    (row,) = stagedesk("absence", "list", "--json").json
    assert (row["staff"], row["stand_in"], row["last_day"]) == ("els", "karim", "2026-03-13")
    assert "2026-03-13  karim" in stagedesk("staff", "list").out
    assert stagedesk("absence", "remove", "1").err == "Nobody is away.\n"
    assert stagedesk("absence", "remove", "1").code == 3


def test_the_stand_in_has_the_requests_in_the_view_of_theirs(stagedesk: Any, mine: str) -> None:
    stagedesk("absence", "add", "els", "2026-03-02", "2026-03-13", "--stand-in", "karim")

    (row,) = stagedesk("--as", "karim", "list", "--view", "mine", "--json").json
    assert (row["ref"], row["owner"]) == (mine, "els")


def test_staff_comes_changes_and_leaves(stagedesk: Any, mine: str) -> None:
    add = ("--as", "mieke", "staff", "add", "lotte", "Lotte Claes", "--email", "lotte@stad.example", "--json")
    assert stagedesk(*add).json[0] | {"open": 0} == {
        "code": "lotte",
        "name": "Lotte Claes",
        "email": "lotte@stad.example",
        "role": "desk",
        "left_on": None,
        "away_until": None,
        "stand_in": None,
        "open": 0,
        "overdue": 0,
    }
    assert stagedesk("--as", "mieke", "staff", "role", "lotte", "supervisor", "--json").json[0]["role"] == (
        "supervisor"
    )
    refused = stagedesk("--as", "mieke", "staff", "leave", "els")
    assert (refused.code, "say who takes them over" in refused.err) == (4, True)
    done = stagedesk("--as", "mieke", "staff", "leave", "els", "--to", "karim", "--json")
    assert (done.err, done.json[0]["left_on"]) == ("handed over to karim: 1\n", "2026-03-02")
    assert "els" not in stagedesk("staff", "list").out
    assert "els" in stagedesk("staff", "list", "--all").out
    late = stagedesk("note", mine, "Nog iets.")
    assert (late.code, "Els left on 2026-03-02" in late.err) == (4, True)
    assert stagedesk("check").code == 0


def test_a_clerk_changes_no_roles(stagedesk: Any) -> None:
    done = stagedesk("staff", "role", "els", "supervisor")

    assert (done.code, done.err) == (4, "stagedesk: Only a supervisor does that: Mieke.\n")


def test_many_are_handed_over_in_one_go(stagedesk: Any, mails: Any) -> None:
    names = [f"Nora {number} <nora{number}@student.example>" for number in range(30)]
    stagedesk("fetch", "--eml", str(mails(*(a_raw(sender=name) for name in names))))

    assert stagedesk("handover", "desk", "karim").err == "handed over to karim: 30\n"
    assert len(stagedesk("list", "--owner", "karim", "--json").json) == 30
    assert stagedesk("undo").code == 0
    assert stagedesk("list", "--owner", "karim", "--json").json == []
