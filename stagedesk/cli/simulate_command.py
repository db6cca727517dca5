"""A simulated year: does the desk keep its promises when everybody outside it does as they please?"""

import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from stagedesk import driver, errors
from stagedesk.cli import output
from stagedesk.cli.office import settings_of
from stagedesk.cli.parser import Parser
from stagedesk.i18n import _
from stagedesk.settings import Settings

if TYPE_CHECKING:
    from stagedesk.services.simulation.year import Result

MOST_SHOWN = 20


def add_simulate(parser: Parser) -> None:
    parser.add_argument(
        "--requests", type=int, default=200, metavar="N", help=_("how many requests come in (200)")
    )
    parser.add_argument(
        "--seed", type=int, default=1, metavar="N", help=_("the same seed, the same year (1)")
    )
    parser.add_argument("--year", type=int, default=2026, help=_("the year that passes (2026)"))
    parser.add_argument(
        "--check-every", type=int, default=1, metavar="DAYS",
        help=_("verify the whole database every so many days (1)"),
    )  # fmt: skip
    parser.add_argument(
        "--keep", metavar="FILE", type=Path, help=_("keep the database of the year as this file")
    )
    parser.add_json()
    parser.example("stagedesk simulate --requests 2000 --seed 1")


def run_simulate(arguments: Namespace) -> int:
    if arguments.requests < 0 or arguments.check_every < 1 or not 1990 <= arguments.year <= 2100:
        raise errors.UsageError(
            detail=_("Give a number of requests, a year between 1990 and 2100, and days from 1 on.")
        )
    with _database(arguments) as settings:
        result = _live(settings, arguments)
    if arguments.json:
        output.put_json(result.as_json())
    else:
        _tell(result)
    if result.broken:
        raise errors.CheckFailed(count=len(result.broken))
    return 0


@contextmanager
def _database(arguments: Namespace) -> Iterator[Settings]:
    """Settings with a database and an outbox of their own; never those of the desk that works here."""
    shown = settings_of(arguments)
    if arguments.keep and arguments.keep.exists():
        raise errors.UsageError(detail=_("{file} is there already.").format(file=arguments.keep))
    with TemporaryDirectory(prefix="stagedesk-year-") as folder:
        file = arguments.keep.resolve() if arguments.keep else Path(folder) / "year.db"
        address = arguments.database if arguments.database else f"sqlite:///{file}"
        driver.choose(address)
        yield replace(
            Settings(), language=shown.language, database=address, outbox=str(Path(folder) / "outbox")
        )


def _live(settings: Settings, arguments: Namespace) -> "Result":
    from stagedesk.services.simulation.year import Year

    year = Year(settings, requests=arguments.requests, seed=arguments.seed, year=arguments.year)
    result = year.live(_progress, arguments.check_every)
    output.progress("")
    return result


def _progress(day: date, mails: int) -> None:
    output.progress(_("{day}: {count} mails so far").format(day=day, count=mails))


def _tell(result: "Result") -> None:
    output.table(("", ""), _rows(result), right=(1,))
    for name, listed in ((_("broken promise"), result.broken), (_("not allowed"), result.refused)):
        for each in listed[:MOST_SHOWN]:
            output.line(f"{name}: {each}")
        if len(listed) > MOST_SHOWN:
            output.line(_("… and {count} more").format(count=len(listed) - MOST_SHOWN))
    sys.stdout.flush()


def _rows(result: "Result") -> Iterator[tuple[str, Any]]:
    from stagedesk.services import reference

    yield _("requests"), result.requests
    yield _("mails in"), result.mails_in
    yield _("letters out"), result.mails_out
    yield _("working days to a department's answer, median"), _or_unknown(result.days_to_first_answer)
    yield _("working days to the outcome, median"), _or_unknown(result.days_to_outcome)
    yield _("reminders"), result.reminders
    yield _("of these, digests"), result.digests
    yield _("escalations"), result.escalations
    yield _("applicants told that we still look"), result.still_looking
    yield _("letters that came back"), result.bounces
    for outcome, count in result.outcomes.items():
        yield _("outcome: {name}").format(name=reference.name("outcomes", outcome)), count
    yield _("still open"), result.open_at_end
    yield _("answers of departments"), result.answers_seen
    yield _("read as they were meant"), result.answers_read_right
    yield _("read wrongly"), result.answers_read_wrong
    yield _("left to a person to read"), result.answers_left
    yield _("put with another request"), result.answers_misplaced
    yield _("not allowed"), len(result.refused)
    yield _("broken promises"), len(result.broken)


def _or_unknown(value: float | None) -> str:
    return _("unknown") if value is None else f"{value:g}"
