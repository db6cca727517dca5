"""Mailboxes by the command line: fetched, watched, accounted for, and what failed tried again."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from builders import a_raw
from mail.imap_talker import Talker, talker
from services.mailbox_runs import break_reading_of
from stagedesk.settings_mailbox import Mailbox

AWAY = {"Auto-Submitted": "auto-replied"}


@pytest.fixture
def settings_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Path]:
    """Write a settings file that names these mailboxes, for the commands that follow."""

    def write(*boxes: Mailbox) -> Path:
        file = tmp_path / "stagedesk.toml"
        file.write_text("\n".join(map(_table, boxes)))
        monkeypatch.setenv("STAGEDESK_CONFIG", str(file))
        return file

    return write


def _table(box: Mailbox) -> str:
    values = {each.name: getattr(box, each.name) for each in fields(box)}
    lines = [f"{name} = {json.dumps(value)}" for name, value in values.items() if value]
    return "\n".join(["[[mailbox]]", *lines, ""])


@pytest.fixture
def server() -> Iterator[Talker]:
    """A mailbox with a mail from a person, the same once more, and a machine's."""
    first = a_raw(mail_id="een@x.example")
    with talker(mails={1: first, 2: first, 3: a_raw("Ik ben er niet.", headers=AWAY)}) as found:
        yield found


def test_without_a_source_the_mailboxes_of_the_settings_are_fetched(
    stagedesk: Any, server: Talker, settings_file: Any
) -> None:
    settings_file(server.box(), server.box(name="andere"))

    first = stagedesk("fetch", "--json")
    again = stagedesk("fetch")

    assert (first.code, first.err) == (0, "")
    assert (first.json["seen"], first.json["requests"], first.json["duplicates"]) == (6, 2, 4)
    assert [(box["mailbox"], box["seen"], box["error"]) for box in first.json["mailboxes"]] == [
        ("stage", 3, None), ("andere", 3, None)
    ]  # fmt: skip
    assert again.out.splitlines() == [
        f"{name}: 3 seen: 0 new requests, 0 put with their request, 0 double, 3 known, 0 failed"
        for name in ("stage", "andere")
    ]


def test_a_mailbox_that_cannot_be_read_is_named_and_the_others_are_taken(
    stagedesk: Any, server: Talker, settings_file: Any
) -> None:
    settings_file(server.box(name="weg", host="nergens.invalid"), server.box())

    done = stagedesk("fetch", "--json")

    assert done.code == 9
    assert done.err.startswith("stagedesk: Mailbox weg: ")
    assert done.json["requests"] == 2
    assert "Mailbox weg" in done.json["mailboxes"][0]["error"]


def test_the_account_adds_up_and_each_number_has_its_list(
    stagedesk: Any, server: Talker, settings_file: Any
) -> None:
    settings_file(server.box())
    stagedesk("fetch")
    server.mails[4] = a_raw()

    (account,) = stagedesk("fetch", "--account", "--json").json
    (there,) = stagedesk("fetch", "--account", "--server", "--json").json

    source = account.pop("source")
    assert account == {"seen": 3, "taken": 1, "automatic": 1, "duplicates": 1, "ignored": 0, "failed": 0}
    assert (there["on_server"], there["waiting"]) == (4, 1)
    assert stagedesk("fetch", "--account").out.splitlines()[1].split() == [
        source,
        *["3", "1", "1", "1", "0", "0"],
    ]
    for state, count in (("taken", 1), ("automatic", 1), ("duplicate", 1), ("ignored", 0), ("failed", 0)):
        rows = stagedesk("fetch", "--list", state, "--source", source, "--json").json
        assert [row["state"] for row in rows] == [state] * count
    assert stagedesk("fetch", "--list", "taken", "--source", "another", "--json").json == []
    assert "Auto-Submitted: auto-replied" in stagedesk("fetch", "--list", "automatic").out


