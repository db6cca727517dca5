"""Mail by the command line: taking it in from everywhere, stopping, and looking without storing."""

import io
import mailbox
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from builders import a_raw
from stagedesk.mail import sources
from stagedesk.mail.sources import SourceFailure, SourceMail

READ = {
    "file", "message_id", "subject", "from", "to", "date", "language", "body", "visible", "quoted",
    "signature", "attachments", "automatic", "warnings",
}  # fmt: skip


def test_mail_is_taken_from_several_places_in_one_go(stagedesk: Any, mails: Any, tmp_path: Path) -> None:
    one = tmp_path / "one.eml"
    one.write_bytes(a_raw())
    box = mailbox.mbox(tmp_path / "old.mbox")
    box.add(a_raw())
    box.close()
    maildir = mailbox.Maildir(tmp_path / "Maildir")
    maildir.add(a_raw())

    done = stagedesk(
        *("fetch", "--eml", str(one), "--mbox", str(tmp_path / "old.mbox")),
        *("--maildir", str(tmp_path / "Maildir"), "--eml", str(mails(a_raw(), a_raw()))),
    )

    assert (done.code, done.err) == (0, "")
    assert done.out == ("5 seen: 5 new requests, 0 put with their request, 0 double, 0 known, 0 failed\n")


def test_what_was_taken_before_an_error_is_told(stagedesk: Any, mails: Any, tmp_path: Path) -> None:
    done = stagedesk("fetch", "--eml", str(mails(a_raw())), "--mbox", str(tmp_path / "none"), "--json")

    assert done.code == 7
    assert done.json["requests"] == 1
    assert str(tmp_path / "none") in done.err


def test_a_mail_that_cannot_be_read_is_named_with_its_reason(
    stagedesk: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken(path: Path) -> Iterator[SourceMail | SourceFailure]:
        yield SourceMail("box", "1", a_raw())
        yield SourceFailure("box", "2", "Permission denied")

    monkeypatch.setattr(sources, "eml", broken)

    done = stagedesk("fetch", "--eml", str(tmp_path))
    assert (done.code, done.err) == (0, "Which ones failed, and why: stagedesk fetch --failed\n")
    assert done.out.endswith("1 failed\n")
    assert stagedesk("fetch", "--failed").out.splitlines()[1] == "box     2     Permission denied"
    assert stagedesk("fetch", "--failed", "--json").json == [
        {"source": "box", "key": "2", "error": "Permission denied"}
    ]
    assert stagedesk("fetch", "--account").out == "taken: 1\ndouble: 0\nfailed: 1\n"


def test_no_failed_mail_is_said(stagedesk: Any) -> None:
    done = stagedesk("fetch", "--failed")

    assert (done.out, done.err) == ("", "No mail failed.\n")


@pytest.fixture
def ctrl_c(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Let Ctrl-C be pressed while a mail of the next fetch is read."""

    def at(number: int, total: int = 250) -> None:
        def source(path: Path) -> Iterator[SourceMail]:
            for each in range(total):
                if each == number:
                    os.kill(os.getpid(), signal.SIGINT)
                yield SourceMail(str(path), str(each), a_raw(f"Mail {each}\n"))

        monkeypatch.setattr(sources, "eml", source)

    return at


def test_ctrl_c_stops_after_the_batch_and_says_what_was_taken(
    stagedesk: Any, ctrl_c: Callable[[int], None], tmp_path: Path
) -> None:
    before = signal.getsignal(signal.SIGINT)
    ctrl_c(120)

    done = stagedesk("fetch", "--eml", str(tmp_path), "--mbox", str(tmp_path / "never"), "--json")

    assert done.code == 130
    assert (done.json["seen"], done.json["requests"]) == (200, 200)
    assert done.err == "Stopped. What was taken stays; fetch again for the rest.\n"
    assert signal.getsignal(signal.SIGINT) is before
    assert len(stagedesk("list", "--json").json) == 200


def test_ctrl_c_elsewhere_ends_with_its_code(stagedesk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_words: object, **_options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("stagedesk.services.finding.find", stop)

    done = stagedesk("list")
    assert (done.code, done.err) == (130, "stagedesk: Stopped.\n")


MAIL = b"""\
From: Nora Willems <nora@student.example>
To: Stage <stage@stad.example>, b@stad.example
Subject: =?utf-8?q?Stage_caf=C3=A9=1B]0;x=07?=
Date: Mon, 02 Mar 2026 09:12:00 +0100
Message-ID: <a1@student.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=x

--x
Content-Type: text/plain; charset=utf-8

Beste, ik zoek een stageplaats in het museum.

Op 1 maart schreef stage@stad.example:
> Wat zoekt u?
> En wanneer?
--x
Content-Type: application/pdf
Content-Disposition: attachment; filename=cv.pdf

abc
--x--
"""


def test_reading_shows_what_the_desk_makes_of_a_mail_and_needs_no_desk(
    command: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("STAGEDESK_DATABASE", f"sqlite:///{tmp_path}/none.db")
    file = tmp_path / "mail.eml"
    file.write_bytes(MAIL)

    done = command("read", "--json", str(file))

    mail = done.json
    assert (done.code, done.err) == (0, "")
    assert set(mail) == READ
    assert (mail["file"], mail["message_id"]) == (str(file), "a1@student.example")
    assert mail["subject"] == "Stage café]0;x"
    assert mail["from"] == {"name": "Nora Willems", "email": "nora@student.example"}
    assert [each["email"] for each in mail["to"]] == ["stage@stad.example", "b@stad.example"]
    assert (mail["date"], mail["language"]) == ("2026-03-02T08:12:00+00:00", "nl")
    assert mail["visible"] == "Beste, ik zoek een stageplaats in het museum."
    assert "> Wat zoekt u?" in mail["quoted"]
    assert [(each["name"], each["type"]) for each in mail["attachments"]] == [("cv.pdf", "application/pdf")]
    assert set(mail["attachments"][0]) == {"name", "type", "size", "sha256"}
    assert mail["automatic"] == {
        "is": True, "kind": "auto-reply", "because": "Auto-Submitted: auto-replied"
    }  # fmt: skip
    assert not (tmp_path / "none.db").exists()
    documented = " ".join(command("read", "--help").out.split())
    assert all(name in documented for name in READ)


def test_reading_for_people_folds_what_was_quoted(command: Any, tmp_path: Path) -> None:
    (tmp_path / "mail.eml").write_bytes(MAIL)

    out = command("read", str(tmp_path / "mail.eml")).out
    for piece in (
        "from: Nora Willems <nora@student.example>\n",
        "subject: Stage café]0;x\n",
        "automatic: Auto-Submitted: auto-replied\n",
        "attachment: cv.pdf (application/pdf, 3 B)\n",
        "\nBeste, ik zoek een stageplaats in het museum.\n[3 quoted lines]\n",
    ):
        assert piece in out


def test_reading_a_folder_prints_one_object_a_line(command: Any, mails: Any) -> None:
    folder = mails(a_raw(subject="Een"), a_raw(subject="Twee"), b"\xff\xfe no mail at all")

    lines = command("read", "--json", str(folder)).out.splitlines()
    assert len(lines) == 3
    assert ['"subject": "Een"' in lines[0], '"subject": "Twee"' in lines[1]] == [True, True]


def test_reading_takes_a_mail_from_stdin(command: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(a_raw(subject="Hier"))))

    mail = command("read", "--json", "-").json
    assert (mail["file"], mail["subject"]) == ("-", "Hier")
