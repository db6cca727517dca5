"""What helps to find a fault: versions, settings and the state of the database; nobody's data."""

import os
import platform
import sys
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import fields
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from stagedesk import driver, errors, i18n, settings
from stagedesk.cli.office import settings_of
from stagedesk.cli.output import line, put_json
from stagedesk.cli.parser import Parser
from stagedesk.i18n import _

PACKAGES = ("stagedesk", "textual", "rich", "peewee", "psycopg", "xlsxwriter", "babel", "holidays")
# Settings that say who or where somebody is.
HIDDEN = frozenset(
    {"user", "desk_email", "desk_name", "city", "reply_to", "signature_nl", "signature_fr", "signature_en"}
)

Facts = dict[str, dict[str, str]]


def add_doctor(parser: Parser) -> None:
    parser.add_json()
    parser.example(
        "stagedesk doctor",
        "stagedesk doctor --json > report.json",
        text=_("Without names, addresses or passwords: it can go into a report of a fault.")
        + "\n"
        + _("--json prints {fields}.").format(fields="versions, settings, database, folders, letters"),
    )


def run_doctor(arguments: Namespace) -> int:
    facts: Facts = {
        "versions": dict(_versions()),
        "settings": _settings(arguments),
        "database": _database(arguments),
        "folders": {
            "data": _at_home(str(settings.data_folder())),
            "config": _at_home(str(arguments.config or settings.config_file())),
        },
        "letters": _letters(arguments),
    }
    if arguments.json:
        put_json(facts)
        return 0
    for title, found in facts.items():
        line(f"{title}:")
        for name, value in found.items():
            sys.stdout.write("  ")
            line(f"{name}: {value}")
    return 0


def _versions() -> Iterator[tuple[str, str]]:
    yield "python", platform.python_version()
    yield "system", f"{platform.system()} {platform.release()} {platform.machine()}"
    for package in PACKAGES:
        try:
            yield package, version(package)
        except PackageNotFoundError:
            yield package, _("not installed")


def _settings(arguments: Namespace) -> dict[str, str]:
    """What is set, and where; the sentence where the settings cannot be read."""
    try:
        found = settings_of(arguments)
        named = Path(arguments.config) if arguments.config else None
        where = {name: source for name, (_value, source) in settings.gather(file=named).items()}
    except errors.StagedeskError as error:
        return {"error": _at_home(str(error))}
    where |= {name: "command line" for name in ("database", "user", "language") if getattr(arguments, name)}
    shown = {"screen language": i18n.language(), "clock": os.environ.get("STAGEDESK_NOW") or "real"}
    for each in fields(found):
        if each.name == "mailboxes":
            shown[each.name] = str(len(found.mailboxes))
            continue
        if each.name == "smtp":
            shown[each.name] = "set" if found.smtp else "not set"
            continue
        value = driver.without_password(str(getattr(found, each.name)))
        value = "…" if each.name in HIDDEN else _at_home(value)
        shown[each.name] = f"{value} ({_at_home(where.get(each.name, 'default'))})"
    return shown


def _database(arguments: Namespace) -> dict[str, str]:
    """Whether it opens, and how much is in it; the sentence where it does not."""
    try:
        found = settings_of(arguments)
        driver.choose(found.database)
        from stagedesk.services import health

        with driver.in_words(found.database):
            return {"opens": "yes"} | health.look(found)
    except errors.StagedeskError as error:
        return {"opens": "no", "error": _at_home(str(error))}


def _letters(arguments: Namespace) -> dict[str, str]:
    """How many letters the desk made its own, and those that cannot be used."""
    from stagedesk.services.mail_out.letter_templates import own_templates

    try:
        own = list(own_templates(settings_of(arguments)))
    except errors.StagedeskError as error:
        return {"error": _at_home(str(error))}
    wrong = {_at_home(str(each.file)): f"{each.line}: {each.problem}" for each in own if each.problem}
    return {"own": str(len(own))} | wrong


def _at_home(text: str) -> str:
    """Paths without the name of whoever is at home there."""
    return text.replace(str(Path.home()), "~")
