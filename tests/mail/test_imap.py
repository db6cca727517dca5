"""A mailbox is read to the last mail, on servers that behave and on those that do not."""

import base64
import gc
import json
import os
import random
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import trustme
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import a_raw
from mail.imap_server import VARIABLE, Dovecot, Server, dovecot, free_port, pymap, talker
from stagedesk import errors
from stagedesk.mail import imap, imap_answers, imap_folders, imap_line, imap_secret, imap_session
from stagedesk.mail.imap import Reader
from stagedesk.mail.imap_line import Stopped
from stagedesk.mail.imap_microsoft import token
from stagedesk.mail.sources import SourceFailure, SourceMail
from stagedesk.settings_mailbox import Mailbox

SENTENCE = errors.MailboxError


@pytest.fixture(autouse=True)
def _password() -> Iterator[None]:
    yield
    os.environ.pop(VARIABLE, None)


@pytest.fixture(scope="module")
def pymap_server() -> Iterator[Server]:
    with pymap() as server:
        yield server


@pytest.fixture(scope="module")
def dovecot_server() -> Iterator[Dovecot]:
    try:
        with dovecot() as server:
            yield server
    except FileNotFoundError as missing:
        pytest.skip(str(missing))


@pytest.fixture
def in_dovecot(dovecot_server: Dovecot) -> Server:
    return dovecot_server.new()


@pytest.fixture(params=["pymap", "dovecot"])
def server(request: pytest.FixtureRequest) -> Server:
    """An empty mailbox on each of the two real servers."""
    if request.param == "dovecot":
        return request.getfixturevalue("in_dovecot")
    found: Server = request.getfixturevalue("pymap_server")
    return replace(found, folder=f"Test {time.monotonic_ns()}")


def everything(box: Mailbox, folder: str = "") -> list[SourceMail | SourceFailure]:
    with closing(Reader(box)) as reader:
        opened = reader.open(folder or box.folders[0])
        return list(reader.mails(opened, sorted(opened.uids)))


def raws(found: list[SourceMail | SourceFailure]) -> list[bytes]:
    return [each.raw.replace(b"\r\n", b"\n") for each in found if isinstance(each, SourceMail)]


# --- real servers ----------------------------------------------------------------------------------------


def test_every_mail_comes_byte_for_byte_and_is_not_changed(server: Server) -> None:
    mails = [
        a_raw("Stage é ☃\n"),
        a_raw("x" * 100_000 + "\n"),
        b"X: nothing else\n\n\xff\x80\n",
        a_raw(") FETCH (UID 1\n"),
    ]
    server.put(*mails)

    found = everything(server.box())

    assert raws(found) == mails
    assert server.flags() == ["", "", "", ""]
    assert {each.source for each in found} == {f"imap:stage/{server.folder}"}
    assert len({each.key for each in found}) == 4


def test_more_mails_than_fit_in_one_batch_all_come_in_their_order(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imap, "BATCH", 4)
    monkeypatch.setattr(imap, "ASKED_AT_ONCE", 10)
    mails = [a_raw(f"Mail {number}\n") for number in range(25)]
    server.put(*mails)

    assert raws(everything(server.box())) == mails


def test_a_folder_may_have_any_name(server: Server) -> None:
    name = 'Stage & "Éé" 日本'
    server.put(a_raw(), folder=name)

    assert len(everything(server.box(), name)) == 1


def test_an_empty_folder_has_no_mails(server: Server) -> None:
    server.put()

    assert everything(server.box()) == []


def test_a_missing_folder_is_told_with_those_that_are_there(server: Server) -> None:
    server.put(folder="Aanvragen")

    with closing(Reader(server.box())) as reader, pytest.raises(SENTENCE, match=r"Weg.*Aanvragen.*INBOX"):
        reader.open("Weg")


def test_a_wrong_password_is_told_without_it(server: Server) -> None:
    box = server.box()
    os.environ[VARIABLE] = "verkeerd-wachtwoord"

    with pytest.raises(SENTENCE, match="Look at the password") as told:
        everything(box)

    assert "verkeerd" not in f"{told.value!r} {told.value}"


