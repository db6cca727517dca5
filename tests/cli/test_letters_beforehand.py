"""Letters by the command line: read before they go, changed in an editor, and templates of one's own."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

STEPS = {
    "referral": ["route", "{ref}", "musea"],
    "question": ["ask", "{ref}", "In welke weken?"],
    "waiting_list": ["wait-list", "{ref}", "2026-09-01"],
    "refusal": ["close", "{ref}", "rejected", "--reason", "too_late"],
}


@pytest.fixture
def editor(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], None]:
    """An editor that does this with the file."""

    def set_editor(script: str) -> None:
        file = tmp_path / "editor"
        file.write_text(f"#!/bin/sh\n{script}\n")
        file.chmod(0o700)
        monkeypatch.setenv("VISUAL", str(file))

    return set_editor


def letters(stagedesk: Any, ref: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = stagedesk("show", ref, "--json").json["letters"]
    return found


@pytest.mark.parametrize("kind", STEPS)
def test_a_letter_is_read_before_it_goes(stagedesk: Any, request_ref: str, kind: str) -> None:
    words = [word.format(ref=request_ref) for word in STEPS[kind]]

    (found,) = stagedesk(*words, "--preview", "--json").json
    shown = stagedesk(*words, "--preview").out
    nothing = letters(stagedesk, request_ref)
    assert stagedesk(*words).code == 0

    (letter,) = letters(stagedesk, request_ref)
    assert nothing == []
    assert (found["letter"], found["subject"], found["attached"]) == (kind, letter["subject"], [])
    assert shown.startswith(f"To: {', '.join(found['to'])}\nSubject: {found['subject']}\n\nBeste ")


@pytest.mark.parametrize("kind", STEPS)
def test_a_letter_goes_as_the_editor_left_it(
    stagedesk: Any, request_ref: str, editor: Callable[[str], None], kind: str
) -> None:
    editor("printf 'Subject: Anders\\n\\nMet eigen woorden.\\n' > \"$1\"")

    done = stagedesk(*[word.format(ref=request_ref) for word in STEPS[kind]], "--edit")

    (letter,) = letters(stagedesk, request_ref)
    assert done.code == 0
    assert (letter["subject"], letter["body"]) == ("Anders", "Met eigen woorden.\n")


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("exit 1", "The editor was left with an error: nothing is done."),
        (': > "$1"', "The letter is empty: nothing is done."),
    ],
)
def test_an_editor_that_was_left_otherwise_does_nothing(
    stagedesk: Any, request_ref: str, editor: Callable[[str], None], script: str, words: str
) -> None:
    editor(script)

    done = stagedesk("route", request_ref, "musea", "--edit")

    assert (done.code, done.err) == (2, f"stagedesk: {words}\n")
    assert stagedesk("show", request_ref, "--json").json["status"] == "received"


def test_an_editor_that_is_not_there_is_a_sentence(
    stagedesk: Any, request_ref: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", "/nowhere/editor")

    done = stagedesk("route", request_ref, "musea", "--edit")

    assert done.code == 2
    assert "Set EDITOR to the one you use" in done.err


def test_where_no_letter_goes_it_says_so(stagedesk: Any, request_ref: str) -> None:
    done = stagedesk("close", request_ref, "redirected", "--preview")

    assert (done.code, done.out, done.err) == (0, "", "No letter would go out.\n")


def test_the_waiting_list_can_be_kept_silent(stagedesk: Any, request_ref: str) -> None:
    assert stagedesk("wait-list", request_ref, "2026-09-01", "--no-letter").code == 0

    assert letters(stagedesk, request_ref) == []


def test_templates_lists_every_letter_in_every_language(stagedesk: Any) -> None:
    found = stagedesk("templates", "--json").json

    assert {each["name"] for each in found} >= {"nl/refusal", "fr/digest", "en/acknowledgement"}
    assert not any(each["own"] or each["problem"] for each in found)
    assert next(each for each in found if each["name"] == "nl/digest")["variables"] == [
        "city", "clerk", "count", "department", "desk_email", "desk_name", "items", "signature"
    ]  # fmt: skip


def test_a_template_becomes_the_desks_own_and_is_checked(
    stagedesk: Any, request_ref: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STAGEDESK_LETTERS_FOLDER", str(tmp_path / "own"))
    shipped = stagedesk("templates", "nl/refusal").out
    file = tmp_path / "own" / "nl" / "refusal.txt"
    file.parent.mkdir(parents=True)

    file.write_text(shipped.replace("Beste {applicant}", "Hallo {applicant}"))
    good = stagedesk("templates")
    (letter,) = stagedesk(
        *STEPS["refusal"][:1], request_ref, *STEPS["refusal"][2:], "--preview", "--json"
    ).json
    file.write_text(shipped.replace("{applicant}", "{naam}"))
    bad = stagedesk("templates")

    assert good.code == 0
    assert str(file) in good.out
    assert letter["body"].startswith("Hallo Nora")
    assert bad.code == 2
    assert "{naam} is no variable of this letter; it knows: applicant, " in bad.out
    assert bad.err.endswith("1 own letter cannot be used.\n")
    assert stagedesk("doctor", "--json").json["letters"]["own"] == "1"


def test_a_letter_that_is_not_there_is_named(stagedesk: Any) -> None:
    done = stagedesk("templates", "nl/afwijzing")

    assert done.code == 3
    assert "acknowledgement" in done.err
