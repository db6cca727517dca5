"""A mailbox is read to the last mail, byte for byte, on real servers."""

import gc
import os
import ssl
import threading
import time
from contextlib import closing

import pytest
import trustme

from builders import a_raw
from mail.imap_server import VARIABLE, Server, everything
from mail.imap_talker import talker
from stagedesk import errors
from stagedesk.mail.mailbox import imap
from stagedesk.mail.mailbox.imap import Reader
from stagedesk.mail.mailbox.imap_line import Stopped
from stagedesk.mail.sources import SourceFailure, SourceMail

SENTENCE = errors.MailboxError


def raws(found: list[SourceMail | SourceFailure]) -> list[bytes]:
    return [each.raw.replace(b"\r\n", b"\n") for each in found if isinstance(each, SourceMail)]


def test_every_mail_comes_byte_for_byte_and_is_not_changed(mail_server: Server) -> None:
    mails = [
        a_raw("Stage é ☃\n"),
        a_raw("x" * 100_000 + "\n"),
        b"X: nothing else\n\n\xff\x80\n",
        a_raw(") FETCH (UID 1\n"),
    ]
    mail_server.put(*mails)

    found = everything(mail_server.box())

    assert raws(found) == mails
    assert mail_server.flags() == ["", "", "", ""]
    assert {each.source for each in found} == {f"imap:stage/{mail_server.folder}"}
    assert len({each.key for each in found}) == 4


def test_more_mails_than_fit_in_one_batch_all_come_in_their_order(
    mail_server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imap, "BATCH", 4)
    monkeypatch.setattr(imap, "ASKED_AT_ONCE", 10)
    mails = [a_raw(f"Mail {number}\n") for number in range(25)]
    mail_server.put(*mails)

    assert raws(everything(mail_server.box())) == mails


def test_a_folder_may_have_any_name(mail_server: Server) -> None:
    name = 'Stage & "Éé" 日本'
    mail_server.put(a_raw(), folder=name)

    assert len(everything(mail_server.box(), name)) == 1


def test_an_empty_folder_has_no_mails(mail_server: Server) -> None:
    mail_server.put()

    assert everything(mail_server.box()) == []


def test_a_missing_folder_is_told_with_those_that_are_there(mail_server: Server) -> None:
    mail_server.put(folder="Aanvragen")

    with (
        closing(Reader(mail_server.box())) as reader,
        pytest.raises(SENTENCE, match=r"Weg.*Aanvragen.*INBOX"),
    ):
        reader.open("Weg")


def test_a_wrong_password_is_told_without_it(mail_server: Server) -> None:
    box = mail_server.box()
    os.environ[VARIABLE] = "verkeerd-wachtwoord"

    with pytest.raises(SENTENCE, match="Look at the password") as told:
        everything(box)

    assert "verkeerd" not in f"{told.value!r} {told.value}"


def test_a_mail_that_is_deleted_in_between_is_no_failure(mail_server: Server) -> None:
    mail_server.put(*[a_raw(f"{number}\n") for number in range(4)])
    with closing(Reader(mail_server.box())) as reader:
        folder = reader.open(mail_server.folder)
        uids = sorted(folder.uids)
        mail_server.delete(uids[1])

        found = list(reader.mails(folder, uids))

    keys = [each.key for each in found if isinstance(each, SourceMail)]
    assert len(keys) == len(found)
    assert set(keys) >= {folder.key(uids[place]) for place in (0, 2, 3)}


def test_what_comes_in_ends_the_wait(mail_server: Server) -> None:
    mail_server.put()
    with closing(Reader(mail_server.box())) as reader:
        reader.open(mail_server.folder)
        late = threading.Timer(0.4, mail_server.put, [a_raw()])
        late.start()
        began = time.monotonic()
        reader.wait(mail_server.folder, 60)
        late.join()

        assert time.monotonic() - began < 200
        assert len(reader.open(mail_server.folder).uids) == 1


