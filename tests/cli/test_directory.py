"""The directory on the command line: departments, schools and contacts."""

from typing import Any

from builders import a_placement
from stagedesk.services.desk import Desk


def test_a_department_is_added_shown_changed_and_closed(stagedesk: Any) -> None:
    added = stagedesk("--as", "mieke", "department", "add", "ict", "--name", "Informatica", "--aliases", "it")
    assert added.out == "ict: Informatica, -, ..\nit\n"

    assert stagedesk("department", "change", "it", "--email", "ict@stad.example").code == 0
    done = stagedesk("--as", "mieke", "department", "close", "ict", "2026-12-31", "--json")
    assert (done.code, done.err) == (0, "")
    closed = done.json
    assert (closed["email"], closed["valid_to"]) == ("ict@stad.example", "2026-12-31")
    assert len(stagedesk("department", "list", "--json").json) == 5
    assert stagedesk("--as", "mieke", "undo").code == 0
    assert stagedesk("department", "show", "ict", "--json").json["valid_to"] is None


def test_only_a_supervisor_adds_a_department(stagedesk: Any) -> None:
    done = stagedesk("department", "add", "ict", "--name", "Informatica")

    assert (done.code, done.err) == (4, "stagedesk: Only a supervisor does that: Mieke.\n")


def test_a_school_tells_its_years(stagedesk: Any, sqlite_desk: Desk) -> None:
    a_placement(sqlite_desk, school="ap")

    stagedesk("school", "change", "ap", "--domains", "ap.be")
    found = stagedesk("school", "show", "ap", "--json").json

    assert found["domains"] == ["ap.be"]
    assert [(each["year"], each["placements"]) for each in found["years"]] == [(2026, 1)]
    assert "2026" in stagedesk("school", "show", "ap").out
    assert stagedesk("school", "list").out.splitlines()[1].startswith("ap")


def test_a_contact_is_added_changed_and_ended(stagedesk: Any) -> None:
    added = stagedesk("contact", "add", "ap", "--name", "Ann Maes", "--email", "ann@ap.example")
    assert added.err == "1 · AP Hogeschool · Ann Maes · ann@ap.example\n"

    assert stagedesk("contact", "change", "1", "--function", "coach", "--json").json["function"] == "coach"
    assert stagedesk("contact", "end", "1", "2026-06-30", "--json").json["valid_to"] == "2026-06-30"
    assert "Ann Maes" in stagedesk("contact").out
    assert stagedesk("contact", "end", "9", "2026-06-30").code == 3
