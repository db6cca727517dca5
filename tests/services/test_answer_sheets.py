"""A council's questions are answered from the desk's own rows, with definition, cut-off and unknowns."""

from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest

from builders import Clock, received
from services.test_measuring import the_twelve
from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.connection import transaction
from stagedesk.db.models.target_group import TargetGroupRecord
from stagedesk.domain.measure import year_span
from stagedesk.reports import answer_sheet
from stagedesk.services.desk import Desk
from stagedesk.services.public import answer_sheets, public_answers, publishing, told_groups
from stagedesk.services.statistics import answer_document, target_groups


@pytest.fixture
def now() -> Clock:
    return Clock(datetime(2027, 3, 1, 9, tzinfo=UTC))


def test_each_part_of_question_497_has_its_number(desk: Desk) -> None:
    the_twelve(desk)

    filled = answer_sheets.fill(desk, "question-497", 2026)

    totals = {each.part.nr: each.figure.total[0] for each in filled.answers if each.figure}
    assert totals == {
        "1": 0, "2a": 3, "2b": 0, "3a": 7, "3b": 7, "3c": 7, "3d": 7, "4": 0, "5a": 0, "5b": 0, "6": 1,
    }  # fmt: skip


def test_every_section_prints_its_definition_version_and_cut_off(desk: Desk) -> None:
    the_twelve(desk)
    document = answer_document.document(answer_sheets.fill(desk, "mechelen-5-years", 2026))

    text = answer_sheet.markdown(document)

    assert text.count("version 1; as known on 2027-03-01") == len(document.sections)
    assert text.startswith("**INTERNAL – holds small numbers, not to be published.**\n")
    assert "| Ruimte | 0 | 0 | 0 | 1 | 2 |" in text
    assert "| all together, nobody twice | 0 | 0 | 0 | 4 | 7 |" in text


def test_nobody_takes_a_name_for_markup(desk: Desk, tmp_path: Path) -> None:
    the_twelve(desk)
    with transaction():
        m.Directorate.update(name="=1+1|<b>`x`").where(m.Directorate.name == "Ruimte").execute()
    document = answer_document.document(answer_sheets.fill(desk, "mechelen-5-years", 2026))

    text, page = answer_sheet.markdown(document), answer_sheet.page(document, "en")
    answer_sheet.workbook(document, tmp_path / "answer.xlsx")

    assert r"=1+1\|\<b\>\`x\`" in text
    assert "<b>" not in page
    HTMLParser().feed(page)
    cells = [
        cell for row in openpyxl.load_workbook(tmp_path / "answer.xlsx")["1"].iter_rows() for cell in row
    ]
    assert [cell.data_type for cell in cells if cell.value == "=1+1|<b>`x`"] == ["s"]


def declare(origin: int, disability: int, both: int) -> None:
    """So many placements of 2026, of people who declared only the one, only the other, or both."""
    kinds = [(True, False)] * origin + [(False, True)] * disability + [(True, True)] * both
    with transaction():
        host = m.Department.get(m.Department.code == "musea")
        for number, (one, other) in enumerate(kinds):
            person = m.Applicant.create(name="N.")
            row = m.Placement.create(
                reference=f"T{number}", applicant=person, department=host, route="department",
                made_on="2026-01-01", started_on="2026-02-02",
            )  # fmt: skip
            TargetGroupRecord.create(
                placement=row, definition_version="1", consent_text_version="1", declared_on="2026-02-02",
                foreign_origin=one, disability=other,
            )  # fmt: skip


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        pytest.param((28, 0, 1), (29, None, None), id="a small group, and so no union"),
        pytest.param((10, 10, 5), (15, 15, 25), id="everything is large"),
        pytest.param((10, 10, 4), (14, 14, None), id="the overlap is small"),
        pytest.param((4, 10, 20), (24, 30, None), id="a difference is small"),
        pytest.param((0, 0, 0), (None, None, None), id="nobody was asked"),
    ],
)
def test_a_small_group_is_never_told_nor_a_sum_that_tells_it(
    desk: Desk, counts: tuple[int, int, int], told: tuple[int | None, ...]
) -> None:
    declare(*counts)

    found = target_groups.of_span(year_span(2026, "calendar"))

    assert (found.foreign_origin, found.disability, found.either) == told
    assert found.declared == any(counts)


def told_desk(desk: Desk, now: Clock) -> Desk:
    """A desk that was there in 2026, so that the year is told in 2027."""
    later, now.moment = now.moment, datetime(2026, 3, 2, 9, tzinfo=UTC)
    received(desk)
    now.moment = later
    publishing.make(desk, by="els")
    return desk


