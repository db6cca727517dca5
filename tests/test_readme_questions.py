"""What README says that the demo answers to a council, the demo answers."""

import re
from pathlib import Path

import pytest

from stagedesk.cli import main
from stagedesk.services.demos import demo
from stagedesk.settings import Settings, fixed_now
from test_readme import rows

NOW = "2026-11-20T10:00"


@pytest.fixture(scope="module")
def demo_database(tmp_path_factory: pytest.TempPathFactory) -> str:
    from stagedesk.db.connection import close_database

    folder: Path = tmp_path_factory.mktemp("demo")
    moment = fixed_now({"STAGEDESK_NOW": NOW})
    assert moment
    url = f"sqlite:///{folder / 'demo.db'}"
    demo.make(Settings(database=url, outbox=str(folder / "outbox"), user="els"), lambda: moment)
    close_database()
    return url


def in_one_line(text: str) -> str:
    """What is said, whatever the table that it stands in."""
    return " ".join(text.replace("|", " ").replace("\\", "").split())


def test_each_question_is_answered_by_its_command(
    demo_database: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("STAGEDESK_NOW", NOW)
    monkeypatch.setenv("STAGEDESK_DATABASE", demo_database)
    monkeypatch.setenv("STAGEDESK_USER", "els")
    outputs: dict[str, str] = {}
    missing = []
    for question, command, answer in rows("questions"):
        words = command.strip("`").split()[1:]
        if command not in outputs:
            capsys.readouterr()
            assert main(words) == 0, command
            outputs[command] = in_one_line(capsys.readouterr().out)
        parts = (re.escape(in_one_line(each)) for each in answer.split(" … "))
        if not re.search(".*".join(parts), outputs[command]):
            missing.append((question, command, answer))

    assert len(outputs) > 10
    assert not missing
