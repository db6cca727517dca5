"""A reader sees no person: not by any command, on any screen, in any report of the demo."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from stagedesk import errors
from stagedesk.cli import main
from stagedesk.cli.parser import COMMANDS, NAMES_NOBODY, NAMES_SOME
from stagedesk.db import models as m
from stagedesk.db.connection import close_database, session
from stagedesk.domain.codes import Role
from stagedesk.services import setup
from stagedesk.services.actions import ACTIONS, BY_ID, OF_FIGURES
from stagedesk.services.demos import demo
from stagedesk.services.desk import Desk
from stagedesk.services.public import answer_sheets
from stagedesk.services.reporting import reports
from stagedesk.services.statistics import measures, targets
from stagedesk.settings import Settings, fixed_now
from stagedesk.ui import places
from stagedesk.ui.figure_reading import FigureReading
from stagedesk.ui.screens.desk_screen import DeskScreen
from ui.at_the_desk import at_the_desk, press, said, screen
from ui.helpers import screen_text, wait

NOW = "2026-11-20T10:00"
READER = "bart"
REFERENCE = re.compile(r"\bP?20\d\d-0\d{3,}\b")
# These look at no desk, or make one.
ALONE = {"demo", "init", "simulate", "templates", "doctor"}
REF, PLACEMENT = "2026-0001", "P2026-0001"
# Of every command words with which it would show or change something, were one not a reader.
REFUSED = {
    "fetch": "", "read": "mail.eml", "list": "--json", "show": REF, "route": f"{REF} musea",
    "answer": f"{REF} yes", "remind": REF, "tell": f"{REF} Ja", "withdraw": REF, "ask": f"{REF} Wie?",
    "close": f"{REF} out_of_scope", "reopen": REF, "link": f"{REF} 2026-0002", "split": f"{REF} 1",
    "move": f"{REF} 1 2026-0002", "unmerge": REF, "sender": REF, "placements": "--json",
    "placement": f"show {PLACEMENT}", "places": "--json", "place": "vacancy 1", "presence": "--json",
    "introduction": "list", "department": "list", "school": "list", "contact": "list",
    "note": f"{REF} Goed", "snooze": f"{REF} 2026-12-01", "wait-list": f"{REF} 2026-12-01", "seen": REF,
    "handover": "els karim", "take": REF, "absence": "list", "staff": "list", "plan": REF,
    "closing-day": "add 2026-12-24 Brug", "work": "", "send": "", "letters": "--json", "letter": "1",
    "import": "staff staff.csv", "lists": "", "purge": "--lists", "person": REF, "check": "",
    "queue": "--department musea --json", "figure": "interns --behind",
    "export": "--month 2026-10 --output a",
}  # fmt: skip
SHOWN = (
    "queue", "queue --json", "target", "target --json", "target haarlem-80", "target haarlem-80 --json",
    "figure", "figure --json", "figure interns --by department", "figure interns --json", "figure R2",
    "figure haarlem-80 --as-of 2026-06-30", "figure R8 --csv", "answer-sheet", "coverage 2026",
    "coverage 2026 --json", "closing-days", "closing-days --json", "figure interns --publish raad",
    "undo --json", "figure --public --json",
)  # fmt: skip
FURTHER = ("figure --published", "figure --explain 1", "figure R17", "figure R18", "target --json nothing")


@dataclass(frozen=True)
class City:
    """The demo with a reader at the desk, and everybody who must not be seen."""

    desk: Desk
    known: re.Pattern[str]

    def seen_in(self, text: str) -> list[str]:
        return [*self.known.findall(text.casefold()), *REFERENCE.findall(text)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found: Path = tmp_path_factory.mktemp("reader")
    demo.make(_settings(found), _clock)
    close_database()
    return found


def _settings(folder: Path) -> Settings:
    return replace(
        Settings(), database=f"sqlite:///{folder / 'demo.db'}", outbox=str(folder / "outbox"), user=READER
    )


def _clock() -> Any:
    return fixed_now({"STAGEDESK_NOW": NOW})


@pytest.fixture
def city(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[City]:
    desk = setup.open_desk(_settings(folder), _clock)
    for name, value in (("DATABASE", desk.settings.database), ("USER", READER), ("NOW", NOW)):
        monkeypatch.setenv(f"STAGEDESK_{name}", value)
    yield City(desk, _everybody())
    close_database()


def _everybody() -> re.Pattern[str]:
    """Full names and addresses of all applicants, contacts, senders and staff but the reader's own.

    What a department or a school is called is no name of somebody, whoever wrote from there.
    """
    with session():
        found = {
            text.casefold()
            for table, columns in (
                (m.Applicant, (m.Applicant.name, m.Applicant.email)),
                (m.Contact, (m.Contact.name, m.Contact.email)),
                (m.Message, (m.Message.sender_name, m.Message.sender_email)),
                (m.Staff, (m.Staff.name, m.Staff.email)),
            )
            for row in m.tuples(table.select(*columns))
            for text in row
        }
        (own,) = m.tuples(m.Staff.select(m.Staff.name).where(m.Staff.code == READER))
        houses = m.tuples(m.Department.select(m.Department.name) | m.School.select(m.School.name))
    nobody = {name.casefold() for (name,) in (own, *houses)}
    named = {text for text in found if " " in text or "@" in text} - nobody
    assert len(named) > 200
    return re.compile("|".join(map(re.escape, sorted(named, key=len, reverse=True))))


Run = Callable[[str], tuple[int, str, str]]


@pytest.fixture
def run(city: City, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(words: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main(words.split())
        return code, *capsys.readouterr()

    return run


def test_every_command_is_refused_to_a_reader_or_shows_nobody(run: Run) -> None:
    known = {each.name for each in COMMANDS}
    assert known == REFUSED.keys() | NAMES_NOBODY | ALONE, "say of a new command what shows people"
    assert {words.split()[0] for words in SHOWN} == NAMES_NOBODY | (NAMES_SOME - {"export"})

    for name, words in REFUSED.items():
        code, out, err = run(f"{name} {words}")

        assert (code, out) == (errors.Refused.exit_code, ""), name
        assert err == (
            "stagedesk: Bart Maes: This holds names of people; whoever has the role reader may see figures"
            " only.\n"
        ), name


def test_what_a_reader_may_run_names_nobody(run: Run, city: City) -> None:
    for words in SHOWN:
        code, out, err = run(words)

        assert (code, city.seen_in(out + err)) == (0, []), words
        assert out, words


def test_lists_behind_figures_are_kept_back(run: Run, city: City) -> None:
    for words in FURTHER:
        code, out, err = run(words)

        assert (code > 0, out, city.seen_in(err)) == (True, "", []), words


def test_no_report_measure_or_answer_sheet_names_anybody(run: Run, city: City) -> None:
    told = 0
    for name in [*reports.known(city.desk), *measures.known(city.desk), *targets.known(city.desk)]:
        kind = "target" if name in targets.known(city.desk) else "figure"
        _code, out, err = run(f"{kind} {name} --json")
        told += bool(out)
        assert not city.seen_in(out + err), name
    for name in answer_sheets.known(city.desk):
        for way in ("", " --internal"):
            code, out, err = run(f"answer-sheet {name} --year 2025{way}")
            assert (code, city.seen_in(out + err)) == (0, []), name
    assert told > 30


def test_the_public_workbook_is_for_readers_and_names_nobody(run: Run, city: City, tmp_path: Path) -> None:
    file = tmp_path / "public.xlsx"

    assert run(f"export --month 2026-10 --public --output {file}")[0] == 0

    book = CalamineWorkbook.from_path(file)
    cells = (
        str(cell)
        for name in book.sheet_names
        for row in book.get_sheet_by_name(name).to_python()
        for cell in row
    )
    assert not city.seen_in("\n".join(cells))


async def test_no_key_shows_a_reader_anybody(city: City) -> None:
    async with at_the_desk(city.desk, (160, 48), background=True) as pilot:
        here = screen(pilot)
        assert here.PLACE == "Figures"
        assert [tab.key for tab in here.tab_line.tabs] == ["6"]
        await press(pilot, "1", "2", "3", "4", "5", "7", "enter", "down", "enter")
        for action in ACTIONS:
            if action.id not in OF_FIGURES:
                here.action_act(action.id)
        await wait(pilot)
        assert screen(pilot) is here
        assert "may see figures only" in said(pilot)

        for key in ("6", *(BY_ID[name].key for name in sorted(OF_FIGURES - {"quit"}))):
            await press(pilot, key)
            assert not city.seen_in(f"{screen_text(pilot.app)} {said(pilot)}"), key
            while len(pilot.app.screen_stack) > 1:
                await press(pilot, "escape")


async def test_the_reader_is_told_why_keys_are_grey_and_the_palette_finds_nobody(city: City) -> None:
    async with at_the_desk(city.desk) as pilot:
        here = screen(pilot)
        for action in ACTIONS:
            refused = action.id not in OF_FIGURES
            assert ("may see figures only" in here.refusal(action)) is refused, action.id
        keys = {each.key: each for each in here.all_keys()}
        assert [keys[key].available for key in "1234567"] == [False] * 5 + [True, False]
        assert "may see figures only" in keys["3"].reason

        await press(pilot, "ctrl+p", *"2026-0")
        assert not city.seen_in(screen_text(pilot.app).replace("2026-0", ""))


async def test_no_part_of_a_report_shows_a_reader_anybody(city: City) -> None:
    reading = FigureReading(city.desk)
    entries = [each for each in reading.entries() if each.report]
    for entry in entries:
        part = reading.show(entry, 2026, city.desk.today())
        assert part.section is not None
        assert not city.seen_in(f"{part.section.heading} {part.section.rows} {part.section.notes}"), entry.key
    assert len(entries) > 50


async def test_no_screen_that_names_people_opens_for_a_reader(city: City) -> None:
    """Every screen there is says itself whether it names people; unless it says so it does."""
    places.import_the_rest()
    open_to_all = {each.__name__ for each in _kinds_of(DeskScreen) if not each.NAMES_PEOPLE}
    assert open_to_all == {"FiguresScreen", "ClosingDaysScreen"}

    async with at_the_desk(city.desk) as pilot:
        app = pilot.app
        for screen_of_people in (
            places.request_page(REF, "3"), places.placement_page(PLACEMENT, "4"), places.accounts(),
            places.outbox(), places.who_is_where(), places.introduction(),
        ):  # fmt: skip
            app.push_screen(screen_of_people)
            await wait(pilot)
            assert screen(pilot).PLACE == "Figures"
            assert not screen_of_people.is_attached


def _kinds_of(kind: type[DeskScreen]) -> Iterator[type[DeskScreen]]:
    yield kind
    for each in kind.__subclasses__():
        yield from _kinds_of(each)


def test_everybody_else_sees_them(city: City, run: Run) -> None:
    """What is looked for in all that a reader sees is there to be found."""
    for role, who in ((Role.DESK, "els"), (Role.SUPERVISOR, "mieke"), (Role.PRIVACY, "an")):
        code, out, _err = run(f"list --as {who}")
        assert (code, bool(city.seen_in(out))) == (0, True), role