def test_a_mail_that_is_deleted_in_between_is_no_failure(server: Server) -> None:
    server.put(*[a_raw(f"{number}\n") for number in range(4)])
    with closing(Reader(server.box())) as reader:
        folder = reader.open(server.folder)
        uids = sorted(folder.uids)
        server.delete(uids[1])

        found = list(reader.mails(folder, uids))

    keys = [each.key for each in found if isinstance(each, SourceMail)]
    assert len(keys) == len(found)
    assert set(keys) >= {folder.key(uids[place]) for place in (0, 2, 3)}


def test_what_comes_in_ends_the_wait(server: Server) -> None:
    server.put()
    with closing(Reader(server.box())) as reader:
        reader.open(server.folder)
        late = threading.Timer(0.4, server.put, [a_raw()])
        late.start()
        began = time.monotonic()
        reader.wait(server.folder, 20)
        late.join()

        assert time.monotonic() - began < 10
        assert len(reader.open(server.folder).uids) == 1


def test_waiting_ends_when_the_time_is_over(server: Server) -> None:
    server.put()
    with closing(Reader(server.box())) as reader:
        reader.open(server.folder)
        began = time.monotonic()
        reader.wait(server.folder, 0.3)

        assert 0.2 < time.monotonic() - began < 5
        assert reader.open(server.folder).uids == frozenset()  # the connection goes on


def test_waiting_stops_at_once_from_another_thread(server: Server) -> None:
    server.put()
    stop = threading.Event()
    with closing(Reader(server.box(), stopped=stop.is_set)) as reader:
        reader.open(server.folder)
        threading.Timer(0.3, stop.set).start()
        began = time.monotonic()
        with pytest.raises(Stopped):
            reader.wait(server.folder, 60)

    assert time.monotonic() - began < 3


@pytest.mark.parametrize(("mark", "flag"), [("seen", r"\Seen"), ("flag", r"\Flagged")])
def test_only_the_given_mails_are_marked(server: Server, mark: str, flag: str) -> None:
    server.put(a_raw(), a_raw(), a_raw())
    with closing(Reader(server.box(mark=mark))) as reader:
        folder = reader.open(server.folder)
        uids = sorted(folder.uids)
        list(reader.mails(folder, uids))
        reader.mark(folder, uids[:2])
        left = reader.unmarked(folder, uids)

    assert server.flags() == [flag, flag, ""]
    assert (left, reader.complaint) == ({uids[2]}, "")


def test_taken_mails_move_to_another_folder(server: Server) -> None:
    server.put(folder="Verwerkt")
    before = len(server.flags("Verwerkt"))
    server.put(a_raw(), a_raw())
    with closing(Reader(server.box(mark="move:Verwerkt"))) as reader:
        folder = reader.open(server.folder)
        reader.mark(folder, sorted(folder.uids)[:1])
        left = reader.open(server.folder)

    assert (len(left.uids), len(server.flags("Verwerkt")) - before, reader.complaint) == (1, 1, "")


def test_a_mark_that_the_server_refuses_is_told_and_stops_nothing(server: Server) -> None:
    server.put(a_raw())
    with closing(Reader(server.box(mark="move:Er is geen"))) as reader:
        folder = reader.open(server.folder)
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


# --- servers that misbehave ------------------------------------------------------------------------------


def three() -> dict[int, bytes]:
    return {uid: f"Subject: {uid}\r\n\r\ntext {uid}\r\n".encode() for uid in (1, 2, 3)}


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

        found = everything(server.box(timeout=1))

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

    assert time.monotonic() - began < 5


def test_an_answer_that_trickles_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap_session, "ANSWER_TIME", 0.5)
    with talker(mails=three()) as server:

        def trickle(_tag: str, _rest: str) -> bytes:
            time.sleep(0.2)
            return b"* OK wait"

        server.answers["SEARCH"] = trickle
        began = time.monotonic()
        with pytest.raises(SENTENCE):
            everything(server.box(timeout=1))

    assert time.monotonic() - began < 10


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
    assert time.monotonic() - began < 3


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

    assert 0.2 < time.monotonic() - began < 3
    assert not any(line.startswith("IDLE") for line in server.heard)


