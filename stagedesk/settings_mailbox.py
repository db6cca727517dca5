"""The mailboxes in the settings: where each one is, how to log in, what may be changed there."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, ClassVar, Literal

from stagedesk import errors
from stagedesk.settings_login import Checker

MARKS = ("", "seen", "flag")
MOVE = "move:"
_NAME = re.compile(r"[\w.@-]+")


@dataclass(frozen=True)
class Mailbox:
    """Every field is a key of a [[mailbox]] table. Of the ways to log in there is exactly one."""

    SCOPE: ClassVar[str] = "https://outlook.office365.com/IMAP.AccessAsUser.All"
    COMMAND: ClassVar[str] = "fetch"

    name: str
    """What the desk calls this mailbox; letters, digits, and . _ @ - only. Its mails are known by it."""
    host: str
    """The IMAP server."""
    port: int = 993
    """The server's port; without it 993, or 143 when tls is not "tls"."""
    tls: Literal["tls", "starttls", "none"] = "tls"
    """How the line is protected: tls from the first byte, starttls, or none (never across a network)."""
    ca_file: str = ""
    """File with the city's own certificate authority; empty trusts those that the system trusts."""
    user: str = field(default="", repr=False)
    """Who logs in; for a shared mailbox of Microsoft 365 the address of that mailbox."""
    password_env: str = ""
    """Name of the variable that holds the password."""
    password_command: str = field(default="", repr=False)
    """Command whose first line is the password; it is run without a shell."""
    password_keyring: str = ""
    """Under which service name the system's keyring holds the password (needs the package keyring)."""
    token_command: str = field(default="", repr=False)
    """Command whose first line is an OAuth access token (XOAUTH2)."""
    microsoft_tenant: str = ""
    """The tenant of Microsoft 365: log in there (needs stagedesk[microsoft])."""
    microsoft_client_id: str = ""
    """The number under which the desk is registered in that tenant."""
    microsoft_secret_env: str = ""
    """Name of the variable with the client secret; empty asks a person to sign in once with a code."""
    folders: tuple[str, ...] = ("INBOX",)
    """The folders that are read."""
    mark: str = ""
    """What is done on the server with mail that the desk has: "" nothing, seen, flag, or move:FOLDER."""
    timeout: int = 60
    """Seconds of silence after which the server is given up."""

    @property
    def move_to(self) -> str:
        """The folder to which taken mail is moved, or nothing."""
        return self.mark.removeprefix(MOVE) if self.mark.startswith(MOVE) else ""


def read_mailboxes(file: Path, tables: object) -> tuple[Mailbox, ...]:
    """The [[mailbox]] tables of a settings file, checked.

    Errors: SettingsError names the file, the mailbox and its key.
    """
    if not isinstance(tables, list) or not all(isinstance(each, dict) for each in tables):
        raise errors.SettingsError(
            file=file, key="mailbox", found="no list of tables", expected="a heading [[mailbox]] for each"
        )
    found = tuple(_mailbox(file, number, table) for number, table in enumerate(tables, 1))
    names = [each.name for each in found]
    for name in names:
        if names.count(name) > 1:
            raise errors.SettingsError(
                file=file, key="mailbox: name", found=f"{name!r} twice", expected="a name of its own for each"
            )
    return found


def _mailbox(file: Path, number: int, table: Mapping[str, Any]) -> Mailbox:
    checker = Checker(file, f"mailbox {table.get('name') or number}")
    values = checker.values(fields(Mailbox), table)
    if values.get("tls", "tls") != "tls":
        values.setdefault("port", 143)
    box = Mailbox(**values)
    _check(checker, box)
    return box


def _check(checker: Checker, box: Mailbox) -> None:
    if not _NAME.fullmatch(box.name):
        checker.fail("name", repr(box.name), "letters, digits, and . _ @ - only")
    if not box.host:
        checker.fail("host", "empty", "the name of the IMAP server")
    if box.tls not in ("tls", "starttls", "none"):
        checker.fail("tls", repr(box.tls), 'one of "tls", "starttls", "none"')
    checker.check_login(box)
    if box.mark not in MARKS and not box.move_to:
        checker.fail("mark", repr(box.mark), 'one of "", "seen", "flag", "move:FOLDER"')
    if box.move_to in box.folders:
        checker.fail("mark", repr(box.mark), "a folder that is not read itself")
