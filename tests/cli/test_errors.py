"""What a person did wrong is answered with one sentence on stderr and an exit code, never a traceback."""

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def places(tmp_path: Path, request_ref: str) -> dict[str, str]:
    """What the words of the tables stand for."""
    wrong, unknown, letters = (tmp_path / name for name in ("wrong.toml", "unknown.toml", "letters.toml"))
    wrong.write_text("city =")
    unknown.write_text("colour = 'blue'")
    letters.write_text("days_triage = 'many'")
    bad = tmp_path / "bad.csv"
    bad.write_text("code,name,role\njan,Jan,baas\nan,,desk\n")
    return {
        "ref": request_ref,
        "tmp": str(tmp_path),
        "wrong": str(wrong),
        "unknown": str(unknown),
        "letters": str(letters),
        "bad": str(bad),
    }


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        ("dance", 2, "argument COMMAND: invalid choice: 'dance' (choose from 'demo', 'init',"),
        ("list --colour", 2, "unrecognized arguments: --colour. See: stagedesk --help"),
        ("route {ref}", 2, "the following arguments are required: DEPARTMENT. See: stagedesk route --help"),
        ("--language fr list", 2, "argument --language: invalid choice: 'fr' (choose from 'nl', 'en')"),
        ("show 2026-9999", 3, "There is no request 2026-9999. See: stagedesk list"),
        ("route 2026-9999 musea", 3, "There is no request 2026-9999. See: stagedesk list"),
        (
            "route {ref} maan",
            3,
            "There is no department maan. Departments: bibliotheek, groen, musea, sport.",
        ),
        ("answer {ref} yes", 4, "{ref}: no department was asked that still has to answer."),
        ("answer {ref} perhaps", 2, "perhaps is not an answer; it is one of: yes, yes_if, no, question."),
        ("remind {ref}", 4, "{ref}: no department was asked that still has to answer."),
        ("close {ref} placed", 4, "{ref} cannot end as placed: no department said yes yet."),
        ("close {ref} gone", 2, "gone is not an outcome; it is one of: placed, rejected,"),
        ("close {ref} rejected", 4, "{ref}: this outcome needs a reason, one of: no_mentor,"),
        ("close {ref} rejected --reason rain", 2, "rain is not a reason for rejected; reasons: no_mentor,"),
        ("snooze {ref} tomorrow", 2, "tomorrow is no day; write it as 2026-03-31."),
        ("snooze {ref} 2026-03-02", 2, "2026-03-02 is not after today."),
        ("reopen {ref}", 4, "{ref} is not closed."),
        ("link {ref} {ref}", 2, "A request cannot be linked to itself."),
        ("seen {ref}", 4, "{ref} is new: route it, ask, snooze or close it."),
        ("undo", 4, "There is nothing of yours to undo."),
        ("undo {ref}", 4, "{ref} has no step that can be undone."),
        ("undo {ref} --event 1", 2, "Give a reference or the number of a step, not both."),
        ("undo --event 999", 3, "There is no step 999."),
        ("list --view mine-too", 3, "There is no view mine-too. Views: all-open, mine,"),
        ("list --status lost", 2, "lost is not a status; it is one of: open, received, triage,"),
        (
            "list --waiting-on rain",
            2,
            "rain is nobody that a request waits for; it is one of: desk, department,",
        ),
        ("list --department maan", 3, "There is no department maan."),
        ("list --limit few", 2, "argument --limit: invalid int value: 'few'"),
        ("queue --department maan", 3, "There is no department maan."),
        (
            "fetch",
            2,
            "Say where the mail is: --eml, --mbox or --maildir; or name a [[mailbox]] in the settings",
        ),
        ("fetch --watch", 2, "The settings name no mailbox: a [[mailbox]] table in stagedesk.toml."),
        ("fetch --watch --eml {tmp}", 2, "--eml, --mbox and --maildir go with taking in only."),
        ("fetch --watch --failed", 2, "argument --failed: not allowed with argument --watch."),
        ("fetch --server", 2, "--server goes with --account only."),
        ("fetch --raw 99", 3, "There is no raw mail 99."),
        ("fetch --list lost", 2, "argument --list: invalid choice: 'lost' (choose from 'taken',"),
        ("fetch --eml {tmp}/none", 7, "{tmp}/none cannot be used: "),
        ("fetch --mbox {tmp}/none", 7, "{tmp}/none cannot be used: "),
        ("fetch --maildir {tmp}/none", 7, "{tmp}/none cannot be used: "),
        ("ask 2026-9999", 3, "There is no request 2026-9999. See: stagedesk list"),
        ("read {tmp}/none.eml", 7, "{tmp}/none.eml cannot be used: No such file or directory"),
        ("import pupils {bad}", 2, "pupils cannot be imported; it is one of: departments, schools, staff."),
        ("import staff {tmp}/none.csv", 7, "{tmp}/none.csv cannot be used: No such file or directory"),
        ("import staff {bad}", 2, "{bad}: 2 lines cannot be taken, so nothing was."),
        ("init --sample --staff {bad}", 2, "Either --sample or your own files."),
        ("export --month maart --output {tmp}/x.xlsx", 2, "maart"),
        ("export --month 2026-03 --output {tmp}/none/x.xlsx", 7, "{tmp}/none"),
        (
            "--as jan note {ref} hallo",
            3,
            "There is no staff member jan. Staff of this desk: desk, els, karim, mieke.",
        ),
        ("--database mysql://x/y list", 6, "The database mysql://x/y cannot be used: an address begins with"),
        (
            "--database sqlite:///{tmp}/no.db list",
            6,
            "There is no desk at sqlite:///{tmp}/no.db yet. Make one with:",
        ),
        (
            "--database postgresql://jan:geheim@localhost:1/desk list",
            6,
            "The database postgresql://jan@localhost:1/",
        ),
        ("--config {tmp}/none.toml list", 7, "{tmp}/none.toml cannot be used: it does not exist"),
        ("--config {wrong} list", 7, "{wrong} cannot be used: Invalid value"),
        ("--config {unknown} list", 5, "{unknown}: colour is not a setting; expected one of database, user,"),
        ("--config {letters} list", 5, "{letters}: days_triage is 'many'; expected a number from 0 up."),
        ("", 2, "The desk opens in a terminal only. See: stagedesk --help"),
    ],
)
def test_a_mistake_is_a_sentence_and_a_code(
    stagedesk: Any, places: dict[str, str], words: str, code: int, sentence: str
) -> None:
    done = stagedesk(*[word.format(**places) for word in words.split()])

    *before, last = done.err.splitlines()
    assert (done.code, done.out) == (code, "")
    assert last.startswith("stagedesk: ")
    assert sentence.format(**places) in last
    assert "Traceback" not in done.err
    assert len(before) == (2 if places["bad"] in last and "lines" in last else 0)


