"""The desk as a whole by the command line: made, imported, exported, checked, described."""

from pathlib import Path
from typing import Any

import pytest

from stagedesk.db import connection
from stagedesk.services.desk import Desk


def test_init_says_where_the_desk_is_and_what_is_next(
    command: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path}/deep/desk.db"

    done = command("--database", url, "init")

    assert (done.code, done.out) == (0, "")
    assert done.err == f"The desk is ready: {url}\nNext: stagedesk fetch --eml FOLDER, then stagedesk\n"
    assert (tmp_path / "deep" / "desk.db").stat().st_mode & 0o777 == 0o600
    assert command("--database", url, "list").code == 0


def test_init_takes_the_citys_own_lists(
    command: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("STAGEDESK_DATABASE", f"sqlite:///{tmp_path}/desk.db")
    staff, departments, schools = (tmp_path / f"{name}.csv" for name in ("staff", "departments", "schools"))
    staff.write_text("code,naam,rol\njan,Jan,loket\n")
    departments.write_text("code,naam,telefoon\nzee,Zeedienst,03 1\n")
    schools.write_text("code,naam\nap,AP\n")

    done = command(
        "init",
        "--staff",
        str(staff),
        "--departments",
        str(departments),
        "--schools",
        str(schools),
        "--as",
        "jan",
    )

    assert done.code == 0
    assert f"{departments}: left out columns: telefoon\n" in done.err
    assert command("doctor", "--json").json["database"]["department"] == "1"
    assert command("import", "staff", str(staff), "--as", "jan", "--json").json["unchanged"] == ["jan"]


def test_an_import_tells_what_it_did_and_is_undone(stagedesk: Any, tmp_path: Path) -> None:
    file = tmp_path / "departments.csv"
    file.write_text("code,name\nzee,Zeedienst\nsport,Sportdienst\nmusea,Musea\n")

    dry = stagedesk("import", "departments", str(file), "--dry-run")
    done = stagedesk("import", "departments", str(file), "--json")
    again = stagedesk("import", "departments", str(file))

    assert dry.out == "new 1: zee\nchanged 1: sport\nunchanged 1: musea\n"
    assert done.json == {
        "added": ["zee"], "changed": ["sport"], "unchanged": ["musea"], "problems": [], "ignored": []
    }  # fmt: skip
    assert again.out == "new 0\nchanged 0\nunchanged 3: zee, sport, musea\n"
    assert stagedesk("undo").out == "undone: import of the directory\n"
    assert stagedesk("route", "2026-0001", "zee").code == 3


def test_an_export_names_its_file_and_what_is_in_it(stagedesk: Any, request_ref: str, tmp_path: Path) -> None:
    file = tmp_path / "maart.xlsx"

    done = stagedesk("export", "--month", "2026-03", "--output", str(file), "--json")

    assert (done.code, done.err) == (0, "")
    assert set(done.json) == {"file", "month", "counts", "mailed_to"}
    assert (done.json["file"], done.json["month"]) == (str(file), "2026-03")
    assert file.read_bytes().startswith(b"PK")


def test_check_is_quiet_on_stdout_when_every_rule_holds(stagedesk: Any, request_ref: str) -> None:
    done = stagedesk("check")

    assert (done.code, done.out, done.err) == (0, "", "Every rule of the desk holds.\n")


def test_check_names_what_is_broken_and_ends_with_its_code(stagedesk: Any, request_ref: str) -> None:
    with connection.transaction():
        connection.database.execute_sql("update raw set bytes = ?", (b"something else",))

    done, for_programs = stagedesk("check"), stagedesk("check", "--json")

    assert done.code == for_programs.code == 8
    assert done.out.splitlines()[0].split()[0] == "rule"
    assert len(for_programs.json) >= 1
    assert set(for_programs.json[0]) == {"rule", "where", "detail"}
    assert done.err.startswith("stagedesk: ")


def test_doctor_tells_versions_settings_and_the_state_of_the_database(
    stagedesk: Any, sqlite_desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    config = tmp_path / "desk.toml"
    config.write_text('desk_email = "an.peeters@stad.example"\ndays_triage = 2\n')
    monkeypatch.setenv("STAGEDESK_CONFIG", str(config))

    found = stagedesk("doctor", "--json").json

    assert set(found) == {"versions", "settings", "database", "folders", "letters"}
    assert {"python", "stagedesk", "peewee", "textual"} <= set(found["versions"])
    assert found["settings"]["days_triage"] == f"2 ({config})"
    assert found["settings"]["outbox"].endswith("(STAGEDESK_OUTBOX)")
    assert found["settings"]["letter_language"] == "nl (default)"
    assert found["database"]["opens"] == "yes"
    assert found["database"]["department"] == "4"
    assert "database:\n  opens: yes\n" in stagedesk("doctor").out


def test_doctor_names_nobody_and_no_password(
    command: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "jan.peeters"))
    monkeypatch.setenv("XDG_DATA_HOME", "")
    monkeypatch.setenv("STAGEDESK_USER", "jan.peeters")
    monkeypatch.setenv("STAGEDESK_DESK_EMAIL", "jan.peeters@stad.example")

    for words in ([], ["--database", "postgresql://jan.peeters:geheim@localhost:1/desk"]):
        done = command("doctor", *words)
        assert done.code == 0
        assert "geheim" not in done.out + done.err
        assert "opens: no" in done.out
    assert "jan.peeters" not in command("doctor").out


def test_doctor_works_where_the_settings_do_not(command: Any, tmp_path: Path) -> None:
    done = command("doctor", "--config", str(tmp_path / "none.toml"))

    assert done.code == 0
    assert "it does not exist" in done.out


def test_what_the_command_line_says_wins_over_variables_and_those_over_the_file(
    stagedesk: Any, sqlite_desk: Desk, request_ref: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    config = tmp_path / "desk.toml"
    config.write_text(f'user = "karim"\ndatabase = "sqlite:///{tmp_path}/none.db"\n')

    def noted_by(*words: str) -> str:
        assert stagedesk(*words, "note", request_ref, "Gebeld.").code == 0
        return str(stagedesk("show", request_ref, "--json").json["timeline"][-1]["by"])

    assert noted_by("--config", str(config)) == "Els"  # the variables
    assert noted_by("--config", str(config), "--as", "mieke") == "Mieke"
    monkeypatch.delenv("STAGEDESK_USER")
    assert noted_by("--config", str(config)) == "Karim"
    assert stagedesk("--database", f"sqlite:///{tmp_path}/none.db", "list").code == 6