def test_news_that_came_with_another_answer_is_not_waited_for() -> None:
    with talker(mails=three(), capabilities="IMAP4rev1 AUTH=PLAIN IDLE") as server:
        usual = server.do_search
        server.answers["SEARCH"] = lambda tag, rest: b"* 4 EXISTS\r\n" + usual(tag, rest)
        began = time.monotonic()
        with closing(Reader(server.box())) as reader:
            reader.open("INBOX")
            reader.wait("INBOX", 20)

    assert time.monotonic() - began < 5


def test_news_right_behind_the_go_ahead_is_heard() -> None:
    with talker(mails=three(), capabilities="IMAP4rev1 AUTH=PLAIN IDLE") as server:
        server.answers["IDLE"] = lambda _tag, _rest: b"+ idling\r\n* 4 EXISTS\r\n"
        began = time.monotonic()
        with closing(Reader(server.box())) as reader:
            reader.open("INBOX")
            reader.wait("INBOX", 20)

    assert time.monotonic() - began < 5
    assert "DONE" in server.heard


def test_a_server_that_hangs_up_while_waiting_is_told() -> None:
    with talker(mails=three(), capabilities="IMAP4rev1 AUTH=PLAIN IDLE") as server:
        server.answers["IDLE"] = lambda _tag, _rest: None
        with closing(Reader(server.box())) as reader:
            reader.open("INBOX")
            with pytest.raises(SENTENCE, match="connection broke"):
                reader.wait("INBOX", 20)


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


# --- logging in ------------------------------------------------------------------------------------------


def refused(box: Mailbox) -> str:
    with pytest.raises(SENTENCE) as told:
        everything(box)
    gc.collect()
    return str(told.value)


def test_what_is_wrong_with_the_address_is_told() -> None:
    box = Server(free_port(), "stage").box()

    assert "cannot be reached on port" in refused(box)
    assert "nobody knows the server" in refused(replace(box, host="nergens.invalid"))
    assert "ca_file cannot be used" in refused(replace(box, tls="tls", ca_file="/nergens.pem"))


def test_a_server_that_repeats_the_password_does_not_bring_it_into_the_sentence() -> None:
    with talker(mails={}) as server:
        server.answers["AUTHENTICATE"] = lambda tag, _rest: f"{tag} NO geheim is wrong\r\n".encode()
        told = refused(server.box())

    assert "is wrong" in told
    assert "geheim" not in told


def test_a_token_logs_in_with_xoauth2() -> None:
    command = f"{sys.executable} -c \"print('to'+'ken'); print('more')\""
    with talker(mails=three()) as server:
        box = server.box(password_env="", token_command=command)
        assert len(everything(box)) == 3

    (said,) = [line for line in server.heard if line.startswith("AUTHENTICATE")]
    assert said == "AUTHENTICATE XOAUTH2"
    assert base64.b64decode(server.secrets[0]) == b"user=stage\1auth=Bearer token\1\1"


def test_a_refused_token_is_answered_and_told() -> None:
    with talker(mails={}) as server:
        server.answers["AUTHENTICATE"] = lambda _tag, _rest: b"+ eyJzdGF0dXMiOiI0MDEifQ==\r\n"
        told = refused(server.box(password_env="", token_command="echo old"))

    assert "does not let stage in" in told


def test_a_server_without_plain_gets_a_login() -> None:
    with talker(mails=three(), capabilities="IMAP4rev1") as server:
        os.environ[VARIABLE] = 'a"b\\c'
        box = replace(server.box(), user="stad stage")
        os.environ[VARIABLE] = 'a"b\\c'
        everything(box)

    assert r'LOGIN "stad stage" "a\"b\\c"' in server.heard


def test_a_password_never_goes_where_the_server_wants_none() -> None:
    with talker(mails={}, capabilities="IMAP4rev1 LOGINDISABLED") as server:
        assert "only over TLS" in refused(server.box())
    assert not any("geheim" in line for line in server.heard)


def test_where_the_password_was_sought_is_told_and_not_what_was_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def of(**how: str) -> str:
        box = Mailbox("stage", "mail.example", user="stage", **how)  # type: ignore[arg-type]
        with pytest.raises(SENTENCE) as told:
            imap_secret.secret(box)
        assert "geheim" not in str(told.value)
        return str(told.value)

    monkeypatch.setattr(imap_secret, "COMMAND_TIME", 0.2)
    monkeypatch.setenv(VARIABLE, "two\nlines geheim")
    assert "NO_SUCH_VARIABLE" in of(password_env="NO_SUCH_VARIABLE")
    assert "more than one line" in of(password_env=VARIABLE)
    assert "ended with code 1" in of(password_command="false geheim")
    assert "longer than" in of(password_command="sleep 5")
    assert "printed nothing" in of(token_command="true")
    assert "No such file" in of(password_command="/no/such/geheim")
    assert "cannot be read" in of(password_command='echo "geheim')


