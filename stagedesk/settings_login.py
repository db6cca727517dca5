"""What the tables of the settings about servers share: reading their keys, and the ways to log in."""

from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass
from pathlib import Path
from typing import Any, ClassVar, NoReturn, Protocol

from stagedesk import errors

SECRETS = ("password_env", "password_command", "password_keyring", "token_command", "microsoft_tenant")


class Login(Protocol):
    """Who logs in at a server, and with what."""

    SCOPE: ClassVar[str]
    """What Microsoft 365 is asked for when a person signs in."""
    COMMAND: ClassVar[str]
    """The command that asks a person to sign in."""

    @property
    def name(self) -> str: ...
    @property
    def user(self) -> str: ...
    @property
    def password_env(self) -> str: ...
    @property
    def password_command(self) -> str: ...
    @property
    def password_keyring(self) -> str: ...
    @property
    def token_command(self) -> str: ...
    @property
    def microsoft_tenant(self) -> str: ...
    @property
    def microsoft_client_id(self) -> str: ...
    @property
    def microsoft_secret_env(self) -> str: ...
    @property
    def timeout(self) -> int: ...


@dataclass(frozen=True)
class Checker:
    """Reads one table; what is wrong is told with the file, the table and the key."""

    file: Path
    where: str

    def fail(self, key: str, found: str, expected: str) -> NoReturn:
        raise errors.SettingsError(
            file=self.file, key=f"{self.where}: {key}", found=found, expected=expected
        ) from None

    def values(self, known: "tuple[Field[Any], ...]", table: Mapping[str, Any]) -> dict[str, Any]:
        """The keys of the table, each of the type of its field; those that must be there are there."""
        named = {each.name: each for each in known}
        for key in table:
            if key not in named:
                self.fail(key, "not a setting", "one of " + ", ".join(named))
        found = {key: self.typed(named[key], value) for key, value in table.items()}
        for each in known:
            if each.default is MISSING and each.name not in found:
                self.fail(each.name, "missing", "a text in quotes")
        return found

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

    def check_login(self, login: Login) -> None:
        if not login.user:
            self.fail("user", "missing", "who logs in")
        given = [name for name in SECRETS if getattr(login, name)]
        if len(given) != 1:
            self.fail("login", " + ".join(given) or "missing", "exactly one of " + ", ".join(SECRETS))
        if bool(login.microsoft_tenant) != bool(login.microsoft_client_id):
            self.fail(
                "microsoft_client_id",
                "missing" if login.microsoft_tenant else "there",
                "microsoft_tenant and microsoft_client_id together",
            )
