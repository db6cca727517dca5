"""Mail by the command line: taking it in from files of every kind, and stopping."""

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
    assert stagedesk("fetch", "--failed").out.splitlines()[1].split(maxsplit=3) == [
        "2", "box", "2", "Permission denied"
    ]  # fmt: skip
    (row,) = stagedesk("fetch", "--failed", "--json").json
    assert (row["source"], row["key"], row["error"]) == ("box", "2", "Permission denied")


def test_no_failed_mail_is_said(stagedesk: Any) -> None:
    done = stagedesk("fetch", "--failed")

    assert (done.out, done.err) == ("", "No mail failed.\n")


@pytest.fixture
def ctrl_c(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Let Ctrl-C be pressed while a mail of the next fetch is read."""

    def at(number: int, total: int = 1_000) -> None:
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
    taken = done.json["requests"]
    assert (done.json["seen"], 120 <= taken < 1_000) == (taken, True)
    assert done.err == "Stopped. What was taken stays; fetch again for the rest.\n"
    assert signal.getsignal(signal.SIGINT) is before
    assert len(stagedesk("list", "--json").json) == taken


def test_ctrl_c_elsewhere_ends_with_its_code(stagedesk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_words: object, **_options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("stagedesk.services.lists.finding.find", stop)

    done = stagedesk("list")
    assert (done.code, done.err) == (130, "stagedesk: Stopped.\n")
