"""What can go wrong that a person can act on: one sentence and one exit code each."""

from stagedesk.i18n import N_, _


class StagedeskError(Exception):
    """The base of every error a user can act on.

    A subclass gives `text` (marked for translation, with {placeholders}) and `exit_code`.
    """

    exit_code = 1
    text = N_("Something went wrong: {detail}")

    def __init__(self, **values: object) -> None:
        super().__init__(self.text, values)
        self.values = values

    def __str__(self) -> str:
        return _(self.text).format(**self.values)


class UsageError(StagedeskError):
    """Wrong words on the command line or in a file: nothing was changed."""

    exit_code = 2
    text = "{detail}"


class NotFound(StagedeskError):
    exit_code = 3
    text = N_("There is no {what} {name}.{hint}")

    def __init__(self, *, what: str, name: str, hint: str = "") -> None:
        super().__init__(what=what, name=name, hint=f" {hint}" if hint else "")


class Refused(StagedeskError):
    """The desk's own rules do not allow this step now."""

    exit_code = 4
    text = "{detail}"


class StaleRequest(Refused):
    text = N_("{who} changed {reference} in the meantime{what}. Look at it again, then decide.")

    def __init__(self, *, reference: object, who: str, what: str = "") -> None:
        super().__init__(reference=reference, who=who, what=f": {what}" if what else "")


class SettingsError(StagedeskError):
    exit_code = 5
    text = N_("{file}: {key} is {found}; expected {expected}.")


class DatabaseError(StagedeskError):
    exit_code = 6
    text = N_("The database {url} cannot be used: {detail}")


class NoDatabase(DatabaseError):
    text = N_("There is no desk at {url} yet. Make one with: stagedesk init")

    def __init__(self, *, url: str) -> None:
        super().__init__(url=url)


class FileError(StagedeskError):
    exit_code = 7
    text = N_("{file} cannot be used: {detail}")


class CheckFailed(StagedeskError):
    exit_code = 8
    text = N_("{count} of the desk's rules are broken; see the list above.")


class MailboxError(StagedeskError):
    """A mailbox on a server that cannot be read now; what was taken from it stays."""

    exit_code = 9
    text = N_("Mailbox {name}: {detail}")


class SmtpError(StagedeskError):
    """The server that letters leave by cannot be used now; the letters wait."""

    exit_code = 10
    text = N_("Mail server {host}: {detail}")


class SmtpDown(SmtpError):
    """It may be otherwise in a while without anybody's help."""
