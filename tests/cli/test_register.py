"""The register on the command line: placements, places, who is where, lists taken over."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from builders import Clock
from messy_list import messy
from stagedesk.services.desk import Desk

Run = Callable[..., Any]
NORA = ("placement", "add", "Nora Willems", "musea", "2026-03-09..2026-04-17")


def test_a_placement_is_registered_followed_and_listed(stagedesk: Run) -> None:
    added = stagedesk(*NORA, "--kind", "student", "--days", "4", "--email", "nora@student.example")
    assert (added.code, added.out) == (
        0, "P2026-0001: Nora Willems, musea, 2026-03-09 – 2026-04-17: planned\n",
    )  # fmt: skip
    assert "The papers of this kind should have begun" in added.err

    marked = stagedesk("placement", "paper", "P2026-0001", "risk_analysis", "checked", "--json")
    assert marked.json["status"] == "preparing"
    starting = stagedesk("placements", "--view", "starting", "--json")
    assert [row["ref"] for row in starting.json] == ["P2026-0001"]
    shown = stagedesk("placement", "show", "P2026-0001").out
    assert re.search("risk analysis +seen, in order", shown)
    assert "placement registered at musea" in shown
    assert stagedesk("undo").code == 0
    assert stagedesk("placement", "show", "P2026-0001", "--json").json["status"] == "planned"


def test_its_course_by_commands(command: Run, at: Run, sqlite_desk: Desk, now: Clock) -> None:
    at(sqlite_desk)
    assert command(*NORA, "--kind", "student").code == 0
    now.pass_days(20)
    at(sqlite_desk)

    for words, status in (
        (("start", "P2026-0001"), "started"),
        (("interrupt", "P2026-0001", "2026-03-16", "2026-03-20"), "started"),
        (("extend", "P2026-0001", "2026-05-01"), "started"),
        (("sign", "P2026-0001", "city"), "started"),
        (("change", "P2026-0001", "--mentor", "Ann"), "started"),
        (("end", "P2026-0001", "--by", "school", "--reason", "no_match"), "stopped_early"),
        (("hire", "P2026-0001", "no"), "stopped_early"),
    ):
        done = command("placement", *words, "--json")
        assert (done.code, done.json["status"]) == (0, status), done.err
    assert (
        command("placements", "--view", "over", "--year", "2026").out.splitlines()[1].startswith("P2026-0001")
    )


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("show", "P2026-0009"), 3, "There is no placement P2026-0009. See: stagedesk placements"),
        (("add", "Nora", "maan"), 3, "There is no department maan."),
        (("add", "Nora", "musea", "morgen"), 2, "morgen is no day"),
        (("add", "Nora", "musea", "--kind", "maan"), 2, "maan is none of: pupil"),
        (("cancel", "P2026-0001", "--by", "city", "--reason", "maan"), 2, "Say why, one of: other_plans"),
        ((), 2, "the following arguments are required"),
    ],
)
def test_mistakes_are_sentences(stagedesk: Run, words: tuple[str, ...], code: int, said: str) -> None:
    stagedesk(*NORA)

    done = stagedesk("placement", *words)

    assert (done.code, said in done.err) == (code, True), done.err


def test_a_place_by_commands(stagedesk: Run, tmp_path: Path) -> None:
    offered = stagedesk(
        "place", "offer", "musea", "Archief", "--kind", "student", "--from", "2026-09-01", "--structural"
    )
    assert offered.out == "place 1: Archief, musea: open\n"
    assert stagedesk("place", "publish", "1", "stadswebsite").code == 0
    assert stagedesk("places", "--view", "published", "--json").json[0]["title"] == "Archief"
    assert "Archief" in stagedesk("place", "vacancy", "1", "--in", "nl").out
    assert stagedesk("place", "vacancy", "1", "--json").json["@type"] == "JobPosting"
    saved = stagedesk("place", "vacancy", "1", "--output", str(tmp_path / "v.html"))
    assert Path(saved.out.strip()).read_text(encoding="utf-8").startswith("<!doctype html>")
    assert stagedesk("places", "--without", "2026").out.count("\n") == 4
    assert stagedesk("place", "withdraw", "1", "telework").out == "place 1: Archief, musea: taken back\n"


def test_a_request_and_the_places_that_fit_it(stagedesk: Run, request_ref: str) -> None:
    stagedesk("place", "offer", "musea", "Hulp in het museum")

    assert stagedesk("places", "--for", request_ref).code == 0
    assert stagedesk("place", "candidate", "1", request_ref, "--json").json["candidates"] == 1
    assert stagedesk("place", "candidate", "1", request_ref, "chosen", "--json").json["candidates"] == 0


def test_the_yearly_call_is_looked_at_and_sent(stagedesk: Run) -> None:
    dry = stagedesk("place", "call", "places", "2026", "--dry-run")
    sent = stagedesk("place", "call", "places", "2026")

    assert dry.out == sent.out == "bibliotheek\ngroen\nmusea\nsport\n"
    assert stagedesk("place", "call", "places", "2026").err.count("it was asked already") == 4


def test_who_is_where(stagedesk: Run) -> None:
    stagedesk(*NORA)

    there = stagedesk("presence", "--on", "2026-03-10", "--json").json
    assert [(row["applicant"], row["certain"], row["away"]) for row in there] == [
        ("Nora Willems", False, False)
    ]
    assert "Nora Willems  not confirmed" in stagedesk("presence", "--on", "2026-03-10").out
    assert stagedesk("presence").err == "Nobody is there on that day.\n"


def test_a_list_is_looked_at_taken_over_and_taken_back(stagedesk: Run, tmp_path: Path) -> None:
    file = tmp_path / "stages.xlsx"
    file.write_bytes(messy(40))

    dry = stagedesk("import", "placements", str(file), "--dry-run")
    assert dry.out.splitlines()[-5:] == ["new 40", "known already 0", "bad 0", "left out 1", "written 0"]
    done = stagedesk("import", "placements", str(file), "--past", "--covers", "2024", "--json")
    assert len(done.json["written"]) == 40
    again = stagedesk("import", "placements", str(file), "--past")
    assert again.out.splitlines()[:2] == ["new 0", "known already 40"]
    assert stagedesk("undo").code == 0
    assert stagedesk("placements", "--view", "all", "--json").json == []


def test_a_bad_line_stops_an_import(stagedesk: Run, tmp_path: Path) -> None:
    file = tmp_path / "stages.csv"
    file.write_text("Naam;Dienst;Periode\nNora;musea;2/3/2026 - 13/3/2026\nAnna;maan;2/3/2026 - 13/3/2026\n")

    done = stagedesk("import", "placements", str(file))

    assert (done.code, done.out) == (2, "")
    assert f"{file}:3: department: maan is none that the desk knows" in done.err
    assert "1 line cannot be taken, so nothing was." in done.err
    good = stagedesk("import", "placements", str(file), "--good-rows")
    assert good.out.splitlines()[-1] == "written 1"


def test_an_introduction_day_by_commands(stagedesk: Run) -> None:
    stagedesk("placement", "add", "Nora", "musea", "2026-03-02..2026-04-17", "--email", "n@student.example")
    stagedesk("placement", "add", "Anna", "sport", "2026-03-02..2026-04-17")

    planned = stagedesk("introduction", "plan", "2026-03-09", "--location", "stadhuis", "--json").json
    assert (planned[0]["day"], planned[0]["location"]) == ("2026-03-09", "stadhuis")
    assert stagedesk("introduction", "invite", "2026-03-09", "--dry-run").out.count("P2026-") == 2
    sent = stagedesk("introduction", "invite", "2026-03-09")
    assert (sent.out.split(), sent.err) == (
        ["P2026-0001", "P2026-0002"], "P2026-0002 has no mail address; it is on the list.\n",
    )  # fmt: skip
    came = stagedesk("introduction", "came", "2026-03-09", "P2026-0001", "--json").json
    assert {row["name"]: row["came"] for row in came} == {"Nora": True, "Anna": None}
    assert stagedesk("introduction", "list", "--json").json[0]["attended"] == 1


def test_what_departments_told_of_a_year(stagedesk: Run) -> None:
    told = stagedesk("coverage", "2025", "--told", "sport", "--json").json

    assert {row["department"]: row["whole"] for row in told} == {
        "bibliotheek": False, "musea": False, "sport": True, "groen": False,
    }  # fmt: skip
    assert stagedesk("coverage", "2030", "--told", "sport").code == 2
