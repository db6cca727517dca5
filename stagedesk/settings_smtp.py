"""The mail server of the settings through which letters leave: where it is and how to log in."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import ClassVar, Literal

from stagedesk.settings_login import SECRETS, Checker

PORTS = {"starttls": 587, "tls": 465, "none": 25}


@dataclass(frozen=True)
class Smtp:
    """Every field is a key of the [smtp] table. Without `user` nobody logs in."""

    SCOPE: ClassVar[str] = "https://outlook.office365.com/SMTP.Send"
    COMMAND: ClassVar[str] = "work"

    host: str
    """The mail server that takes letters; without an [smtp] table they become files in the outbox folder."""
    port: int = 587
    """The server's port; without it 587, or 465 when tls is "tls", 25 when it is "none"."""
    tls: Literal["starttls", "tls", "none"] = "starttls"
    """How the line is protected: starttls, tls from the first byte, or none (never across a network)."""
    ca_file: str = ""
    """File with the city's own certificate authority; empty trusts those that the system trusts."""
    user: str = field(default="", repr=False)
    """Who logs in; empty where the server takes the desk's letters without."""
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
    hello: str = ""
    """The name with which the desk greets the server; empty is the machine's own name."""
    timeout: int = 60
    """Seconds of silence after which the server is given up."""

    @property
    def name(self) -> str:
        """What the server is called in sentences and among the kept tokens."""
        return f"smtp-{self.host}"


def read_smtp(file: Path, table: object) -> Smtp:
    """The [smtp] table of a settings file, checked.

    Errors: SettingsError names the file and the key.
    """
    checker = Checker(file, "smtp")
    if not isinstance(table, Mapping):
        checker.fail("table", "no table", "a heading [smtp]")
    values = checker.values(fields(Smtp), table)
    values.setdefault("port", PORTS.get(values.get("tls", "starttls"), 587))
    smtp = Smtp(**values)
    _check(checker, smtp)
    return smtp


def _check(checker: Checker, smtp: Smtp) -> None:
    if not smtp.host:
        checker.fail("host", "empty", "the name of the mail server")
    if smtp.tls not in PORTS:
        checker.fail("tls", repr(smtp.tls), 'one of "starttls", "tls", "none"')
    if not smtp.hello.isascii() or " " in smtp.hello:
        checker.fail("hello", repr(smtp.hello), "a name of a machine")
    if smtp.user:
        checker.check_login(smtp)
    elif given := [name for name in SECRETS if getattr(smtp, name)]:
        checker.fail("user", "missing", f"who logs in with {given[0]}")
