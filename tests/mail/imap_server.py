"""IMAP servers for tests, all on this machine: pymap, Dovecot, one that says what it is told, a bad line."""

import contextlib
import imaplib
import os
import pwd
import random
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import trustme

from stagedesk.mail.imap_folders import numbers, on_the_wire
from stagedesk.settings_mailbox import Mailbox

HOST = "127.0.0.1"
PASSWORD = 'geheim ☃ "wachtwoord\\'
USERS = 300
VARIABLE = "TEST_MAILBOX_PASSWORD"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Server:
    """A mailbox on a server that runs: where it is, who may log in, and the folder that a test has there."""

    port: int
    user: str
    password: str = PASSWORD
    tls_port: int = 0
    ca_file: str = ""
    folder: str = "INBOX"

    def box(self, **other: Any) -> Mailbox:
        """The settings with which the desk reads it."""
        os.environ[VARIABLE] = self.password
        values = {
            "name": "stage", "host": HOST, "port": self.port, "tls": "none", "user": self.user,
            "password_env": VARIABLE, "timeout": 10, "folders": (self.folder,),
        }  # fmt: skip
        return Mailbox(**(values | other))

    @contextmanager
    def owner(self, folder: str = "") -> Iterator[imaplib.IMAP4]:
        """The owner of the mailbox at work in a folder, with a client of their own."""
        with imaplib.IMAP4(HOST, self.port, 20) as client:
            client.authenticate("PLAIN", lambda _question: f"\0{self.user}\0{self.password}".encode())
            if (name := folder or self.folder) != "INBOX":
                client.create(on_the_wire(name))
            client.select(on_the_wire(name))
            yield client

    def put(self, *raws: bytes, folder: str = "") -> None:
        with self.owner(folder) as client:
            for raw in raws:
                kind, said = client.append(on_the_wire(folder or self.folder), "", "", raw)
                assert kind == "OK", said

    def delete(self, *uids: int) -> None:
        with self.owner() as client:
            client.uid("STORE", numbers(uids), "+FLAGS.SILENT", r"(\Deleted)")
            client.expunge()

    def flags(self, folder: str = "") -> list[str]:
        """The flags of all mails that are there, in order."""
        with self.owner(folder) as client:
            if client.untagged_responses["EXISTS"] == [b"0"]:
                return []
            _ok, found = client.fetch("1:*", "(FLAGS)")
        kept = [set(imaplib.ParseFlags(each)) - {b"\\Recent"} for each in found if isinstance(each, bytes)]
        return [" ".join(sorted(flag.decode() for flag in flags)) for flags in kept]


