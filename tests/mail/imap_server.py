"""IMAP servers for tests, in the tests, on this machine: pymap and Dovecot, and reading them."""

import contextlib
import imaplib
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import trustme

from stagedesk.mail.mailbox.imap import Reader
from stagedesk.mail.mailbox.imap_folders import numbers, on_the_wire
from stagedesk.mail.sources import SourceFailure, SourceMail
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


def everything(box: Mailbox, folder: str = "") -> list[SourceMail | SourceFailure]:
    with closing(Reader(box)) as reader:
        opened = reader.open(folder or box.folders[0])
        found = list(reader.mails(opened, sorted(opened.uids)))
        if reader.broken:
            raise reader.broken
        return found
