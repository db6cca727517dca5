"""The password or token of a mail server: from the environment, a command, the keyring, or Microsoft 365."""

import os
import shlex
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field

from stagedesk import errors
from stagedesk.i18n import _
from stagedesk.settings_login import Login

COMMAND_TIME = 60
"""Seconds that a command may take."""
Tell = Callable[[str], None]
"""Shows a person a sentence; None where there is no person."""


@dataclass(frozen=True, slots=True)
class Secret:
    text: str = field(repr=False)
    is_token: bool = False


def secret(box: Login, tell: Tell | None = None, stopped: Callable[[], bool] = lambda: False) -> Secret:
    """What the server is opened with; asked for anew before each login, because tokens grow old.

    Errors: MailboxError tells where it was looked for, never what was found.
    """
    if box.password_env:
        return Secret(_from_environment(box))
    if box.password_command:
        return Secret(_from_command(box, "password_command", box.password_command))
    if box.password_keyring:
        return Secret(_from_keyring(box))
    if box.token_command:
        return Secret(_from_command(box, "token_command", box.token_command), is_token=True)
    from stagedesk.mail.mailbox.imap_microsoft import token

    return Secret(token(box, tell, stopped), is_token=True)


def _from_environment(box: Login) -> str:
    if found := os.environ.get(box.password_env):
        return _one_line(box, found)
    raise errors.MailboxError(
        name=box.name,
        detail=_("the variable {variable}, which holds its password, is not set").format(
            variable=box.password_env
        ),
    )


def _from_command(box: Login, key: str, command: str) -> str:
    try:
        words = shlex.split(command)
        done = subprocess.run(
            words, stdin=subprocess.DEVNULL, capture_output=True, timeout=COMMAND_TIME, check=True
        )
        found = done.stdout.decode().partition("\n")[0]
    except subprocess.CalledProcessError as error:
        why = _("it ended with code {code}").format(code=error.returncode)
    except subprocess.TimeoutExpired:
        why = _("it took longer than {seconds} seconds").format(seconds=COMMAND_TIME)
    except OSError as error:
        why = error.strerror or type(error).__name__
    except ValueError:
        why = _("it cannot be read")
    else:
        if found.strip():
            return _one_line(box, found)
        why = _("it printed nothing")
    # Not the command itself and not what it said: either may hold the password.
    detail = _("{key} gives no password: {why}. Try it by hand.").format(key=key, why=why)
    raise errors.MailboxError(name=box.name, detail=detail) from None


def _from_keyring(box: Login) -> str:
    try:
        import keyring
    except ImportError:
        detail = _("password_keyring needs a package: pip install keyring")
        raise errors.MailboxError(name=box.name, detail=detail) from None
    try:
        found = keyring.get_password(box.password_keyring, box.user)
    except Exception as error:  # each system's keyring has errors of its own, and no common base
        detail = _("the keyring cannot be opened: {why}").format(why=type(error).__name__)
        raise errors.MailboxError(name=box.name, detail=detail) from None
    if found:
        return _one_line(box, found)
    detail = _("the keyring has no password. Put it there: keyring set {service} {user}").format(
        service=box.password_keyring, user=box.user
    )
    raise errors.MailboxError(name=box.name, detail=detail)


def _one_line(box: Login, found: str) -> str:
    found = found.rstrip("\r\n")
    if "\n" in found or "\r" in found or "\0" in found:
        raise errors.MailboxError(name=box.name, detail=_("its password is more than one line"))
    return found