def test_what_leaves_the_house_hides_small_numbers(desk: Desk, now: Clock) -> None:
    the_twelve(desk)
    sheet = answer_sheets.find(desk, "question-497")

    document = public_answers.document(told_desk(desk, now), sheet, 2026)

    found = {each.heading.split(".")[0]: each.rows for each in document.sections}
    assert dict(found["3a"])["total"] == 7
    assert not [cell for rows in found.values() for row in rows for cell in row[1:] if cell in (1, 2, 3, 4)]
    assert found["2a"] == (("total", "·"),)
    assert found["4"] == (("total", "< 5"),)


def test_a_measure_of_the_citys_own_is_not_told_outside(desk: Desk, now: Clock, tmp_path: Path) -> None:
    the_twelve(desk)
    (tmp_path / "answer_sheets.toml").write_text(
        '[[sheet]]\nid = "own"\nnl = "Eigen"\n[[sheet.part]]\nnr = "1"\nnl = "x"\nmeasure = "no-show"\n'
    )
    own = Desk(replace(desk.settings, figures_folder=str(tmp_path)), desk.clock)
    sheet = answer_sheets.find(own, "own")

    (section,) = public_answers.document(told_desk(own, now), sheet, 2026).sections

    assert section.rows == (("total", public_answers.NOTHING),)
    assert section.notes[-1] == "This is not told outside; --internal gives it."


@pytest.mark.parametrize(
    ("year", "said"),
    [
        pytest.param(2027, "become public after 2028-02-01", id="not over"),
        pytest.param(2019, "Of 2019 nothing is told outside", id="long before the desk"),
    ],
)
def test_a_year_that_is_not_public_is_refused_with_a_way_out(
    desk: Desk, now: Clock, year: int, said: str
) -> None:
    sheet = answer_sheets.find(desk, "question-497")

    with pytest.raises(errors.Refused, match=said):
        public_answers.document(told_desk(desk, now), sheet, year)


def test_target_groups_are_told_once_whatever_is_declared_later(desk: Desk, now: Clock) -> None:
    declare(10, 10, 5)
    told_desk(desk, now)
    before = dict(told_groups.of_year(desk, 2026))
    with transaction():
        TargetGroupRecord.update(disability=False).execute()

    assert before == {"foreign origin": 15, "disability or chronic illness": 15, "either of them": 25}
    assert dict(told_groups.of_year(desk, 2026)) == before
    assert set(dict(told_groups.of_year(desk, 2027)).values()) == {"not told yet"}


def test_the_day_on_which_figures_become_public_is_the_citys(desk: Desk, now: Clock) -> None:
    later = Desk(replace(desk.settings, figures_public_on="04-01"), desk.clock)
    told_desk(desk, now)

    assert publishing.years(desk) == (2026,)
    assert publishing.years(later) == ()
    now.moment = datetime(2027, 4, 2, 9, tzinfo=UTC)
    assert publishing.years(later) == (2026,)


def test_a_question_set_of_the_citys_own(desk: Desk, tmp_path: Path) -> None:
    the_twelve(desk)
    (tmp_path / "answer_sheets.toml").write_text(
        '[[sheet]]\nid = "own"\nnl = "Eigen"\n[[sheet.part]]\nnr = "1"\nnl = "BIS"\nmeasure = "bis"\n'
    )
    own = Desk(replace(desk.settings, figures_folder=str(tmp_path)), desk.clock)

    (answer,) = answer_sheets.fill(own, "own", 2026).answers

    assert answer.figure
    assert answer.figure.total == (1,)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[sheet]]\nid = 'x'\nnl = 'x'\n", "part is missing"),
        ("[[sheet]]\nid = 'x'\nnl = 'x'\n[[sheet.part]]\nnr = '1'\nnl = 'x'\n", "part 1 names no measure"),
        ("[[sheet]]\nid = 'x'\nnl = 'x'\n[[sheet.part]]\nnr = '1'\nnl = 'x'\nfoo = 1\n", "foo"),
    ],
)
def test_a_wrong_question_set_is_named(sqlite_desk: Desk, tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "answer_sheets.toml").write_text(text)
    own = Desk(replace(sqlite_desk.settings, figures_folder=str(tmp_path)), sqlite_desk.clock)

    with pytest.raises(errors.FileError, match=said):
        answer_sheets.known(own)
