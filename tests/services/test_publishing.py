"""What everybody may read gives nobody away: not in one month, not in two, not beside another output."""

import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from builders import Clock, received
from services.attacker import Attacker, Key
from services.test_measuring import a_city_by_chance
from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.connection import session, transaction
from stagedesk.db.models.target_group import TargetGroupRecord
from stagedesk.domain.measure import Measure, year_span
from stagedesk.domain.public_table import HIDDEN
from stagedesk.domain.suppression import THRESHOLD
from stagedesk.reports.answer_sheet import Document
from stagedesk.services import reference
from stagedesk.services.desk import Desk
from stagedesk.services.journal import history, undo
from stagedesk.services.public import answer_sheets, public_answers, public_tables, publishing
from stagedesk.services.public.public_targets import TARGETS
from stagedesk.services.statistics import answer_document, measures, measuring
from stagedesk.services.workbook import export

TOTAL = "total"
SHEET_NAME = 31
"""Letters of a table's words that are the name of its sheet."""


def a_desk_since(desk: Desk, now: Clock, year: int) -> None:
    """Something happened at the desk in that year, so that the years from then on are told."""
    now.moment = datetime(year, 3, 2, 9, tzinfo=UTC)
    received(desk)


def corrections(desk: Desk, rows: list[m.Placement], dice: random.Random) -> None:
    """What the desk puts right afterwards, in the years that are told already."""
    departments = list(m.Department.select())
    for row in dice.sample(rows, 12):
        fresh = m.Placement.get_by_id(row.id)
        with history.step(desk, "placement_changed", by="els") as step:
            step.change(fresh, kind=dice.choice(("student", "bis", "observation", None)))
            step.change(fresh, department=dice.choice(departments).id)


