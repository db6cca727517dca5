"""The help suffices: every command has a sentence, an example and the codes; in Dutch too."""

import argparse
import re
from collections.abc import Iterator
from typing import Any

import pytest

from stagedesk import __version__, errors, i18n
from stagedesk.cli.parser import COMMANDS, EXIT_CODES, Parser, build
from stagedesk.i18n import _
from stagedesk.services.actions import ACTIONS

NAMES = [command.name for command in COMMANDS]
PROMISED = (
    "init", "demo", "fetch", "read", "list", "show", "route", "answer", "close", "ask", "note", "snooze",
    "reopen", "link", "undo", "work", "queue", "import", "export", "check", "doctor",
)  # fmt: skip


def test_the_help_names_every_command_with_its_sentence(command: Any) -> None:
    done = command("--help")

    text = " ".join(done.out.split())
    assert (done.code, done.err) == (0, "")
    assert set(PROMISED) <= set(NAMES)
    for each in COMMANDS:
        assert f"{each.name} {each.sentence}" in text


def test_the_help_names_every_exit_code(command: Any) -> None:
    text = command("--help").out

    used = {
        each.exit_code
        for each in vars(errors).values()
        if isinstance(each, type) and hasattr(each, "exit_code")
    }
    assert used | {0, 130} == {code for code, _meaning in EXIT_CODES}
    for code, meaning in EXIT_CODES:
        assert re.search(rf"^ +{code}  {meaning}$", text, re.MULTILINE)


@pytest.mark.parametrize("name", NAMES)
def test_the_help_of_a_command_has_its_sentence_and_an_example(command: Any, name: str) -> None:
    done = command(name, "--help")

    sentence = next(each.sentence for each in COMMANDS if each.name == name)
    assert (done.code, done.err) == (0, "")
    assert sentence in " ".join(done.out.split())
    assert re.search(rf"^examples?:\n(.*\n)*  (.* )?stagedesk .*\b{name}\b", done.out, re.MULTILINE)
    assert "--database URL" in done.out


@pytest.mark.parametrize("name", NAMES)
def test_what_every_command_understands_stands_after_its_steps_too(name: str) -> None:
    for parser in with_steps(build([name])):
        assert "--as CODE" in parser.format_help(), parser.prog


def with_steps(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    if isinstance(parser, Parser) and parser.fill:
        parser.fill(parser)
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for step in action.choices.values():
                yield from with_steps(step)


@pytest.mark.parametrize(
    "action", [action for action in ACTIONS if action.command], ids=lambda action: action.id
)
def test_an_action_with_a_command_has_that_command(action: Any) -> None:
    assert action.command in NAMES


def test_a_decision_has_the_same_sentence_on_the_screen_and_here() -> None:
    own = {command.name: command.sentence for command in COMMANDS}

    for name in (
        "show",
        "route",
        "answer",
        "ask",
        "close",
        "link",
        "note",
        "snooze",
        "seen",
        "remind",
        "undo",
    ):
        (action,) = [each for each in ACTIONS if each.command == name]
        assert own[name] == action.help


def test_the_help_of_close_names_outcomes_and_reasons(command: Any) -> None:
    text = command("close", "--help").out

    for piece in (
        "department_no_answer",
        "no_capacity",
        "found_elsewhere",
        "applicant | school | department",
    ):
        assert piece in text


def test_the_help_of_import_names_the_columns_and_their_other_names(command: Any) -> None:
    text = command("import", "--help").out

    for piece in ("*code", "head_email", "valid_to", "domains", "left_on", "geldig vanaf", "uit dienst"):
        assert piece in text


def test_the_version_is_told(command: Any) -> None:
    assert command("--version").out == f"stagedesk {__version__}\n"


@pytest.mark.parametrize("words", [["--language", "nl"], ["--language=nl"]])
def test_the_help_speaks_dutch(command: Any, words: list[str]) -> None:
    done = command(*words, "route", "--help")

    assert done.code == 0
    assert i18n.language() == "nl"
    assert done.out.startswith(_("usage: "))


def test_the_locale_gives_the_language(command: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "nl_BE.UTF-8")

    command("--help")
    assert i18n.language() == "nl"


def test_the_settings_give_the_language_of_what_a_command_prints(
    stagedesk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STAGEDESK_LANGUAGE", "nl")

    stagedesk("queue")
    assert i18n.language() == "nl"
