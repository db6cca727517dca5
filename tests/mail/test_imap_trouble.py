"""What a server may do wrong: the other mails come, and a sentence tells the rest."""

import random
import threading
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial

import pytest

from mail.imap_server import everything
from mail.imap_talker import talker, three
from stagedesk import errors
from stagedesk.mail.mailbox import imap, imap_session
from stagedesk.mail.mailbox.imap import Reader
from stagedesk.mail.mailbox.imap_line import Stopped
from stagedesk.mail.sources import SourceFailure, SourceMail

SENTENCE = errors.MailboxError


def test_a_mail_that_the_server_refuses_is_a_failure_and_the_others_come() -> None:
    with talker(mails=three()) as server:
        usual = server.do_fetch
        server.answers["FETCH"] = lambda tag, rest: (
            f"{tag} NO cannot convert 2\r\n".encode()
            if 2 in server.asked(rest) and "BODY" in rest
            else usual(tag, rest)
        )

        found = everything(server.box())

    assert [each.key for each in found] == ["7:1", "7:2", "7:3"]
    assert isinstance(found[1], SourceFailure)
    assert "cannot convert 2" in found[1].error


def test_what_came_before_a_no_is_kept() -> None:
    with talker(mails=three()) as server:

        def fetch(tag: str, rest: str) -> bytes:
            said = b"".join(server.mail(uid) for uid in server.asked(rest) if uid != 2)
            return said + f"{tag} {'NO' if 2 in server.asked(rest) else 'OK'} done\r\n".encode()

        server.answers["FETCH"] = fetch
        found = everything(server.box())

    assert [type(each) for each in found] == [SourceMail, SourceFailure, SourceMail]
    assert sum(line.startswith("FETCH") for line in server.heard) == 2


def test_a_mail_that_is_shown_and_never_given_is_a_failure() -> None:
    with talker(mails=three()) as server:
        usual = server.mail
        server.mail = lambda uid: b"" if uid == 3 else usual(uid)  # type: ignore[method-assign]

        found = everything(server.box())

    assert [type(each) for each in found] == [SourceMail, SourceMail, SourceFailure]


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param(b"* 2 FETCH (UID 2 BODY[] {9999999}\r\nshort", id="fewer bytes than announced"),
        pytest.param(b"* 2 FETCH (UID 2 BODY[] {99999999999}\r\n", id="more bytes than there can be"),
        pytest.param(b"* 2 FETCH (UID 2 BODY[] {3}\r\nand more)\r\n", id="more bytes than announced"),
        pytest.param(b"complete nonsense\r\n", id="no protocol"),
        pytest.param(b"* 2 FETCH (UID 2 BODY[] {" + b"9" * 5000 + b"}\r\n", id="a number without end"),
    ],
)
def test_a_mail_that_breaks_the_connection_is_a_failure_and_the_others_come(broken: bytes) -> None:
    with talker(mails=three()) as server:
        usual = server.mail
        server.mail = lambda uid: broken if uid == 2 else usual(uid)  # type: ignore[method-assign]
        whole = server.do_fetch
        server.answers["FETCH"] = lambda tag, rest: (
            whole(tag, rest).partition(broken)[0] + broken + b"* BYE\r\n"
            if 2 in server.asked(rest)
            else whole(tag, rest)
        )

        found = everything(server.box(timeout=0.4))

    assert [each.key for each in found] == ["7:1", "7:2", "7:3"]
    assert isinstance(found[1], SourceFailure)
    assert isinstance(found[2], SourceMail)


def test_a_number_may_stand_behind_the_mail_and_flags_in_between() -> None:
    with talker(mails=three()) as server:

        def mail(uid: int) -> bytes:
            raw = server.mails[uid]
            head = f"* 9 FETCH (FLAGS (\\Seen))\r\n* {uid} FETCH (BODY[] {{{len(raw)}}}\r\n".encode()
            return head + raw + f" FLAGS () UID {uid})\r\n".encode()

        server.mail = mail  # type: ignore[method-assign]
        found = everything(server.box())

    assert [each.raw for each in found if isinstance(each, SourceMail)] == list(three().values())


@pytest.mark.parametrize("nothing", ['""', "NIL"])
def test_an_empty_mail_is_a_mail(nothing: str) -> None:
    with talker(mails={4: b""}) as server:
        server.mail = lambda uid: f"* 1 FETCH (UID {uid} BODY[] {nothing})\r\n".encode()  # type: ignore[method-assign]

        assert everything(server.box()) == [SourceMail("imap:stage/INBOX", "7:4", b"")]