def public_book(desk: Desk, month: str, file: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every sheet of the public workbook: the headings of its table, and its rows."""
    book = openpyxl.load_workbook(export.export_month(desk, month, file, by="els", public=True).path)
    return {
        sheet.title: [row for row in sheet.iter_rows(min_row=5, values_only=True) if any(row)]
        for sheet in book.worksheets
    }


def read_tables(attacker: Attacker, sheets: dict[str, list[tuple[Any, ...]]], publics: list[str]) -> None:
    for title in publics:
        heading, *rows = sheets[title]
        first = 1 if heading[1] and str(heading[1]).isdigit() else 2
        for column in range(first, len(heading)):
            cells = [((row[0], row[1] if first == 2 else None), row[column]) for row in rows]
            _read_column(attacker, title, heading[column], cells)


def _read_column(attacker: Attacker, title: str, year: Any, cells: list[tuple[Any, Any]]) -> None:
    shown = dict(cells)
    groups = [key for key in shown if key[1] is None and key[0] != TOTAL]
    untold = all(shown[key] == HIDDEN for key in groups)
    for (group, name), text in cells:
        within = [value for key, value in cells if key[0] == group and key[1] is not None]
        blind = untold or (name is not None and all(each == HIDDEN for each in within))
        attacker.read((title, year, group, name), text, under_hidden=blind)
    if (TOTAL, None) in shown:
        attacker.knows_sum((title, year, TOTAL, None), [(title, year, *key) for key in groups])
        for group, _none in groups:
            within_keys = [(title, year, *key) for key in shown if key[0] == group and key[1] is not None]
            if within_keys:
                attacker.knows_sum((title, year, group, None), within_keys)


def knows_the_targets(attacker: Attacker, desk: Desk) -> None:
    """What counts for a target is no look around: the two together cannot be more than there were."""
    limits, kinds = attacker.limits, "Internships by kind"
    named = {measures.find(desk, each).en: each for each in TARGETS}
    for key, (low, _high) in list(limits.items()):
        if key[2] in named and named[str(key[2])] == "haarlem-80" and key not in attacker.small and low:
            whole = limits[kinds, key[1], TOTAL, None][0]
            looking = (kinds, key[1], "only to look around", None)
            attacker.at_most.append(([looking], whole - low))


def declared_by_chance(rows: list[m.Placement], dice: random.Random) -> None:
    """Some of the interns say to which target groups they belong."""
    with transaction():
        for row in rows:
            if dice.random() < 0.3:
                TargetGroupRecord.create(
                    placement=row, definition_version="1", consent_text_version="1", declared_on=row.made_on,
                    foreign_origin=dice.random() < 0.6, disability=dice.random() < 0.3,
                )  # fmt: skip


def answers(desk: Desk) -> dict[str, Document]:
    """Every question set as everybody may read it."""
    publishing.make(desk, by="els")
    known = answer_sheets.known(desk)
    return {name: public_answers.document(desk, sheet, 2026) for name, sheet in known.items()}


def read_answers(attacker: Attacker, desk: Desk, documents: dict[str, Document]) -> None:
    for name, document in documents.items():
        sheet = answer_sheets.find(desk, name)
        for part, section in zip(sheet.parts, document.sections, strict=True):
            for row in () if part.groups or part.months else section.rows:
                for year, text in zip(section.columns[1:], row[1:], strict=True):
                    keys = _keys(attacker, desk, part, str(row[0]), year)
                    if len(keys) == 1:
                        attacker.read(*keys, text, under_hidden=True)
                    elif text != public_answers.NOTHING:
                        whole = (name, part.nr, year)
                        attacker.read(whole, text, under_hidden=True)
                        attacker.small.discard(whole)  # what is small is already there by its parts
                        attacker.knows_sum(whole, keys)


def _keys(attacker: Attacker, desk: Desk, part: answer_sheets.Part, name: str, year: str) -> list[Key]:
    """The numbers of the public tables that this one is, or is the sum of."""
    measure = measures.find(desk, part.measure)
    if measure.id in TARGETS:
        return [("Targets and what came after", year, measure.en, None)]
    words = {(each.measure, each.by): each.words[:SHEET_NAME] for each in publishing.TABLES}
    wanted = {"directorate": "unit", "department": "unit"}.get(part.by, part.by)
    title = words.get((measure.id, wanted)) or next(
        (words[each] for each in words if each[0] == measure.id), ""
    )
    known = [key for key in attacker.limits if key[:2] == (title, year)]
    if name == TOTAL and title:
        return [key for key in known if key[2] == TOTAL]
    if title:
        last = name.split(": ")[-1]
        return [key for key in known if last in (key[3], None if key[3] else key[2])][:1]
    return _parts(attacker, measure, year)


def _parts(attacker: Attacker, measure: Measure, year: str) -> list[Key]:
    """The kinds, or the legal forms, of which it is the sum."""
    if measure.legal_forms:
        names = {reference.name("legal_forms", each) for each in measure.legal_forms}
        title = "Agreements by legal form"
        return [key for key in attacker.limits if key[:2] == (title, year) and key[2] in names]
    table, title = reference.table("kinds"), "Internships by kind"
    if measure.of == "places":
        title = "Places offered by kind"
    groups = measure.groups or {str(table[each]["group"]) for each in measure.kinds}
    named = {public_tables.GROUPS[each] for each in groups}
    return [key for key in attacker.limits if key[:2] == (title, year) and key[2] in named and key[3] is None]


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_nobody_learns_a_small_number_from_the_outputs_of_two_months(
    desk: Desk, now: Clock, tmp_path: Path, seed: int
) -> None:
    dice = random.Random(seed)
    a_desk_since(desk, now, 2023)
    rows = a_city_by_chance(seed)
    declared_by_chance(rows, dice)
    now.moment = datetime(2027, 3, 3, 9, tzinfo=UTC)
    first, answered = public_book(desk, "2027-02", tmp_path / "first.xlsx"), answers(desk)
    corrections(desk, rows, dice)
    now.moment = datetime(2027, 4, 2, 9, tzinfo=UTC)
    second, again = public_book(desk, "2027-03", tmp_path / "second.xlsx"), answers(desk)

    attacker, publics = Attacker(), list(first)[3:]
    for sheets in (first, second):
        read_tables(attacker, sheets, publics)
    for number, part in enumerate(public_tables.tables(desk), 4):
        heading = [column.name for column in part.columns]
        read_tables(attacker, {publics[number - 4]: [tuple(heading), *part.rows]}, [publics[number - 4]])
    for documents in (answered, again):
        read_answers(attacker, desk, documents)
    knows_the_targets(attacker, desk)
    attacker.think()

    assert attacker.small
    assert answered == again
    assert not attacker.found
    assert {title: first[title] for title in publics} == {title: second[title] for title in publics}


def test_the_internal_answers_are_what_such_a_reader_is_kept_from(desk: Desk, now: Clock) -> None:
    a_desk_since(desk, now, 2023)
    a_city_by_chance(1)
    now.moment = datetime(2027, 3, 3, 9, tzinfo=UTC)
    attacker, documents = Attacker(), answers(desk)
    for part in public_tables.tables(desk):
        heading = tuple(column.name for column in part.columns)
        title = part.heading[:SHEET_NAME]
        read_tables(attacker, {title: [heading, *part.rows]}, [title])
    inside = {name: answer_document.document(answer_sheets.fill(desk, name, 2026)) for name in documents}

    read_answers(attacker, desk, {name: inside[name] for name in ("mechelen-5-years",)})
    attacker.think()

    assert attacker.found
    assert all(each.warning.startswith("INTERNAL") for each in inside.values())
    assert not any(each.warning for each in documents.values())


def test_what_is_told_is_what_the_figures_say(desk: Desk, now: Clock) -> None:
    a_desk_since(desk, now, 2023)
    a_city_by_chance(5)
    now.moment = datetime(2027, 3, 3, 9, tzinfo=UTC)
    publishing.make(desk, by="els")

    for table, part in zip(publishing.TABLES, public_tables.tables(desk), strict=False):
        measure = measures.find(desk, table.measure)
        for place, year in enumerate((each.year for each in publishing.told()), 2):
            figure = measuring.count(desk, measure, [year_span(year, "calendar")], table.by)
            told = [row[place] for row in part.rows]
            assert told[-1] == figure.total[0]
            counted = {count for _code, _name, (count,) in figure.rows}
            if table.by not in ("unit", "kind"):  # these have sums of groups, too
                assert {each for each in told[:-1] if isinstance(each, int)} <= counted | {0}
            least = THRESHOLD if told[-1] else 0
            assert all(each >= least for each in told[:-1] if isinstance(each, int))


def test_a_year_is_told_from_the_second_of_february_on(desk: Desk, now: Clock) -> None:
    a_desk_since(desk, now, 2026)

    told = {}
    for day in (datetime(2027, 2, 1, 9, tzinfo=UTC), datetime(2027, 2, 2, 9, tzinfo=UTC)):
        now.moment = day
        told[day.day] = publishing.years(desk)

    assert told == {1: (), 2: (2026,)}


def test_a_table_is_made_once_and_stays_whatever_is_put_right(desk: Desk, now: Clock) -> None:
    a_desk_since(desk, now, 2023)
    rows = a_city_by_chance(6)
    now.moment = datetime(2027, 3, 3, 9, tzinfo=UTC)

    made = publishing.make(desk, by="els")
    before = public_tables.tables(desk)
    corrections(desk, rows, random.Random(6))
    with transaction():
        m.Department.update(name="Andere naam").where(m.Department.code == "musea").execute()

    assert made == (2023, 2024, 2025, 2026)
    assert publishing.make(desk, by="els") == ()
    assert public_tables.tables(desk) == before


def test_public_tables_can_be_taken_back_like_any_step(desk: Desk, now: Clock) -> None:
    a_desk_since(desk, now, 2026)
    now.moment = datetime(2027, 3, 3, 9, tzinfo=UTC)
    publishing.make(desk, by="els")

    undo.undo(desk, by="els")

    with session():
        assert not m.PublicTable.select().count()


def test_a_kind_that_was_only_asked_for_has_a_row_too(desk: Desk, now: Clock) -> None:
    a_desk_since(desk, now, 2026)
    with transaction():
        m.Request.update(kind="erasmus").execute()
    now.moment = datetime(2027, 3, 3, 9, tzinfo=UTC)
    publishing.make(desk, by="els")

    kinds = public_tables.tables(desk, "interns")[1]

    assert reference.name("kinds", "erasmus") in {row[1] for row in kinds.rows}


def test_few_who_were_at_a_department_of_before_hide_the_departments(desk: Desk, now: Clock) -> None:
    a_desk_since(desk, now, 2026)
    rows = a_city_by_chance(7)
    with transaction():
        elsewhere = m.Directorate.create(name="Elders")
        began = [row.id for row in rows if row.started_on and row.started_on.year == 2026]
        m.Placement.update(directorate=elsewhere).where(m.Placement.id.in_(began[:3])).execute()
    now.moment = datetime(2027, 3, 3, 9, tzinfo=UTC)
    publishing.make(desk, by="els")

    units = public_tables.tables(desk, "interns")[0]

    assert [(*row[:2], row[-1]) for row in units.rows if row[0] == "Elders"] == [("Elders", None, "< 5")]


@pytest.mark.parametrize("name", ["hires-all", "active", "six-weeks", "nonsense"])
def test_what_is_not_on_the_list_is_not_told(desk: Desk, name: str) -> None:
    with pytest.raises(errors.NotFound, match=r"Public are: agreements, bis, haarlem-80, "):
        public_tables.tables(desk, name)


def test_the_public_workbook_names_nobody(desk: Desk, now: Clock, tmp_path: Path) -> None:
    received(desk, sender='"Nora Willems" <nora@student.example>', subject="Stage in het archief", sent=now())
    with transaction():
        m.Staff.create(code="lies", name="Lies", role="reader")
    now.pass_days(40)

    file = export.export_month(desk, "2026-03", tmp_path / "public.xlsx", by="lies", public=True).path

    texts = {
        str(value)
        for sheet in openpyxl.load_workbook(file).worksheets
        for row in sheet.iter_rows(values_only=True)
        for value in row
    }
    assert not [text for text in texts if "Nora" in text or "archief" in text or "2026-0001" in text]
    assert any("PUBLIC" in text for text in texts)


def test_a_target_is_not_told_when_few_are_left_out(desk: Desk, now: Clock) -> None:
    a_desk_since(desk, now, 2026)
    with transaction():
        host = m.Department.get(m.Department.code == "musea")
        for number in range(30):
            person = m.Applicant.create(name=str(number))
            first = date(2026, 3, 2) + timedelta(days=number)
            m.Placement.create(
                reference=f"R{number:03}", applicant=person, department=host, route="department",
                kind="student" if number < 28 else "observation", made_on=first, planned_start=first,
                planned_end=first, started_on=first, weeks_planned=8.0,
            )  # fmt: skip
    now.moment = datetime(2027, 3, 3, 9, tzinfo=UTC)

    publishing.make(desk, by="els")

    (targets,) = public_tables.tables(desk, "haarlem-80")
    shown = dict(zip(TARGETS, (row[1] for row in targets.rows), strict=True))
    assert shown == {
        "persons": HIDDEN, "haarlem-80": HIDDEN, "haarlem-80-actual": "< 5", "haarlem-80-paid": "< 5",
        "bis": "< 5", "hires": "< 5",
    }  # fmt: skip
