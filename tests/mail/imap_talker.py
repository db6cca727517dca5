"""A server that says what a test wants, and a line that breaks, both on this machine."""

import contextlib
import random
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from mail.imap_server import HOST, Server
from stagedesk.settings_mailbox import Mailbox


class _Loop:
    """A listening socket on this machine, with a thread for each connection."""

    def __init__(self, serve: Callable[[socket.socket], None]) -> None:
        self.listener = socket.create_server((HOST, 0))
        self.port: int = self.listener.getsockname()[1]
        self.serve = serve
        self.threads: list[threading.Thread] = []
        self.open = True
        self.connections = 0
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def _accept(self) -> None:
        while self.open:
            try:
                connection, _address = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            thread = threading.Thread(target=self._run, args=(connection,), daemon=True)
            self.threads.append(thread)
            thread.start()

    def _run(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            connection.settimeout(20)
            self.serve(connection)

    def close(self) -> None:
        self.open = False
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        for thread in (self._thread, *self.threads):
            thread.join(10)


@contextmanager
def bad_line(port: int, budget: Callable[[], int]) -> Iterator[_Loop]:
    """A line to a server that breaks after so many bytes of its answers; `budget` is asked per connection."""
    loop = _Loop(lambda client: _forward(client, port, budget()))
    try:
        yield loop
    finally:
        loop.close()


def _forward(client: socket.socket, port: int, budget: int) -> None:
    with socket.create_connection((HOST, port), 10) as server:
        back = threading.Thread(target=_copy, args=(client, server), daemon=True)
        back.start()
        left = budget
        try:
            while left > 0 and (data := server.recv(min(left, 8_192))):
                client.sendall(data)
                left -= len(data)
        finally:
            for each in (client, server):
                with contextlib.suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)
            back.join(10)


def _copy(one: socket.socket, other: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := one.recv(8_192):
            other.sendall(data)


@dataclass
class Talker:
    """A server that plays a mailbox, as far as a test does not want it otherwise."""

    mails: dict[int, bytes]
    password: str = "geheim"
    capabilities: str = "IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2"
    answers: dict[str, Callable[[str, str], bytes | None]] = field(default_factory=dict)
    """By command, what to say to (tag, rest); None hangs up."""
    heard: list[str] = field(default_factory=list)
    secrets: list[str] = field(default_factory=list)
    port: int = 0
    context: ssl.SSLContext | None = None
    later: ssl.SSLContext | None = None
    """For STARTTLS."""

    def __post_init__(self) -> None:
        self.client: socket.socket
        """Whoever speaks with it now, for tests that say more than an answer."""

    def serve(self, client: socket.socket) -> None:
        with contextlib.ExitStack() as open_sockets:
            self._talk(client, open_sockets)

    def _talk(self, client: socket.socket, open_sockets: contextlib.ExitStack) -> None:
        if self.context:
            client = open_sockets.enter_context(self.context.wrap_socket(client, server_side=True))
        self.client = client
        client.sendall(b"* OK ready\r\n")
        lines = client.makefile("rb")
        while line := lines.readline():
            tag, command, rest = (*line.decode().strip().split(" ", 2), "", "")[:3]
            if command.upper() == "UID":
                command, _space, rest = rest.partition(" ")
            self.heard.append(f"{command} {rest}".strip())
            say = self.answers.get(command.upper()) or getattr(
                self, f"do_{command.lower()}", self.do_anything
            )
            if command.upper() == "AUTHENTICATE":
                client.sendall(b"+ \r\n")
                self.secrets.append(lines.readline().decode().strip())
            said = say(tag, rest)
            if said is None:
                return
            client.sendall(said)
            if command == "STARTTLS" and self.later:
                client = open_sockets.enter_context(self.later.wrap_socket(client, server_side=True))
                lines = client.makefile("rb")
            if said.startswith(b"+"):
                rest = lines.readline().decode().strip()
                self.heard.append(rest)
                client.sendall(
                    f"{tag} {'NO refused' if command == 'AUTHENTICATE' else 'OK done'}\r\n".encode()
                )

    def box(self, **other: Any) -> Mailbox:
        return Server(self.port, "stage", self.password).box(**other)

    def do_anything(self, tag: str, _rest: str) -> bytes:
        return f"{tag} OK done\r\n".encode()

    def do_capability(self, tag: str, _rest: str) -> bytes:
        return f"* CAPABILITY {self.capabilities}\r\n{tag} OK done\r\n".encode()

    def do_examine(self, tag: str, _rest: str) -> bytes:
        return f"* {len(self.mails)} EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n{tag} OK done\r\n".encode()

    do_select = do_examine

    def do_search(self, tag: str, rest: str) -> bytes:
        words = rest.split()
        uids = self.asked(words[1]) if words[0] == "UID" else list(self.mails)
        if "LARGER" in words:
            uids = [uid for uid in uids if len(self.mails[uid]) > int(words[-1])]
        return f"* SEARCH {' '.join(map(str, uids))}\r\n{tag} OK done\r\n".encode()

    def do_fetch(self, tag: str, rest: str) -> bytes:
        said = b""
        for uid in self.asked(rest):
            if "SIZE" in rest:
                said += f"* {uid} FETCH (UID {uid} RFC822.SIZE {len(self.mails[uid])})\r\n".encode()
            else:
                said += self.mail(uid)
        return said + f"{tag} OK done\r\n".encode()

    def mail(self, uid: int) -> bytes:
        raw = self.mails[uid]
        return f"* {uid} FETCH (UID {uid} BODY[] {{{len(raw)}}}\r\n".encode() + raw + b")\r\n"

    def asked(self, rest: str) -> list[int]:
        found = []
        for part in rest.split(" ")[0].split(","):
            low, _colon, high = part.partition(":")
            found += [uid for uid in self.mails if int(low) <= uid <= int(high or low)]
        return found

    def do_logout(self, tag: str, _rest: str) -> bytes:
        return f"* BYE\r\n{tag} OK done\r\n".encode()


@contextmanager
def talker(**options: Any) -> Iterator[Talker]:
    server = Talker(**options)
    loop = _Loop(server.serve)
    server.port = loop.port
    try:
        yield server
    finally:
        loop.close()


def cuts(seed: int, most: int) -> Callable[[], int]:
    """How many bytes each connection lives: mostly short, sometimes long enough to get somewhere."""
    dice = random.Random(seed)
    return lambda: dice.choice((dice.randrange(1, most // 10), dice.randrange(most // 10, most)))


def three() -> dict[int, bytes]:
    return {uid: f"Subject: {uid}\r\n\r\ntext {uid}\r\n".encode() for uid in (1, 2, 3)}