def test_a_connection_that_always_breaks_ends_with_a_sentence() -> None:
    with talker(mails=three()) as server:
        server.answers["SEARCH"] = lambda _tag, _rest: None

        with pytest.raises(SENTENCE, match="keeps breaking"):
            everything(server.box())

    assert len([line for line in server.heard if line.startswith("AUTHENTICATE")]) <= 6


def test_a_renumbered_folder_is_not_read_with_the_old_numbers() -> None:
    with talker(mails=three()) as server:
        values = iter(range(7, 99))
        usual = server.do_examine
        server.answers["EXAMINE"] = lambda tag, rest: usual(tag, rest).replace(
            b" 7]", f" {next(values)}]".encode()
        )
        server.answers["FETCH"] = lambda _tag, _rest: None

        with pytest.raises(SENTENCE, match="numbered anew"):
            everything(server.box())


def test_a_silent_server_is_given_up() -> None:
    with talker(mails=three()) as server:
        server.answers["CAPABILITY"] = lambda _tag, _rest: b""
        began = time.monotonic()

        with pytest.raises(SENTENCE, match=r"does not answer on port .* within 1 seconds"):
            everything(server.box(timeout=1))

    assert time.monotonic() - began < 15


def test_an_answer_that_trickles_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap_session, "ANSWER_TIME", 0.3)
    monkeypatch.setattr(imap_session, "DROPS", 1)
    with talker(mails=three()) as server:

        def trickle(_tag: str, _rest: str) -> None:
            for _each in range(2_000):
                server.client.sendall(b"* ")
                time.sleep(0.02)

        server.answers["SEARCH"] = trickle
        began = time.monotonic()
        with pytest.raises(SENTENCE, match="keeps breaking: no answer"):
            everything(server.box())

        assert time.monotonic() - began < 15


def test_a_flood_can_be_stopped() -> None:
    stop = threading.Event()
    with talker(mails=three()) as server:

        def flood(_tag: str, _rest: str) -> None:
            server.client.sendall(b"* SEARCH" + b" 1" * 5_000)
            stop.set()
            while True:
                server.client.sendall(b" 1" * 500)

        server.answers["SEARCH"] = flood
        began = time.monotonic()
        with closing(Reader(server.box(), stopped=stop.is_set)) as reader, pytest.raises(Stopped):
            reader.open("INBOX")

        assert time.monotonic() - began < 15


def test_fetching_stops_in_the_middle_of_a_mail() -> None:
    stop = threading.Event()
    with talker(mails=three()) as server:

        def fetch(_tag: str, _rest: str) -> bytes:
            stop.set()
            return b"* 1 FETCH (UID 1 BODY[] {1000}\r\nhalf"

        server.answers["FETCH"] = fetch
        began = time.monotonic()
        with closing(Reader(server.box(), stopped=stop.is_set)) as reader:
            folder = reader.open("INBOX")

            assert list(reader.mails(folder, [1, 2, 3])) == []
    assert time.monotonic() - began < 8


def test_large_mails_are_never_held_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap, "BATCH_BYTES", 5_000)
    monkeypatch.setattr(imap, "SMALL", 100)
    with talker(mails=dict.fromkeys(range(1, 8), b"x" * 2000)) as server:
        assert len(everything(server.box())) == 7

    fetches = [line for line in server.heard if "BODY" in line]
    assert [len(server.asked(line.partition(" ")[2])) for line in fetches] == [2, 2, 2, 1]


def test_a_mail_of_absurd_size_is_a_failure_that_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("BATCH_BYTES", 5_000), ("SMALL", 100), ("LARGEST", 3_000_000)):
        monkeypatch.setattr(imap, name, value)
    with talker(mails={1: b"x" * 4_000_000, 2: b"y"}) as server:
        first, second = everything(server.box())

    assert isinstance(first, SourceFailure)
    assert "4 MB" in first.error
    assert isinstance(second, SourceMail)


def test_a_server_without_idle_is_looked_at_every_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap_session, "POLL", 0.3)
    with talker(mails=three()) as server, closing(Reader(server.box())) as reader:
        reader.open("INBOX")
        began = time.monotonic()
        reader.wait("INBOX")

    assert 0.2 < time.monotonic() - began < 15
    assert not any(line.startswith("IDLE") for line in server.heard)


def test_news_that_came_with_another_answer_is_not_waited_for() -> None:
    with talker(mails=three(), capabilities="IMAP4rev1 AUTH=PLAIN IDLE") as server:
        usual = server.do_search
        server.answers["SEARCH"] = lambda tag, rest: b"* 4 EXISTS\r\n" + usual(tag, rest)
        began = time.monotonic()
        with closing(Reader(server.box())) as reader:
            reader.open("INBOX")
            reader.wait("INBOX", 60)

    assert time.monotonic() - began < 15