def _wait_for(port: int, process: "subprocess.Popen[bytes]", seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection((HOST, port), 1):
            return
        time.sleep(0.05)
    raise RuntimeError(f"no server on port {port}; it ended with {process.poll()}")


@contextmanager
def pymap() -> Iterator[Server]:
    """pymap with one mailbox in memory."""
    port, user = free_port(), "stage@stad.example"
    process = subprocess.Popen(
        [
            sys.executable, "-c", "from pymap.main import main; main()",
            "--host", HOST, "--port", str(port), "--no-tls", "dict",
            "--demo-user", user, "--demo-password", PASSWORD,
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait_for(port, process)
        yield Server(port, user)
    finally:
        process.terminate()
        process.wait(10)


CONFIG = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
ssl = yes
ssl_cert = <{folder}/server.pem
ssl_key = <{folder}/server.key
ssl_dh =
disable_plaintext_auth = no
protocols = imap
listen = 127.0.0.1
default_internal_user = {me}
default_internal_group = {group}
default_login_user = {login}
mail_uid = {owner}
mail_gid = {owner_group}
first_valid_uid = 1
first_valid_gid = 1
mail_home = {folder}/home/%u
mail_location = maildir:~/mail
mail_max_userip_connections = 100
auth_mechanisms = plain login
auth_failure_delay = 0
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {folder}/users
}}
userdb {{
  driver = static
  args = uid={owner} gid={owner_group} home={folder}/home/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
"""


@dataclass
class Dovecot:
    """Debian's Dovecot under its own settings in a folder of its own; every user is a new, empty mailbox."""

    folder: Path
    port: int
    tls_port: int
    owner: tuple[int, int]
    process: "subprocess.Popen[bytes]"
    _users: int = 0

    def new(self) -> Server:
        self._users += 1
        user = f"stage{self._users}"
        return Server(self.port, user, tls_port=self.tls_port, ca_file=str(self.folder / "ca.pem"))

    def maildir(self, server: Server) -> Path:
        """Where the mails of this mailbox lie, for tests that change them behind the server's back."""
        return self.folder / "home" / server.user / "mail"

    def fill(self, server: Server, raws: Iterable[bytes]) -> None:
        """Put many mails in at once, as the postman does."""
        new = self.maildir(server)
        for name in ("cur", "new", "tmp"):
            (new / name).mkdir(parents=True, exist_ok=True)
        for number, raw in enumerate(raws):
            (new / "new" / f"{1_700_000_000 + number}.M{number}P1.test").write_bytes(raw)
        for path in (new.parent, *new.parent.rglob("*")):
            os.chown(path, *self.owner)

    def renumber(self, server: Server) -> None:
        """Make the server forget its numbers: it gives all mails new ones, under another UIDVALIDITY."""
        with server.owner():
            pass
        time.sleep(1.1)  # the value is the second of making
        for file in self.maildir(server).glob("dovecot*"):
            file.unlink()


@contextmanager
def dovecot() -> Iterator[Dovecot]:
    """Errors: FileNotFoundError where it is not installed, or is not a 2.3, whose settings these are."""
    program = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if not program:
        raise FileNotFoundError("Dovecot is not installed (Debian: apt-get install dovecot-imapd)")
    version = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    if not version.startswith("2.3."):
        raise FileNotFoundError(f"Dovecot 2.3 is not installed, but {version.strip()}")
    folder = Path(tempfile.mkdtemp(prefix="stagedesk-dovecot-"))
    try:
        yield from _run_dovecot(program, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run_dovecot(program: str, folder: Path) -> Iterator[Dovecot]:
    folder.chmod(0o755)
    users = [f"stage{number}:{{PLAIN}}{PASSWORD}\n" for number in range(1, USERS + 1)]
    (folder / "users").write_text("".join(users), encoding="utf-8")
    authority = trustme.CA()
    certificate = authority.issue_cert(HOST, "localhost")
    authority.cert_pem.write_to_path(folder / "ca.pem")
    certificate.private_key_pem.write_to_path(folder / "server.key")
    certificate.cert_chain_pems[0].write_to_path(folder / "server.pem")
    ports, names, owner = (free_port(), free_port()), _accounts(), (os.getuid(), os.getgid())
    if owner[0] == 0:
        owner = (pwd.getpwnam(names["owner"]).pw_uid, pwd.getpwnam(names["owner"]).pw_gid)
    text = CONFIG.format(folder=folder, port=ports[0], tls_port=ports[1], **names)
    (folder / "dovecot.conf").write_text(text, encoding="utf-8")
    (folder / "home").mkdir()
    os.chown(folder / "home", *owner)
    process = subprocess.Popen(
        [program, "-F", "-c", str(folder / "dovecot.conf")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        try:
            _wait_for(ports[0], process)
        except RuntimeError as error:
            log = folder / "log"
            raise RuntimeError(f"{error}: {log.read_text() if log.exists() else ''}") from None
        yield Dovecot(folder, *ports, owner, process)
    finally:
        process.terminate()
        process.wait(10)


def _accounts() -> dict[str, str]:
    """Root hands out the parts of the server to users of little power; anybody else keeps all of them."""
    if os.getuid() == 0:
        return {
            "me": "dovecot", "group": "dovecot", "login": "dovenull", "owner": "mail", "owner_group": "mail"
        }  # fmt: skip
    import grp

    me, group = pwd.getpwuid(os.getuid()).pw_name, grp.getgrgid(os.getgid()).gr_name
    return {"me": me, "group": group, "login": me, "owner": me, "owner_group": group}


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

    def serve(self, client: socket.socket) -> None:
        if self.context:
            client = self.context.wrap_socket(client, server_side=True)
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
