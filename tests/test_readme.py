"""README says what is there: every command, key and setting, and the two commands that are enough."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from stagedesk import i18n, settings
from stagedesk.cli.parser import COMMANDS
from stagedesk.services.actions import ACTIONS

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")


def part(name: str) -> str:
    found = re.search(rf"<!-- {name} -->\n(.*?)\n<!-- /{name} -->", README, re.DOTALL)
    assert found, f"README has no part {name}"
    return found[1]


def rows(name: str) -> list[tuple[str, ...]]:
    """The cells of a table, without its heading."""
    lines = [line for line in part(name).splitlines() if line.startswith("|")]
    return [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines[2:]]


def test_every_command_is_listed_with_its_sentence() -> None:
    assert rows("commands") == [(f"`{each.name}`", i18n._(each.sentence)) for each in COMMANDS]


def test_every_key_is_listed_with_its_sentence() -> None:
    named = {"question_mark": "?", "slash": "/"}

    assert rows("keys") == [
        (f"`{named.get(each.key, each.key)}`", i18n._(each.words), i18n._(each.help)) for each in ACTIONS
    ]


def test_every_setting_is_listed_with_its_sentence() -> None:
    described = settings.described()
    plain = [each for each in fields(settings.Settings) if each.name not in ("mailboxes", "smtp")]

    assert [(name, words) for name, words, *_rest in rows("settings")] == [
        (f"`{each.name}`", described[each.name]) for each in plain
    ]


@pytest.mark.parametrize(
    ("name", "ends"),
    [pytest.param("demo", "stagedesk demo", id="demo"), pytest.param("tests", "pytest", id="tests")],
)
def test_one_command_is_enough(name: str, ends: str) -> None:
    (line,) = [line for line in part(name).splitlines() if line and not line.startswith("```")]

    assert line.startswith("python3 -m venv ")
    assert line.endswith(ends)


def test_every_figure_of_speed_names_its_command() -> None:
    commands = [cells[-1] for cells in rows("speed")]

    assert commands
    assert all(
        (Path(__file__).parent.parent / command.strip("`").split()[1]).is_file() for command in commands
    )
