"""What an administrator can set: one TOML file and STAGEDESK_* variables, checked with clear sentences."""

import os
import sys
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from zoneinfo import ZoneInfo

from stagedesk import errors

if TYPE_CHECKING:  # most commands start without
    from stagedesk.settings_mailbox import Mailbox
    from stagedesk.settings_smtp import Smtp

Country = Literal["BE", "NL"]
ZONE = ZoneInfo("Europe/Brussels")
MAILBOX = "mailbox"
SMTP = "smtp"


def data_folder() -> Path:
    return _own_folder("XDG_DATA_HOME", ".local/share", "user_data_path")


def config_file() -> Path:
    """The settings file: STAGEDESK_CONFIG, else stagedesk.toml in the user's own settings folder."""
    named = os.environ.get("STAGEDESK_CONFIG")
    if named:
        return Path(named)
    return _own_folder("XDG_CONFIG_HOME", ".config", "user_config_path") / "stagedesk.toml"


def _own_folder(variable: str, usual: str, elsewhere: str) -> Path:
    if sys.platform == "linux":
        # What platformdirs says too; its import takes longer than all the rest of the settings.
        return Path(os.environ.get(variable) or Path.home() / usual) / "stagedesk"
    import platformdirs

    found: Path = getattr(platformdirs, elsewhere)("stagedesk")
    return found


@dataclass(frozen=True)
class Settings:
    """Every field is a key of stagedesk.toml and, in capitals after STAGEDESK_, a variable.

    Only the servers have no variable: each mailbox is a [[mailbox]] table, the mail server [smtp].
    """

    database: str = field(default_factory=lambda: f"sqlite:///{data_folder() / 'desk.db'}")
    """Where the desk's data are: sqlite:///FILE or postgresql://USER@HOST/NAME."""
    user: str = "desk"
    """The staff code of whoever works here; decisions carry it."""
    language: str = ""
    """Language of the screen, nl or en; empty follows the locale."""
    city: str = "Rivierstad"
    """The city's name in letters."""
    country: Country = "BE"
    """BE or NL: whose public holidays are proposed as closing days."""
    desk_name: str = "Stagebalie"
    """The desk's name in letters."""
    desk_email: str = "stage@rivierstad.example"
    """The desk's address: letters come from it and answers go to it."""
    letter_language: str = "nl"
    """Language of letters to departments, and to applicants whose language is unknown: nl, fr or en."""
    letters_folder: str = field(default_factory=lambda: str(config_file().parent / "letters"))
    """Folder with own letters (nl/refusal.txt and so on), which win over the shipped ones."""
    figures_folder: str = field(default_factory=lambda: str(config_file().parent / "figures"))
    """Folder with own definitions (measures.toml and so on), which win over the shipped ones."""
    figures_public_on: str = "02-01"
    """Month and day of the next year on which a year's figures become public, as they are known then."""
    reply_to: str = ""
    """Address that answers go to; empty: desk_email."""
    signature_nl: str = ""
    """Last lines of letters in Dutch; empty: the names of desk and city."""
    signature_fr: str = ""
    """Last lines of letters in French; empty: the names of desk and city."""
    signature_en: str = ""
    """Last lines of letters in English; empty: the names of desk and city."""
    acknowledge: bool = True
    """Whether a new request is acknowledged by a letter."""
    attachments_along: bool = False
    """Whether what was attached to a request goes along to the department, unless a person says otherwise."""
    confirm_link_answers: bool = True
    """Whether a department's answer by its own link counts at once; otherwise a person confirms it."""
    answer_link_days: int = 60
    """Days after a letter to a department until which the answer links in it count."""
    answer_link_grace: int = 3600
    """Seconds that letters after such an answer are held, so that a person can take it back."""
    outbox: str = field(default_factory=lambda: str(data_folder() / "outbox"))
    """Folder into which letters that leave are written as .eml files."""
    outbox_grace: int = 60
    """Seconds that a letter is held, so that undo can take it back."""
    days_triage: int = 3
    """Working days within which the desk decides on a new request."""
    days_department: int = 10
    """Working days within which a department answers."""
    days_reminder_1: int = 5
    """Working days after which a silent department is reminded."""
    days_reminder_2: int = 10
    """Working days after which it is reminded again, with its head in copy."""
    days_supervisor: int = 15
    """Working days after which the supervisor takes over."""
    days_supervisor_again: int = 5
    """Working days after which the supervisor hears of it again."""
    days_applicant: int = 10
    """Working days after which an applicant who does not answer is asked again."""
    days_applicant_ends: int = 20
    """Working days after which a request comes back to the desk when the applicant stays silent."""
    days_told: int = 15
    """Working days after which an applicant hears something, even if only that the desk still looks."""
    still_looking: Literal["send", "propose"] = "send"
    """What happens then: send a letter, or propose it in the Inbox."""
    still_looking_most: int = 3
    """How often an applicant gets that letter by itself; after that the request comes to the Inbox."""
    office_hours: str = "08:00-17:30"
    """When the desk writes by itself, on working days; what a person decides leaves at any hour."""
    reopen_days: int = 30
    """Working days after which a mail about a closed request becomes a new request that goes on from it."""
    mailboxes: "tuple[Mailbox, ...]" = ()
    """Where mail is fetched: each one is a [[mailbox]] table with keys of its own."""
    smtp: "Smtp | None" = None
    """The mail server that letters leave by: an [smtp] table; without one they become files in `outbox`."""