def test_a_secret_does_not_show_itself() -> None:
    box = Mailbox("stage", "mail.example", user="stage", password_command="echo 'geheim'")

    found = imap_secret.secret(box)

    assert (found.text, found.is_token) == ("geheim", False)
    assert "geheim" not in f"{found!r} {box!r}"


def test_the_keyring_is_asked_for_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    class Keyring:
        @staticmethod
        def get_password(service: str, user: str) -> str | None:
            return {("stagedesk", "stage"): "geheim"}.get((service, user))

    box = Mailbox("stage", "mail.example", user="stage", password_keyring="stagedesk")
    monkeypatch.setitem(sys.modules, "keyring", Keyring)

    assert imap_secret.secret(box).text == "geheim"
    with pytest.raises(SENTENCE, match="keyring set stagedesk els"):
        imap_secret.secret(replace(box, user="els"))


def test_a_missing_keyring_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)

    with pytest.raises(SENTENCE, match="pip install keyring"):
        imap_secret.secret(Mailbox("stage", "mail.example", user="stage", password_keyring="x"))


# --- Microsoft 365 ---------------------------------------------------------------------------------------

OFFICE = Mailbox(
    "stage", "outlook.office365.com", user="stage@stad.example",
    microsoft_tenant="stad.example", microsoft_client_id="11111111-2222-3333-4444-555555555555",
)  # fmt: skip


class Answer:
    status_code = 200

    def __init__(self, text: str, status: int = 200) -> None:
        self.text, self.status_code = text, status
        self.headers: dict[str, str] = {}

    def raise_for_status(self) -> None:
        if self.status_code >= 400:
            raise OSError(f"{self.status_code}")


