"""Commands run in this process: what they print, what they say, and their exit code."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from builders import Clock, a_raw
from stagedesk.cli import main
from stagedesk.services.desk import Desk


@dataclass(frozen=True)
class Done:
    """A command that has ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Done]


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command with exactly these words."""

    def run(*words: str) -> Done:
        capsys.readouterr()
        code = main(list(words))
        out, err = capsys.readouterr()
        return Done(code, out, err)

    return run


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch, now: Clock, tmp_path: Path) -> Callable[[Desk], None]:
    """Let commands work at this desk, as els, at the desk's own time."""

    def sit_down(desk: Desk) -> None:
        monkeypatch.setenv("STAGEDESK_DATABASE", desk.settings.database)
        monkeypatch.setenv("STAGEDESK_OUTBOX", desk.settings.outbox)
        monkeypatch.setenv("STAGEDESK_USER", "els")
        monkeypatch.setenv("STAGEDESK_ACKNOWLEDGE", "false")
        monkeypatch.setenv("STAGEDESK_NOW", now().isoformat())

    return sit_down


@pytest.fixture
def stagedesk(command: Run, at: Callable[[Desk], None], sqlite_desk: Desk) -> Run:
    """Run a command at a small desk on SQLite: four departments, a school, els, karim and mieke."""
    at(sqlite_desk)
    return command


@pytest.fixture
def mails(tmp_path: Path) -> Callable[..., Path]:
    """Write mails as files into a folder of their own."""
    folder = tmp_path / "mails"
    folder.mkdir()

    def write(*raws: bytes) -> Path:
        for raw in raws:
            (folder / f"{len(list(folder.iterdir())):03}.eml").write_bytes(raw)
        return folder

    return write


@pytest.fixture
def request_ref(stagedesk: Run, mails: Callable[..., Path]) -> str:
    """A request that came in just now."""
    assert stagedesk("fetch", "--eml", str(mails(a_raw()))).code == 0
    ref: str = stagedesk("list", "--json").json[0]["ref"]
    return ref
