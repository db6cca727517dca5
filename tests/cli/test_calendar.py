"""The plan of a request and the closing days, as commands."""

from typing import Any

from stagedesk.services.desk import Desk


def test_the_plan_is_printed_with_the_three_clocks(stagedesk: Any, request_ref: str) -> None:
    stagedesk("route", request_ref, "musea")

    done = stagedesk("plan", request_ref)

    assert done.code == 0
    assert "2026-03-09  reminder to Musea" in done.out
    assert "2026-03-23  Musea stays silent: the supervisor takes over" in done.out
    assert "working days: desk 0, departments 0, the applicant waits 0" in done.out


def test_the_plan_is_json_for_programs_and_stands_on_the_page_too(stagedesk: Any, request_ref: str) -> None:
    stagedesk("route", request_ref, "musea")

    found = stagedesk("plan", request_ref, "--json").json
    page = stagedesk("show", request_ref, "--json").json

    assert found["planned"][0] == {"on": "2026-03-09", "kind": "reminder_1", "department": "Musea"}
    assert found["clocks"] == {
        "desk": 0, "departments": 0, "applicant": 0, "decide_by": None, "deadline": None
    }  # fmt: skip
    assert (page["planned"], page["clocks"]) == (found["planned"], found["clocks"])
    assert "working days: desk 0" in stagedesk("show", request_ref).out


def test_the_plan_is_changed_and_the_change_is_undone(stagedesk: Any, request_ref: str) -> None:
    stagedesk("route", request_ref, "musea")

    def first() -> tuple[str, str]:
        step = stagedesk("plan", request_ref, "--json").json["planned"][0]
        return step["on"], step["kind"]

    assert stagedesk("plan", request_ref, "--quiet-until", "2026-03-12").code == 0
    assert first() == ("2026-03-12", "reminder_1")
    assert stagedesk("undo").code == 0
    assert stagedesk("plan", request_ref, "--skip").code == 0
    assert first() == ("2026-03-16", "reminder_1")
    stagedesk("undo")
    assert "until 2026-03-30" in stagedesk("plan", request_ref, "--due", "2026-03-30").out
    done = stagedesk("plan", request_ref, "--stop", "Gebeld.", "--until", "2026-03-20", "--json")
    assert (done.json["waiting_on"], done.json["due_on"]) == ("desk", "2026-03-20")
    assert stagedesk("plan", request_ref, "--resume", "--json").json["waiting_on"] == "department"


def test_wrong_words_about_a_plan_are_refused(stagedesk: Any, request_ref: str) -> None:
    assert stagedesk("plan", request_ref, "--quiet-until", "soon").code == 2
    assert stagedesk("plan", request_ref, "--skip", "--resume").code == 2
    assert stagedesk("plan", request_ref, "--department", "musea").code == 2
    assert stagedesk("plan", request_ref, "--resume").code == 4
    assert stagedesk("plan", "2026-9999").code == 3


def test_the_closing_days_of_a_year(stagedesk: Any) -> None:
    assert "2026-04-06  the city  Paasmaandag" in stagedesk("closing-days").out
    found = stagedesk("closing-days", "2030", "--json").json
    assert {"day": "2030-07-21", "name": "Nationale feestdag", "department": None, "weekend": True} in found


def test_a_supervisor_closes_the_city_or_a_department(stagedesk: Any) -> None:
    done = stagedesk("--as", "mieke", "closing-day", "add", "2026-05-15", "Brugdag")
    assert (done.code, done.out) == (0, "2026-05-15 Brugdag\n")
    assert "2026-05-15  the city  Brugdag" in stagedesk("closing-days").out

    own = ("--as", "mieke", "closing-day", "add", "2026-05-18", "Verhuis", "--department", "musea")
    assert stagedesk(*own).code == 0
    assert [each["day"] for each in stagedesk("closing-days", "--department", "musea", "--json").json] == [
        "2026-05-18"
    ]

    assert stagedesk("--as", "mieke", "closing-day", "remove", "2026-05-15").code == 0
    assert "2026-05-15" not in stagedesk("closing-days").out


def test_a_clerk_closes_nothing(stagedesk: Any, sqlite_desk: Desk) -> None:
    done = stagedesk("closing-day", "add", "2026-05-15", "Brugdag")

    assert (done.code, done.out) == (4, "")
    assert "Only a supervisor" in done.err
