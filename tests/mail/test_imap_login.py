"""Logging in: passwords, tokens, Microsoft 365, and nothing that shows a secret."""

import base64
import gc
import json
import os
import ssl
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import trustme

from mail.imap_server import HOST, VARIABLE, Server, everything, free_port
from mail.imap_talker import talker, three
from stagedesk import errors
from stagedesk.mail.mailbox import imap_secret
from stagedesk.mail.mailbox.imap_microsoft import token
from stagedesk.settings_mailbox import Mailbox

SENTENCE = errors.MailboxError


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


def test_words_that_somebody_put_before_tls_are_not_heard_behind_it() -> None:
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(HOST).configure_cert(context)
    capabilities = "IMAP4rev1 STARTTLS AUTH=PLAIN"
    with (
        talker(mails=three(), later=context, capabilities=capabilities) as server,
        authority.cert_pem.tempfile() as ca,
    ):
        server.answers["STARTTLS"] = lambda tag, _rest: f"{tag} OK go\r\n* BYE believe me\r\n".encode()

        assert len(everything(server.box(tls="starttls", ca_file=ca))) == 3


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
            f'"device_authorization_endpoint": "{place}/devicecode", "issuer": "{place}/v2.0", '
            '"metadata": []}'
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
