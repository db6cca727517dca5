"""Reaching the mail server and logging in: over TLS, with a password or a token, in clear sentences."""

import base64
import ssl
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
import trustme

from mail.smtp_server import PostOffice, post_office
from mail.test_smtp import a_parcel
from stagedesk.errors import SmtpError
from stagedesk.mail.smtp import Server
from stagedesk.settings_smtp import Smtp

PASSWORD = "geheim"


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def context(authority: trustme.CA) -> ssl.SSLContext:
    found = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(found)
    return found


@pytest.fixture
def ca_file(authority: trustme.CA, tmp_path: Path) -> str:
    file = tmp_path / "city.pem"
    authority.cert_pem.write_to_path(file)
    return str(file)


def send(settings: Smtp) -> None:
    with closing(Server(settings)) as server:
        server.send(a_parcel())


def secured(office: PostOffice, ca_file: str, **values: object) -> Smtp:
    made = replace(office.settings, tls="starttls", ca_file=ca_file, user="stage@stad.example", timeout=10)
    return replace(made, **values)  # type: ignore[arg-type]


def test_over_starttls_with_a_password(
    context: ssl.SSLContext, ca_file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMTP_PASSWORD", PASSWORD)

    with post_office(starttls=context, password=PASSWORD) as office:
        send(secured(office, ca_file, password_env="SMTP_PASSWORD"))

    assert len(office.taken) == 1
    assert office.logins == [("PLAIN", "stage@stad.example")]


def test_over_tls_from_the_first_byte(context: ssl.SSLContext, ca_file: str) -> None:
    with post_office(tls=context) as office:
        send(replace(office.settings, tls="tls", ca_file=ca_file))

    assert len(office.taken) == 1


def test_a_password_with_other_letters(
    context: ssl.SSLContext, ca_file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMTP_PASSWORD", "wachtwoord€é")

    with post_office(starttls=context, password="wachtwoord€é") as office:
        send(secured(office, ca_file, password_env="SMTP_PASSWORD"))

    assert len(office.taken) == 1


def test_a_refused_login_is_one_sentence_without_the_password(
    context: ssl.SSLContext, ca_file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMTP_PASSWORD", "verkeerd")

    with (
        post_office(starttls=context, password=PASSWORD) as office,
        pytest.raises(SmtpError, match=r"does not let stage@stad.example in") as told,
    ):
        send(secured(office, ca_file, password_env="SMTP_PASSWORD"))

    assert type(told.value) is SmtpError
    assert "verkeerd" not in str(told.value)
    assert base64.b64encode(b"\0stage@stad.example\0verkeerd").decode() not in str(told.value)
    assert office.taken == []


def test_a_certificate_of_somebody_else_is_not_trusted(context: ssl.SSLContext) -> None:
    with (
        post_office(starttls=context) as office,
        pytest.raises(SmtpError, match="its certificate is not trusted"),
    ):
        send(replace(office.settings, tls="starttls"))


def test_a_server_without_tls_gets_no_letter(ca_file: str) -> None:
    with post_office() as office, pytest.raises(SmtpError, match="offers no TLS on port"):
        send(replace(office.settings, tls="starttls", ca_file=ca_file))

    assert office.taken == []


def test_a_password_that_is_nowhere_is_told(context: ssl.SSLContext, ca_file: str) -> None:
    with (
        post_office(starttls=context) as office,
        pytest.raises(SmtpError, match="SMTP_PASSWORD, which holds"),
    ):
        send(secured(office, ca_file, password_env="SMTP_PASSWORD"))


def test_a_server_that_asks_nobody_to_log_in_says_so(ca_file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMTP_PASSWORD", PASSWORD)

    with post_office() as office, pytest.raises(SmtpError, match="it asks nobody to log in"):
        send(secured(office, ca_file, tls="none", password_env="SMTP_PASSWORD"))


@pytest.mark.parametrize(("token", "let_in"), [("een-token", True), ("verlopen", False)])
def test_with_a_token_of_a_command(context: ssl.SSLContext, ca_file: str, token: str, let_in: bool) -> None:
    command = f"{sys.executable} -c \"print('{token}')\""

    with post_office(starttls=context, password="een-token") as office:
        settings = secured(office, ca_file, token_command=command)
        if let_in:
            send(settings)
        else:
            with pytest.raises(SmtpError, match=r"does not let stage@stad.example in") as told:
                send(settings)
            assert "verlopen" not in str(told.value)

    assert office.logins == [("XOAUTH2", "stage@stad.example")]
    assert len(office.taken) == int(let_in)
