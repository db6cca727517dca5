"""The mailboxes in the settings: where each one is, how to log in, what may be changed there."""

import re
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from pathlib import Path
from typing import Any, Literal

from stagedesk import errors

SECRETS = ("password_env", "password_command", "password_keyring", "token_command", "microsoft_tenant")
MARKS = ("", "seen", "flag")
MOVE = "move:"
_NAME = re.compile(r"[\w.@-]+")


@dataclass(frozen=True)
class Mailbox:
    """Every field is a key of a [[mailbox]] table. Of the ways to log in there is exactly one."""

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
    checker = _Checker(file, f"mailbox {table.get('name') or number}")
    known = {each.name: each for each in fields(Mailbox)}
    for key in table:
        if key not in known:
            checker.fail(key, "not a setting", "one of " + ", ".join(known))
    values = {key: checker.typed(known[key], value) for key, value in table.items()}
    for each in fields(Mailbox):
        if each.default is MISSING and each.name not in values:
            checker.fail(each.name, "missing", "a text in quotes")
    if values.get("tls", "tls") != "tls":
        values.setdefault("port", 143)
    box = Mailbox(**values)
    checker.check(box)
    return box


@dataclass(frozen=True)
class _Checker:
    file: Path
    where: str

    def fail(self, key: str, found: str, expected: str) -> None:
        raise errors.SettingsError(
            file=self.file, key=f"{self.where}: {key}", found=found, expected=expected
        ) from None

    def typed(self, each: "Field[Any]", value: Any) -> Any:
        if each.type is int:
            if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 65_535:
                self.fail(each.name, repr(value), "a number from 1 to 65535")
        elif each.name == "folders":
            texts = isinstance(value, list) and all(isinstance(name, str) and name for name in value)
            if not value or not texts:
                self.fail(each.name, repr(value), 'a list of names, like ["INBOX"]')
            return tuple(dict.fromkeys(value))
        elif not isinstance(value, str):
            self.fail(each.name, "no text", "a text in quotes")
        elif not value.isprintable():
            self.fail(each.name, "not one line of text", "a text in quotes")
        return value

    def check(self, box: Mailbox) -> None:
        if not _NAME.fullmatch(box.name):
            self.fail("name", repr(box.name), "letters, digits, and . _ @ - only")
        if not box.host:
            self.fail("host", "empty", "the name of the IMAP server")
        if box.tls not in ("tls", "starttls", "none"):
            self.fail("tls", repr(box.tls), 'one of "tls", "starttls", "none"')
        self._check_login(box)
        self._check_mark(box)

    def _check_login(self, box: Mailbox) -> None:
        if not box.user:
            self.fail("user", "missing", "who logs in")
        given = [name for name in SECRETS if getattr(box, name)]
        if len(given) != 1:
            self.fail("login", " + ".join(given) or "missing", "exactly one of " + ", ".join(SECRETS))
        if bool(box.microsoft_tenant) != bool(box.microsoft_client_id):
            self.fail(
                "microsoft_client_id",
                "missing" if box.microsoft_tenant else "there",
                "microsoft_tenant and microsoft_client_id together",
            )

    def _check_mark(self, box: Mailbox) -> None:
        if box.mark not in MARKS and not box.move_to:
            self.fail("mark", repr(box.mark), 'one of "", "seen", "flag", "move:FOLDER"')
        if box.move_to in box.folders:
            self.fail("mark", repr(box.mark), "a folder that is not read itself")
