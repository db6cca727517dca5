"""Handing a letter to a real mail server: what is true of the letter, wherever the conversation breaks."""

import smtplib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest

from mail.smtp_server import Mishap, PostOffice, post_office
from stagedesk.errors import SmtpDown, SmtpError
from stagedesk.mail.smtp import Later, Parcel, Refused, Server, Unknown

HEAD = b"Message-ID: <letter@stad.example>\r\nSubject: Stage\r\n\r\n"


def a_parcel(*recipients: str, body: bytes = b"Beste\r\n", patient: bool = True) -> Parcel:
    people = recipients or ("musea@stad.example",)
    return Parcel("letter", "stage@stad.example", people, HEAD + body, patient)


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with post_office() as office:
        yield office


def send(office: PostOffice, parcel: Parcel | None = None) -> dict[str, str]:
    with closing(Server(office.settings)) as server:
        return server.send(parcel or a_parcel())


def test_several_letters_go_over_one_connection(office: PostOffice) -> None:
    with closing(Server(office.settings)) as server:
        for _letter in range(3):
            assert server.send(a_parcel()) == {}

    assert (len(office.taken), office.connections) == (3, 2)  # aiosmtpd looks at itself once
    assert office.taken[0].mail_from == "stage@stad.example"
    assert office.taken[0].rcpt_tos == ["musea@stad.example"]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b".\r\n", id="a dot alone"),
        pytest.param(b"..\r\n.x\r\n", id="dots at the beginning"),
        pytest.param(b"", id="nothing"),
        pytest.param(b"QUIT\r\n.\r\nMAIL FROM:<x@y.example>\r\n", id="words of the protocol"),
    ],
)
def test_what_is_in_a_letter_says_nothing_to_the_server(office: PostOffice, body: bytes) -> None:
    send(office, a_parcel(body=body))

    assert [each.content for each in office.taken] == [HEAD + body]


def test_lines_that_end_otherwise_are_made_right(office: PostOffice) -> None:
    send(office, a_parcel(body=b"een\ntwee\rdrie"))

    assert office.taken[0].content == HEAD + b"een\r\ntwee\r\ndrie\r\n"


BIG = a_parcel(body=b"x" * 70 + b"\r\n" + (b"y" * 70 + b"\r\n") * 200_000)

STAGES = [
    ("connect", "hang up", SmtpDown, 0),
    ("connect", "silence", SmtpDown, 0),
    ("connect", "421 too busy", SmtpDown, 0),
    ("connect", "554 not you", SmtpDown, 0),
    ("EHLO", "hang up", SmtpDown, 0),
    ("EHLO", "silence", SmtpDown, 0),
    ("MAIL", "hang up", Later, 0),
    ("MAIL", "silence", Later, 0),
    ("MAIL", "421 closing", Later, 0),
    ("MAIL", "451 later", Later, 0),
    ("MAIL", "550 not your address", SmtpError, 0),
    ("MAIL", "552 too big", Refused, 0),
    ("MAIL", "hello?", Later, 0),
    ("RCPT", "hang up", Later, 0),
    ("RCPT", "silence", Later, 0),
    ("RCPT", "450 greylisted", Later, 0),
    ("RCPT", "550 no such user", Refused, 0),
    ("DATA", "hang up", Later, 0),
    ("DATA", "451 later", Later, 0),
    ("DATA", "554 no", Refused, 0),
    ("DATA", "250 what?", Later, 0),
    ("text", "hang up", Later, 0),
    ("dot", "451 disk full", Later, 0),
    ("dot", "421 closing", Later, 0),
    ("dot", "554 spam", Refused, 0),
    ("dot", "hang up", Unknown, 0),
    ("dot", "silence", Unknown, 0),
    ("dot", "garbage", Unknown, 0),
    ("dot", "354 again", Unknown, 0),
    ("answer", "hang up", Unknown, 1),
    ("answer", "silence", Unknown, 1),
]


@pytest.mark.parametrize(
    ("stage", "act", "what", "taken"), STAGES, ids=[f"{act} at {stage}" for stage, act, *_rest in STAGES]
)
def test_wherever_it_breaks_only_what_the_server_may_have_is_uncertain(
    office: PostOffice, stage: str, act: str, what: type[Exception], taken: int
) -> None:
    office.mishaps = [Mishap(stage, act)]

    with pytest.raises(what) as told:
        send(office, BIG if stage == "text" else None)

    assert type(told.value) is what
    assert str(told.value)
    assert len(office.taken) == taken


def test_a_connection_that_ended_between_two_letters_is_made_anew(office: PostOffice) -> None:
    with closing(Server(office.settings)) as server:
        server.send(a_parcel())
        office.mishaps = [Mishap("MAIL", "hang up", times=1)]

        assert server.send(a_parcel()) == {}

    assert len(office.taken) == 2


def test_after_a_refusal_the_next_letter_goes_over_the_same_connection(office: PostOffice) -> None:
    office.mishaps = [Mishap("RCPT", "550 no such user", only="weg@")]

    with closing(Server(office.settings)) as server:
        with pytest.raises(Refused, match=r"weg@stad.example: 550 no such user"):
            server.send(a_parcel("weg@stad.example"))
        server.send(a_parcel())

    assert (len(office.taken), office.connections) == (1, 2)


def test_who_was_refused_while_others_were_not_is_told(office: PostOffice) -> None:
    office.mishaps = [Mishap("RCPT", "550 no such user", only="weg@")]

    refused = send(office, a_parcel("musea@stad.example", "weg@stad.example"))

    assert refused == {"weg@stad.example": "550 no such user"}
    assert office.taken[0].rcpt_tos == ["musea@stad.example"]


@pytest.mark.parametrize(("patient", "taken"), [(True, 0), (False, 1)])
def test_one_who_is_refused_for_now_holds_the_others_back_for_a_while_only(
    office: PostOffice, patient: bool, taken: int
) -> None:
    office.mishaps = [Mishap("RCPT", "450 mailbox busy", only="hoofd@")]
    parcel = a_parcel("musea@stad.example", "hoofd@stad.example", patient=patient)

    if patient:
        with pytest.raises(Later, match=r"hoofd@stad.example: 450 mailbox busy"):
            send(office, parcel)
    else:
        assert send(office, parcel) == {"hoofd@stad.example": "450 mailbox busy"}

    assert len(office.taken) == taken


def test_a_server_that_is_not_there_is_told_in_a_sentence() -> None:
    with post_office() as office:
        gone = office.settings

    with pytest.raises(SmtpDown, match="cannot be reached on port"):
        Server(gone).send(a_parcel())


def test_a_server_that_nobody_knows_is_told_in_a_sentence(office: PostOffice) -> None:
    with pytest.raises(SmtpDown, match="nobody knows this server"):
        Server(replace(office.settings, host="mail.nowhere.invalid")).send(a_parcel())


def test_a_mail_that_is_too_big_for_the_server_is_refused_before_it_goes(office: PostOffice) -> None:
    with pytest.raises(Refused, match="552"):
        send(office, a_parcel(body=b"x" * 40_000_000))


def test_making_a_server_connects_nowhere(monkeypatch: pytest.MonkeyPatch, office: PostOffice) -> None:
    monkeypatch.setattr(smtplib, "SMTP", None)

    Server(office.settings).close()