class Microsoft:
    """What msal asks over HTTP, answered as Microsoft does."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)
        self.asked: list[dict[str, Any]] = []

    def get(self, _url: str, **_other: object) -> Answer:
        place = "https://login.microsoftonline.com/stad.example"
        return Answer(
            f'{{"authorization_endpoint": "{place}/authorize", "token_endpoint": "{place}/token", '
            f'"device_authorization_endpoint": "{place}/devicecode", "issuer": "{place}/v2.0", "metadata": []}}'
        )

    def post(self, _url: str, data: dict[str, Any] | None = None, **_other: object) -> Answer:
        self.asked.append(data or {})
        return Answer(self.answers.pop(0))

    def close(self) -> None:
        pass


def never() -> bool:
    return False


GRANTED = (
    '{"access_token": "fresh", "expires_in": 3600, "token_type": "Bearer", '
    '"scope": "https://outlook.office365.com/IMAP.AccessAsUser.All"'
)


def test_a_client_secret_gets_a_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STAGE_SECRET", "geheim")
    microsoft = Microsoft(GRANTED + "}")

    found = token(replace(OFFICE, microsoft_secret_env="STAGE_SECRET"), None, never, http_client=microsoft)

    assert found == "fresh"
    assert microsoft.asked[0]["grant_type"] == "client_credentials"
    assert "https://outlook.office365.com/.default" in microsoft.asked[0]["scope"]


def test_a_refused_client_secret_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STAGE_SECRET", "geheim")
    microsoft = Microsoft('{"error": "invalid_client", "error_description": "AADSTS7: wrong.\\r\\nTrace"}')

    with pytest.raises(SENTENCE, match=r"no token: AADSTS7: wrong\.$"):
        token(replace(OFFICE, microsoft_secret_env="STAGE_SECRET"), None, never, http_client=microsoft)
    with pytest.raises(SENTENCE, match="OTHER, which holds its client secret"):
        token(replace(OFFICE, microsoft_secret_env="OTHER"), None, never)


def test_a_person_signs_in_once_with_a_code_and_never_again(tmp_path: Path) -> None:
    who = base64.urlsafe_b64encode(json.dumps({"uid": "u", "utid": "t"}).encode()).decode().rstrip("=")
    claims = {
        "iss": "x", "sub": "s", "aud": OFFICE.microsoft_client_id, "exp": time.time() + 900,
        "iat": time.time(), "preferred_username": "els@stad.example", "tid": "t", "oid": "u",
    }  # fmt: skip
    body = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    microsoft = Microsoft(
        '{"user_code": "ABCD", "device_code": "d", "message": "Type ABCD", "expires_in": 900, "interval": 0}',
        GRANTED + f', "refresh_token": "r", "client_info": "{who}", "id_token": "e30.{body}.x"}}',
    )
    said: list[str] = []

    first = token(OFFICE, said.append, never, http_client=microsoft)
    again = token(OFFICE, None, never, http_client=Microsoft())

    assert (first, again, said) == ("fresh", "fresh", ["Type ABCD"])
    (kept,) = (tmp_path / "home").rglob("microsoft-stage.json")
    assert kept.stat().st_mode & 0o077 == 0


def test_without_a_person_nobody_is_asked_for_a_code() -> None:
    with pytest.raises(SENTENCE, match="sign in to Microsoft 365 once"):
        token(OFFICE, None, never, http_client=Microsoft())


def test_without_msal_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "msal", None)

    with pytest.raises(SENTENCE, match=r"stagedesk\[microsoft\]"):
        token(OFFICE, None, never)


# --- names and answers -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "wire"),
    [
        ("INBOX", '"INBOX"'),
        ("Stage aanvragen", '"Stage aanvragen"'),
        ("Éléments envoyés", '"&AMk-l&AOk-ments envoy&AOk-s"'),
        ("A&B", '"A&-B"'),
        ('say "hi" \\', r'"say \"hi\" \\"'),
        ("台北", '"&U,BTFw-"'),
    ],
)
def test_a_folders_name_on_the_wire(name: str, wire: str) -> None:
    assert imap_folders.on_the_wire(name) == wire


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1))
def test_every_name_survives_the_wire(name: str) -> None:
    wire = imap_folders.on_the_wire(name).encode("ascii")

    assert imap_folders.listed([b'(\\HasNoChildren) "/" ' + wire]) == [name]


def test_folders_that_hold_no_mail_are_not_listed() -> None:
    answers = [b'(\\Noselect) "/" "Top"', b"() NIL Plain", (b'() "/" {4}', b"Lite"), b"", None, b"nonsense"]

    assert imap_folders.listed(answers) == ["Lite", "Plain"]


@settings(max_examples=100, deadline=None)
@given(st.sets(st.integers(1, 60)))
def test_a_set_of_numbers_holds_exactly_them(uids: set[int]) -> None:
    found = set()
    for part in filter(None, imap_folders.numbers(uids).split(",")):
        low, _colon, high = part.partition(":")
        found |= set(range(int(low), int(high or low) + 1))

    assert found == uids


_parts = st.one_of(
    st.none(), st.binary(max_size=60), st.tuples(st.binary(max_size=60), st.binary(max_size=60))
)


@settings(max_examples=200, deadline=None)
@given(st.lists(_parts))
def test_no_answer_can_break_its_reading(answers: list[object]) -> None:
    for reading in (imap_answers.mails, imap_answers.sizes, imap_answers.uids, imap_folders.listed):
        assert reading(answers) is not None


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.integers(1, 7))
def test_lines_and_blocks_come_whole_however_they_are_cut(data: bytes, size: int) -> None:
    line = imap_line.Line.__new__(imap_line.Line)
    line._buffer, pieces = bytearray(), [data[at : at + size] for at in range(0, len(data), size)]

    def more() -> None:
        line._buffer += pieces.pop(0)

    line._more = more  # type: ignore[method-assign]
    read = b""
    dice = random.Random(len(data))
    while left := data[len(read) :]:
        wanted = dice.randrange(1, len(left) + 1)
        read += line.readline() if b"\n" in left and dice.random() < 0.5 else line.read(wanted)

    assert read == data


def test_the_settings_do_not_bring_imaplib_along() -> None:
    code = "import sys, stagedesk.settings; print([n for n in ('imaplib', 'msal') if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