@pytest.mark.parametrize("words", [("note", "{ref}", " "), ("ask", "{ref}", "")])
def test_an_empty_text_is_refused(stagedesk: Any, request_ref: str, words: tuple[str, ...]) -> None:
    done = stagedesk(*[word.format(ref=request_ref) for word in words])

    assert (done.code, done.err.count("\n")) == (2, 1)


@pytest.mark.parametrize(
    ("variable", "value", "code", "sentence"),
    [
        (
            "STAGEDESK_NOW",
            "soon",
            5,
            "STAGEDESK_NOW: the moment is 'soon'; expected 2026-03-02T09:00 (ISO 8601).",
        ),
        (
            "STAGEDESK_DAYS_TRIAGE",
            "x",
            5,
            "STAGEDESK_DAYS_TRIAGE: days_triage is 'x'; expected a number from 0 up.",
        ),
        ("STAGEDESK_CONFIG", "/none.toml", 7, "/none.toml cannot be used: it does not exist"),
        ("STAGEDESK_DATABASE", "desk.db", 6, "The database desk.db cannot be used: an address begins with"),
        ("STAGEDESK_LANGUAGE", "fr", 5, "language is 'fr'; expected one of"),
    ],
)
def test_a_wrong_variable_is_named(
    stagedesk: Any, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, code: int, sentence: str
) -> None:
    monkeypatch.setenv(variable, value)

    done = stagedesk("list")
    assert (done.code, done.out) == (code, "")
    assert sentence in done.err


def test_what_the_database_says_becomes_a_sentence(stagedesk: Any, tmp_path: Path) -> None:
    file = tmp_path / "broken.db"
    file.write_bytes(b"SQLite format 3\0" + b"nonsense" * 1000)

    done = stagedesk("--database", f"sqlite:///{file}", "list")
    assert done.code == 6
    assert done.err.startswith(f"stagedesk: The database sqlite:///{file} cannot be used: ")


def test_the_lines_of_a_file_that_cannot_be_taken_are_named(stagedesk: Any, places: dict[str, str]) -> None:
    lines = stagedesk("import", "staff", places["bad"]).err.splitlines()

    assert lines[0] == f"{places['bad']}:2: role: baas is none of: desk, supervisor, privacy, reader"
    assert lines[1] == f"{places['bad']}:3: name: it is empty"