def test_waiting_ends_when_the_time_is_over(mail_server: Server) -> None:
    mail_server.put()
    with closing(Reader(mail_server.box())) as reader:
        reader.open(mail_server.folder)
        began = time.monotonic()
        reader.wait(mail_server.folder, 0.3)

        assert 0.2 < time.monotonic() - began < 20
        assert reader.open(mail_server.folder).uids == frozenset()  # the connection goes on


def test_waiting_stops_at_once_from_another_thread(mail_server: Server) -> None:
    mail_server.put()
    stop = threading.Event()
    with closing(Reader(mail_server.box(), stopped=stop.is_set)) as reader:
        reader.open(mail_server.folder)
        threading.Timer(0.3, stop.set).start()
        began = time.monotonic()
        with pytest.raises(Stopped):
            reader.wait(mail_server.folder, 60)

    assert time.monotonic() - began < 20


@pytest.mark.parametrize(("mark", "flag"), [("seen", r"\Seen"), ("flag", r"\Flagged")])
def test_only_the_given_mails_are_marked(mail_server: Server, mark: str, flag: str) -> None:
    mail_server.put(a_raw(), a_raw(), a_raw())
    with closing(Reader(mail_server.box(mark=mark))) as reader:
        folder = reader.open(mail_server.folder)
        uids = sorted(folder.uids)
        list(reader.mails(folder, uids))
        reader.mark(folder, uids[:2])
        left = reader.unmarked(folder, uids)

    assert mail_server.flags() == [flag, flag, ""]
    assert (left, reader.complaint) == ({uids[2]}, "")


def test_taken_mails_move_to_another_folder(mail_server: Server) -> None:
    mail_server.put(folder="Verwerkt")
    before = len(mail_server.flags("Verwerkt"))
    mail_server.put(a_raw(), a_raw())
    with closing(Reader(mail_server.box(mark="move:Verwerkt"))) as reader:
        folder = reader.open(mail_server.folder)
        reader.mark(folder, sorted(folder.uids)[:1])
        left = reader.open(mail_server.folder)

    assert (len(left.uids), len(mail_server.flags("Verwerkt")) - before, reader.complaint) == (1, 1, "")


def test_a_mark_that_the_server_refuses_is_told_and_stops_nothing(mail_server: Server) -> None:
    mail_server.put(a_raw())
    with closing(Reader(mail_server.box(mark="move:Er is geen"))) as reader:
        folder = reader.open(mail_server.folder)
        reader.mark(folder, folder.uids)

        assert "does not mark" in reader.complaint
        assert len(list(reader.mails(folder, sorted(folder.uids)))) == 1


def test_tls_reads_the_same_mails(in_dovecot: Server) -> None:
    in_dovecot.put(a_raw(), a_raw("x" * 200_000 + "\n"))
    plain = everything(in_dovecot.box())
    secure = {"ca_file": in_dovecot.ca_file}

    assert everything(in_dovecot.box(tls="tls", port=in_dovecot.tls_port, **secure)) == plain
    assert everything(in_dovecot.box(tls="starttls", **secure)) == plain


@pytest.mark.parametrize("tls", ["tls", "starttls"])
def test_a_certificate_that_nobody_vouches_for_is_refused(in_dovecot: Server, tls: str) -> None:
    port = in_dovecot.tls_port if tls == "tls" else in_dovecot.port

    with pytest.raises(SENTENCE, match=r"certificate of 127\.0\.0\.1 is not trusted.*ca_file"):
        everything(in_dovecot.box(tls=tls, port=port))
    gc.collect()  # a socket that was left open would complain here


def test_a_certificate_of_another_server_is_refused() -> None:
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("elders.example").configure_cert(context)
    with (
        talker(mails={}, context=context) as server,
        authority.cert_pem.tempfile() as ca,
        pytest.raises(SENTENCE, match="not trusted"),
    ):
        everything(server.box(tls="tls", ca_file=ca))


def test_tls_where_there_is_none_is_told(in_dovecot: Server) -> None:
    with pytest.raises(SENTENCE, match=r"does not speak TLS.*starttls"):
        everything(in_dovecot.box(tls="tls"))
    with talker(mails={}) as server, pytest.raises(SENTENCE, match="starts no TLS"):
        everything(server.box(tls="starttls"))
