"""Forgetting on the command line: the list, the approval, the certificate; and one person's data."""

from pathlib import Path

import pytest

from builders import Clock
from cli.conftest import Run


@pytest.fixture
def due_ref(stagedesk: Run, request_ref: str, now: Clock, monkeypatch: pytest.MonkeyPatch) -> str:
    """A request that was closed more than a year ago."""
    words = ("close", request_ref, "rejected", "--reason", "no_capacity", "--no-letter")
    assert stagedesk(*words).code == 0
    now.pass_days(370)
    monkeypatch.setenv("STAGEDESK_NOW", now().isoformat())
    return request_ref


def test_a_list_is_read_approved_and_carried_out(stagedesk: Run, due_ref: str) -> None:
    (row,) = stagedesk("purge", "--json").json
    assert (row["ref"], row["kind"], row["ended"], row["term"]) == (
        due_ref,
        "request",
        "rejected",
        "be-request",
    )
    assert due_ref in stagedesk("purge").out

    refused = stagedesk("purge", "--approve")
    approved = stagedesk("purge", "--approve", "--as", "mieke")
    tried = stagedesk("purge", "--execute", "1", "--dry-run", "--json", "--as", "mieke")
    done = stagedesk("purge", "--execute", "1", "--json", "--as", "mieke")

    assert (refused.code, approved.code, tried.code, done.code) == (4, 0, 0, 0)
    assert "Els: Personal data are a matter for the privacy officer" in refused.err
    assert "stagedesk purge --execute 1" in approved.err
    assert tried.json["requests"] == done.json["counts"]["requests"] == 1
    assert (done.json["approved_by"], done.json["executed_by"]) == ("Mieke", "Mieke")
    assert done.json["left_out"] == []
    assert stagedesk("purge", "--json").json == []
    assert "Nora" not in stagedesk("show", due_ref).out
    assert stagedesk("check").code == 0


def test_a_certificate_is_printed_without_a_name(stagedesk: Run, due_ref: str) -> None:
    stagedesk("purge", "--approve", "--as", "mieke")
    stagedesk("purge", "--execute", "1", "--as", "mieke")

    shown = stagedesk("purge", "--certificate", "1")

    assert shown.out.startswith("# Certificate of destruction 1\n")
    assert due_ref in shown.out
    assert "nora" not in shown.out.lower()
    assert [each["number"] for each in stagedesk("purge", "--lists", "--json").json] == [1]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        pytest.param("--execute 7", 3, "There is no purge list 7", id="no such list"),
        pytest.param("--dry-run", 2, "Give --dry-run with --execute.", id="a trial of nothing"),
        pytest.param("--approve --day 2030-01-01", 2, "Only what is due today", id="ahead of time"),
        pytest.param("--approve", 4, "Nothing is due.", id="nothing to approve"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(stagedesk: Run, words: str, code: int, said: str) -> None:
    done = stagedesk("purge", *words.split(), "--as", "mieke")

    assert done.code == code
    assert said in done.err


def test_what_will_be_due_is_shown_beforehand(stagedesk: Run, due_ref: str) -> None:
    assert stagedesk("purge", "--day", "2026-04-01", "--json").json == []
    assert stagedesk("purge", "--day", "2028-04-01", "--json").json[0]["ref"] == due_ref


def test_the_reports_show_the_list_and_where_to_ask_for_a_person(stagedesk: Run, due_ref: str) -> None:
    due, lists = stagedesk("figure", "R17", "--json").json["parts"]
    pointer = stagedesk("figure", "R18").out

    assert [row[1] for row in due["rows"]] == [due_ref]
    assert lists["rows"] == []
    assert "stagedesk person ADDRESS" in pointer


def test_one_persons_data_are_printed_written_and_erased(
    stagedesk: Run, due_ref: str, tmp_path: Path
) -> None:
    file = tmp_path / "nora.md"

    printed = stagedesk("person", "nora@student.example", "--as", "mieke")
    as_data = stagedesk("person", due_ref, "--json", "--as", "mieke").json
    written = stagedesk("person", due_ref, "--out", str(file), "--as", "mieke")
    refused = stagedesk("person", due_ref)

    assert "Beste, ik zoek een stageplaats in het museum." in printed.out
    assert as_data["people"][0]["name"] == "Nora Willems"
    assert written.code == 0
    assert file.stat().st_mode & 0o777 == 0o600
    assert "Nora Willems" in file.read_text()
    assert refused.code == 4
    erased = stagedesk("person", due_ref, "--erase", "--as", "mieke")
    assert erased.out.startswith("# Certificate of destruction 1\n")
    assert stagedesk("person", "nora@student.example", "--as", "mieke").code == 3


def test_a_file_of_another_kind_is_refused_before_anything_is_told(
    stagedesk: Run, due_ref: str, tmp_path: Path
) -> None:
    done = stagedesk("person", due_ref, "--out", str(tmp_path / "nora.doc"), "--as", "mieke")

    assert (done.code, list(tmp_path.glob("nora*"))) == (2, [])
    assert ".md, .json" in done.err