def load(environ: Mapping[str, str] | None = None, file: Path | None = None) -> Settings:
    """Read the settings file (a missing one is fine) and then the variables, which win.

    A `file` that is named here takes the place of the usual one and must be there.
    Errors: SettingsError names the file, the key, what was found and what was expected.
    """
    settings = Settings(**{name: value for name, (value, _where) in gather(environ, file).items()})
    place = file or config_file()
    _check_choice(place, "language", settings.language, ("", "nl", "en"))
    _check_choice(place, "letter_language", settings.letter_language, ("nl", "fr", "en"))
    _check_choice(place, "country", settings.country, ("BE", "NL"))
    _check_choice(place, "still_looking", settings.still_looking, ("send", "propose"))
    _check_hours(place, settings.office_hours)
    _check_day(place, "figures_public_on", settings.figures_public_on)
    return settings


def gather(environ: Mapping[str, str] | None = None, file: Path | None = None) -> dict[str, tuple[Any, str]]:
    """Every setting that somebody set, with the file or the variable that it comes from."""
    environ = os.environ if environ is None else environ
    named = file is not None
    file = file or config_file()
    found = {name: (value, str(file)) for name, value in _from_file(file, named).items()}
    for each in _plain_fields():
        variable = f"STAGEDESK_{each.name.upper()}"
        if (text := environ.get(variable)) is not None:
            found[each.name] = (_checked(variable, each, text, convert=True), variable)
    return found


def fixed_now(environ: Mapping[str, str] | None = None) -> datetime | None:
    """The moment at which STAGEDESK_NOW holds the desk's clock; without an offset it is Brussels time."""
    text = (os.environ if environ is None else environ).get("STAGEDESK_NOW")
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise errors.SettingsError(
            file="STAGEDESK_NOW", key="the moment", found=repr(text), expected="2026-03-02T09:00 (ISO 8601)"
        ) from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=ZONE)).astimezone(UTC)


def _from_file(file: Path, named: bool) -> dict[str, Any]:
    if not file.exists():
        if named:
            raise errors.FileError(file=file, detail="it does not exist (--config names it)")
        if os.environ.get("STAGEDESK_CONFIG"):
            raise errors.FileError(file=file, detail="it does not exist (STAGEDESK_CONFIG names it)")
        return {}
    import tomllib

    try:
        found = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise errors.FileError(file=file, detail=error) from error
    boxes: dict[str, Any] = {}
    if MAILBOX in found:
        from stagedesk.settings_mailbox import read_mailboxes

        boxes = {"mailboxes": read_mailboxes(file, found.pop(MAILBOX))}
    if SMTP in found:
        from stagedesk.settings_smtp import read_smtp

        boxes["smtp"] = read_smtp(file, found.pop(SMTP))
    known = {each.name: each for each in _plain_fields()}
    for key in found:
        if key not in known:
            expected = "one of " + ", ".join([*known, MAILBOX, SMTP])
            raise errors.SettingsError(file=file, key=key, found="not a setting", expected=expected)
    return {key: _checked(str(file), known[key], value) for key, value in found.items()} | boxes


def _plain_fields() -> "list[Field[Any]]":
    return [each for each in fields(Settings) if each.name not in ("mailboxes", "smtp")]


def _checked(file: str, each: "Field[Any]", value: object, *, convert: bool = False) -> Any:
    if each.type is int:
        if convert and str(value).isdigit():
            value = int(str(value))
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise errors.SettingsError(
                file=file, key=each.name, found=repr(value), expected="a number from 0 up"
            )
    elif each.type is bool:
        if convert:
            value = {"true": True, "1": True, "false": False, "0": False}.get(str(value).lower(), value)
        if not isinstance(value, bool):
            raise errors.SettingsError(file=file, key=each.name, found=repr(value), expected="true or false")
    elif not isinstance(value, str):
        raise errors.SettingsError(file=file, key=each.name, found=repr(value), expected="a text in quotes")
    return value


def _check_choice(file: Path, key: str, value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        named = ", ".join(choice or '""' for choice in choices)
        raise errors.SettingsError(file=file, key=key, found=repr(value), expected=f"one of {named}")


def _check_hours(file: Path, found: str) -> None:
    if found == Settings.office_hours:
        return  # most commands start without the calendar
    from stagedesk.domain.office_hours import OfficeHours

    try:
        OfficeHours.parse(found)
    except ValueError:
        raise errors.SettingsError(
            file=file, key="office_hours", found=repr(found), expected='hours such as "08:00-17:30"'
        ) from None


def _check_day(file: Path, key: str, found: str) -> None:
    try:
        if found != f"{date.fromisoformat(f'2001-{found}'):%m-%d}":  # a year without a leap day
            raise ValueError
    except ValueError:
        raise errors.SettingsError(
            file=file, key=key, found=repr(found), expected='a month and a day such as "02-01"'
        ) from None


@cache
def described(of: type = Settings) -> dict[str, str]:
    """Each setting (or each key of a Mailbox) with its sentence, for README and --help."""
    import ast
    import inspect

    body = ast.parse(inspect.getsource(of)).body[0]
    assert isinstance(body, ast.ClassDef)
    found: dict[str, str] = {}
    for here, after in zip(body.body, body.body[1:], strict=False):
        if isinstance(here, ast.AnnAssign) and isinstance(after, ast.Expr):
            assert isinstance(here.target, ast.Name)
            found[here.target.id] = ast.literal_eval(after.value)
    return found