def test_what_failed_is_read_raw_and_tried_again(
    stagedesk: Any, mails: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = a_raw("te diep\n", mail_id="diep@x.example")
    with pytest.MonkeyPatch.context() as patch:
        break_reading_of(patch, b"te diep")
        assert stagedesk("fetch", "--eml", str(mails(raw, a_raw())), "--json").json["failed"] == 1

    (row,) = stagedesk("fetch", "--failed", "--json").json
    shown = stagedesk("fetch", "--raw", str(row["id"]))
    done = stagedesk("fetch", "--retry", str(row["id"]), "--json")

    assert (row["has_raw"], row["error"]) == (True, "RecursionError: too deep")
    assert shown.out.encode() == raw
    assert (done.code, done.json["requests"]) == (0, 1)
    assert stagedesk("fetch", "--failed").err == "No mail failed.\n"
    assert stagedesk("fetch", "--retry", "--json").json["seen"] == 0
    assert stagedesk("fetch", "--retry", "99").code == 3


def test_what_a_folder_could_not_give_fails_again_and_says_so(stagedesk: Any, tmp_path: Path) -> None:
    (tmp_path / "weg.eml").symlink_to(tmp_path / "nergens")
    stagedesk("fetch", "--eml", str(tmp_path))

    done = stagedesk("fetch", "--retry")

    assert done.out.startswith("1 seen: ")
    assert done.out.endswith("1 failed\n")
    assert f"Only {tmp_path} can give these mails: fetch it again." in done.err


def test_what_failed_is_dismissed_with_a_reason_and_comes_back_by_undo(stagedesk: Any, mails: Any) -> None:
    with pytest.MonkeyPatch.context() as patch:
        break_reading_of(patch, b"te diep")
        stagedesk("fetch", "--eml", str(mails(a_raw("te diep\n"))))
    (row,) = stagedesk("fetch", "--failed", "--json").json

    (done,) = stagedesk("fetch", "--dismiss", str(row["id"]), "--because", "Reclame.", "--json").json

    assert (done["id"], done["state"], done["error"]) == (row["id"], "ignored", "Reclame.")
    assert stagedesk("fetch", "--account", "--json").json[0]["ignored"] == 1
    assert "Reclame." in stagedesk("fetch", "--list", "ignored").out
    assert stagedesk("check").code == 0
    assert stagedesk("undo").out == "undone: leaving mails that could not be taken\n"
    assert stagedesk("fetch", "--failed", "--json").json == [row]


def test_a_raw_mail_on_a_terminal_commands_nothing(
    stagedesk: Any, mails: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    stagedesk(
        "fetch", "--eml", str(mails(a_raw(headers={"X-Odd": "a"}).replace(b"X-Odd: a", b"X-Odd: \x1b[2J")))
    )
    (row,) = stagedesk("fetch", "--list", "taken", "--json").json

    assert "\x1b" in stagedesk("fetch", "--raw", str(row["id"])).out
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    shown = stagedesk("fetch", "--raw", str(row["id"])).out
    assert ("\x1b" in shown, "X-Odd: [2J" in shown) == (False, True)


@contextmanager
def watching(*words: str) -> Iterator["subprocess.Popen[str]"]:
    process = subprocess.Popen(
        [sys.executable, "-m", "stagedesk", "fetch", "--watch", *words],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_watch_tells_what_comes_and_ends_when_it_is_asked(
    stagedesk: Any, settings_file: Any, number: signal.Signals
) -> None:
    with talker(mails={1: a_raw()}) as server:
        settings_file(server.box())
        with watching("--json") as process:
            first = json.loads(process.stdout.readline())  # type: ignore[union-attr]
            process.send_signal(number)
            began = time.monotonic()
            code = process.wait(60)

    assert (first["mailbox"], first["requests"], first["error"]) == ("stage", 1, None)
    assert (code, time.monotonic() - began < 20) == (0, True)


def test_a_watch_says_what_is_wrong_and_goes_on(stagedesk: Any, settings_file: Any) -> None:
    with talker(mails={1: a_raw()}) as server:
        server.answers["AUTHENTICATE"] = lambda tag, _rest: f"{tag} NO not now\r\n".encode()
        settings_file(server.box())
        with watching() as process:
            told, said = process.stdout.readline(), process.stderr.readline()  # type: ignore[union-attr]
            del server.answers["AUTHENTICATE"]
            later = process.stdout.readline()  # type: ignore[union-attr]

    assert "stage: 0 seen" in told
    assert said.startswith("stagedesk: Mailbox stage: ")
    assert "stage: 1 seen: 1 new requests" in later
    assert os.environ["STAGEDESK_NOW"][:10] in later


def test_a_folder_is_one_source_however_it_is_named(
    stagedesk: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mails").mkdir()
    (tmp_path / "mails" / "a.eml").write_bytes(a_raw())
    stagedesk("fetch", "--eml", f"{tmp_path}/mails/../mails")
    monkeypatch.chdir(tmp_path)

    assert stagedesk("fetch", "--eml", "mails", "--json").json["known"] == 1