def test_news_right_behind_the_go_ahead_is_heard() -> None:
    with talker(mails=three(), capabilities="IMAP4rev1 AUTH=PLAIN IDLE") as server:
        server.answers["IDLE"] = lambda _tag, _rest: b"+ idling\r\n* 4 EXISTS\r\n"
        began = time.monotonic()
        with closing(Reader(server.box())) as reader:
            reader.open("INBOX")
            reader.wait("INBOX", 60)

    assert time.monotonic() - began < 15
    assert "DONE" in server.heard


def test_all_that_is_told_when_the_wait_ends_is_read() -> None:
    with talker(mails=three(), capabilities="IMAP4rev1 AUTH=PLAIN IDLE") as server:
        server.answers["IDLE"] = lambda _tag, _rest: (
            b"+ idling\r\n* 4 EXISTS\r\n* 1 RECENT\r\n* 2 EXPUNGE\r\n"
        )
        with closing(Reader(server.box(timeout=2))) as reader:
            reader.open("INBOX")
            reader.wait("INBOX", 60)
            assert len(reader.open("INBOX").uids) == 3

    assert [line.split()[0] for line in server.heard].count("AUTHENTICATE") == 1


def test_a_server_that_hangs_up_while_waiting_is_told() -> None:
    with talker(mails=three(), capabilities="IMAP4rev1 AUTH=PLAIN IDLE") as server:
        server.answers["IDLE"] = lambda _tag, _rest: None
        with closing(Reader(server.box())) as reader:
            reader.open("INBOX")
            with pytest.raises(SENTENCE, match="connection broke"):
                reader.wait("INBOX", 60)


def test_a_folder_that_may_only_be_read_is_read_and_the_mark_is_missed() -> None:
    with talker(mails=three()) as server:
        usual = server.do_select
        server.answers["SELECT"] = lambda tag, rest: b"* OK [READ-ONLY] only\r\n" + usual(tag, rest)
        with closing(Reader(server.box(mark="seen"))) as reader:
            folder = reader.open("INBOX")

            assert len(list(reader.mails(folder, [1, 2, 3]))) == 3
            assert "may only be read" in reader.complaint


def test_without_move_mails_are_copied_and_only_they_are_removed() -> None:
    with (
        talker(mails=three(), capabilities="IMAP4rev1 AUTH=PLAIN UIDPLUS") as server,
        closing(Reader(server.box(mark="move:Klaar"))) as reader,
    ):
        reader.mark(reader.open("INBOX"), [1, 2])

    changes = [line for line in server.heard if line.split()[0] in ("COPY", "STORE", "EXPUNGE", "MOVE")]
    assert changes == ['COPY 1:2 "Klaar"', r"STORE 1:2 +FLAGS.SILENT (\Deleted)", "EXPUNGE 1:2"]


@pytest.mark.parametrize(
    "seeds", [range(40), *(pytest.param(range(at, at + 500), marks=pytest.mark.slow) for at in (100, 600))]
)
def test_whatever_a_server_says_ends_in_mails_or_a_sentence(seeds: range) -> None:
    said: list[str] = []
    with talker(mails=three()) as server:
        usual = {name: getattr(server, f"do_{name}") for name in ("capability", "examine", "search", "fetch")}
        for seed in seeds:
            dice = random.Random(seed)
            for name, answer in usual.items():
                server.answers[name.upper()] = partial(_spoilt, answer, dice)
            try:
                assert len(everything(server.box(timeout=0.15))) <= 3
            except SENTENCE as told:
                said.append(str(told))

    assert len(said) < len(seeds)
    assert all(each.startswith("Mailbox stage: ") and each.isprintable() for each in said)


def _spoilt(usual: Callable[[str, str], bytes], dice: random.Random, tag: str, rest: str) -> bytes | None:
    """Mostly as it is; else cut, with other bytes in it, twice, or nothing at all."""
    answer = usual(tag, rest)
    at = dice.randrange(len(answer) + 1)
    return dice.choice(
        [
            *[answer] * 8,
            answer[:at],
            answer[:at] + dice.randbytes(3) + answer[at:],
            answer[:at] + answer[at + 1 :],
            answer + answer,
            answer.replace(b"OK", b"NO"),
            b"* BYE " + dice.randbytes(20) + b"\r\n" + answer,
            None,
        ]
    )
