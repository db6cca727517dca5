"""A real SMTP server for the tests, which at one point of the conversation does something else."""

import asyncio
import base64
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from pathlib import Path
from ssl import SSLContext
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from stagedesk.settings_smtp import Smtp

PATIENCE = 0.4
"""Seconds of silence after which the tests give a server up."""
SILENCE = 0.7


@dataclass
class Mishap:
    """At this stage (`connect`, `EHLO`, `MAIL`, `RCPT`, `DATA`, `text`, `dot`, `answer`), so many times:
    a line that the server says instead, or `hang up`, or `silence`."""

    stage: str
    act: str
    times: int = 10**9
    only: str = ""
    """Only for this address, at RCPT."""


@dataclass
class PostOffice:
    """What the server took, and how it behaves."""

    port: int = 0
    taken: list[Envelope] = field(default_factory=list)
    mishaps: list[Mishap] = field(default_factory=list)
    slow: float = 0
    """Seconds that it takes for each step of a letter."""
    conversations: int = 0
    """How often somebody said who sends a letter."""
    connections: int = 0
    busy: int = 0
    """Conversations that are going on."""
    logins: list[tuple[str, str]] = field(default_factory=list)
    password: str = ""
    """Empty lets everybody in without."""

    @property
    def settings(self) -> Smtp:
        return Smtp("127.0.0.1", self.port, tls="none", timeout=PATIENCE)  # type: ignore[arg-type]

    def mail_ids(self) -> list[str]:
        return [str(message_from_bytes(each.content)["Message-ID"]).strip("<>") for each in self.taken]

    def happens(self, stage: str, words: str = "") -> str:
        """What goes wrong now, or nothing."""
        for mishap in self.mishaps:
            if mishap.stage == stage and mishap.times > 0 and mishap.only in words:
                mishap.times -= 1
                return mishap.act
        return ""


class _Server(SMTP):
    """aiosmtpd's server with mishaps."""

    def __init__(self, office: PostOffice, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.office = office

    async def _strange(self, stage: str, words: str = "") -> bool:
        """Whether something else happened than what should."""
        act = self.office.happens(stage, words)
        if act in ("hang up", "silence"):
            await self.hang_up(after=SILENCE if act == "silence" else 0)
        elif act:
            await self.push(act)
        return bool(act)

    async def hang_up(self, *, after: float = 0) -> None:
        transport = self.transport
        try:
            await asyncio.sleep(after)
        finally:  # also when the client was first, which ends this conversation
            transport.abort()

    async def _handle_client(self) -> None:
        self.office.connections += 1
        self.office.busy += 1
        try:
            if await self._strange("connect"):
                await self.hang_up(after=0.01)
            else:
                await super()._handle_client()
        finally:
            self.office.busy -= 1

    async def smtp_EHLO(self, hostname: str) -> None:
        if not await self._strange("EHLO"):
            await super().smtp_EHLO(hostname)

    async def auth_XOAUTH2(self, _server: SMTP, args: list[str]) -> AuthResult:
        """What aiosmtpd does not have: the token of Google and Microsoft."""
        given = base64.b64decode(args[1]).decode()
        user = given.partition("user=")[2].partition("\1")[0]
        token = given.partition("Bearer ")[2].partition("\1")[0]
        self.office.logins.append(("XOAUTH2", user))
        if token == self.office.password:
            return AuthResult(success=True, auth_data=LoginPassword(user.encode(), b""))
        await self.challenge_auth(base64.b64encode(b'{"status":"401"}').decode(), encode_to_b64=False)
        return AuthResult(success=False, handled=False)

    async def smtp_MAIL(self, arg: str) -> None:
        self.office.conversations += 1
        await asyncio.sleep(self.office.slow)
        if not await self._strange("MAIL", arg):
            await super().smtp_MAIL(arg)

    async def smtp_RCPT(self, arg: str) -> None:
        if not await self._strange("RCPT", arg):
            await super().smtp_RCPT(arg)

    async def smtp_DATA(self, arg: str) -> None:
        if await self._strange("DATA"):
            return
        if self.office.happens("text"):
            await self.push("354 go on")
            await self._reader.readline()
            await self.hang_up()
            return
        await super().smtp_DATA(arg)


class _Handler:
    def __init__(self, office: PostOffice) -> None:
        self.office = office

    async def handle_DATA(self, server: _Server, _session: Session, envelope: Envelope) -> str:
        """The dot has come."""
        if act := self.office.happens("dot"):
            if act[0].isdigit() or act == "garbage":
                return act
            await server.hang_up(after=SILENCE if act == "silence" else 0)
            return ""
        await asyncio.sleep(self.office.slow)
        self.office.taken.append(envelope)
        await asyncio.sleep(self.office.slow)
        if act := self.office.happens("answer"):
            await server.hang_up(after=SILENCE if act == "silence" else 0)
        return "250 taken"


@contextmanager
def post_office(
    *,
    tls: SSLContext | None = None,
    starttls: SSLContext | None = None,
    password: str = "",
    slow: float = 0,
) -> Iterator[PostOffice]:
    """A server at a free port of this machine, for as long as it is needed."""
    office = PostOffice(password=password, slow=slow)

    def let_in(_server: object, _session: object, _envelope: object, mechanism: str, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        user, given = data.login.decode(), data.password.decode()
        office.logins.append((mechanism, user))
        return AuthResult(success=given == office.password, handled=False)

    class Office(Controller):
        def factory(self) -> SMTP:
            return _Server(
                office,
                self.handler,
                tls_context=starttls,
                require_starttls=starttls is not None,
                authenticator=let_in if password else None,
                auth_required=bool(password),
                auth_exclude_mechanism=None if password else ["PLAIN", "LOGIN", "XOAUTH2"],
                auth_require_tls=starttls is not None,
                enable_SMTPUTF8=False,
                timeout=20,
            )

        def _trigger_server(self) -> None:
            assert self.server is not None
            office.port = self.port = self.server.sockets[0].getsockname()[1]
            super()._trigger_server()

    controller = Office(_Handler(office), hostname="127.0.0.1", port=0, ssl_context=tls, ready_timeout=10)
    controller.start()
    try:
        yield office
        end = time.monotonic() + 5
        while office.busy and time.monotonic() < end:
            time.sleep(0.01)
        time.sleep(0.02)  # for the loop to close what was hung up
    finally:
        controller.stop()


def kept_in(folder: Path) -> list[bytes]:
    """The mails that a server of a process of its own wrote into this folder, in the order they came."""
    return [file.read_bytes() for file in sorted(folder.iterdir())]
