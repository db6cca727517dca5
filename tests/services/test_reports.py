"""The reports: each can be made on any desk, says what its services say, and keeps what was told."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from builders import Clock, received
from random_life import Life
from services.twelve import the_twelve
from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.connection import transaction
from stagedesk.domain.measure import year_span, years
from stagedesk.services.desk import Desk
from stagedesk.services.journal import history, undo
from stagedesk.services.lists import queues
from stagedesk.services.public import published
from stagedesk.services.reporting import report_parts, reports
from stagedesk.services.statistics import annotations, coverage, measures, measuring
from stagedesk.services.statistics.report_table import Section

ALL = [f"R{number}" for number in range(1, 17)]


def made(desk: Desk, name: str, **asked: object) -> tuple[Section, ...]:
    report = reports.find(desk, name)
    assert report is not None
    return reports.make(desk, report, **asked).sections  # type: ignore[arg-type]  # as each test says


def test_every_report_can_be_made_today_and_as_it_was_known_before(desk: Desk, now: Clock) -> None:
    before = desk.today()
    Life(desk, now, 3).live(60, hours=12)
    the_twelve(desk)

    for name in ALL:
        for day in (None, before + timedelta(days=3)):
            for part in made(desk, name, as_known=day):
                assert part.heading
                assert all(len(row) == len(part.columns) for row in part.rows), name


def test_the_queues_are_those_of_the_board(desk: Desk, now: Clock) -> None:
    Life(desk, now, 5).live(60, hours=12)
    board = queues.board(desk)

    parties, lines = made(desk, "R2")

    counted = {row[0]: row[2] for row in parties.rows if row[1] is None}
    assert counted == {each.name: each.count for each in board.waiting if each.count}
    assert len(lines.rows) == board.total.count
    assert sum(row[8] is not None for row in lines.rows) == board.total.overdue


def test_the_figures_of_a_report_are_those_of_the_measures(desk: Desk, now: Clock) -> None:
    the_twelve(desk)

    part = made(desk, "R1", year=2026, count=2)[0]

    figure = measuring.count(desk, measures.find(desk, "interns"), years(2026, 2, "calendar"), "directorate")
    assert part.figure == figure
    assert part.rows[0] == ("Bedrijfsvoering", 0, 3)
    assert part.rows[-2:] == (("total", 4, 7), ("departments that told all", "0 of 11", "0 of 11"))
    assert any("0 does not say that there were none" in note for note in part.notes)


def test_a_year_that_every_department_told_says_so_and_was_told_then(desk: Desk, now: Clock) -> None:
    before = now()
    now.pass_days(5)
    codes = [code for (code,) in m.tuples(m.Department.select(m.Department.code))]
    for code in codes:
        coverage.report(desk, code, 2025, by="els")
    interns = measures.find(desk, "interns")

    told = measuring.count(desk, interns, years(2025, 2, "calendar"))
    then = measuring.count(desk, interns, years(2025, 2, "calendar"), as_known=desk.day_of(before))

    assert told.coverage == ((0, len(codes)), (len(codes), len(codes)))
    assert then.coverage == ((0, len(codes)), (0, len(codes)))


def test_a_school_year_is_told_when_both_its_years_are(desk: Desk) -> None:
    interns, months_of = measures.find(desk, "interns"), years(2025, 1, "school-be")
    for year in (2025, 2026):
        coverage.report(desk, "sport", year, by="els")

    assert measuring.count(desk, interns, months_of).coverage[0].all == 1


def test_requests_of_before_the_desk_are_told_as_such(desk: Desk) -> None:
    received(desk)
    requests = measures.find(desk, "requests")

    assert measuring.count(desk, requests, years(2026, 2, "calendar")).since == desk.today()
    assert measuring.count(desk, requests, years(2028, 1, "calendar")).since is None


def test_the_quality_report_names_what_contradicts_itself(desk: Desk) -> None:
    the_twelve(desk)
    with transaction():
        m.Agreement.update(complete_on=date(2026, 3, 1)).where(m.Agreement.id == 1).execute()  # P01

    _missing, _covered, unsigned, long, _hours, _twice = made(desk, "R12", year=2026)

    assert [row[0] for row in unsigned.rows] == ["P01"]
    assert [row[0] for row in long.rows] == ["P11"]


def test_what_became_of_a_cohort_counts_persons_once(desk: Desk) -> None:
    the_twelve(desk)
    with transaction():
        p10 = m.Placement.get(m.Placement.reference == "P10")
        m.Hire.create(placement=p10, months=6, asked_on=date(2026, 11, 1), hired="no")

    (row,) = made(desk, "R11", year=2026, count=1)[-1].rows

    # ended in 2026 and not an orientation or IBO: P01, P03, P05, P06, P08, P10; P08 and P10 were hired
    assert row == ("2026", 6, 2, 0, 4, 1.0)


def test_a_series_tells_the_days_that_explain_it(desk: Desk) -> None:
    part = made(desk, "R1", year=2021, count=3)[0]

    assert any(note.startswith("2020-03-18: telework") for note in part.notes)
    assert annotations.within(desk, [year_span(2020, "calendar")]) == ()


def test_every_table_of_a_report_is_known(desk: Desk) -> None:
    named = {part.table for each in reports.known(desk).values() for part in each.parts if part.table}

    assert named == set(report_parts.TABLES)


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ('{ table = "nonsense" }', "nonsense is not a table"),
        ("{ months = true }", "a part has a measure or a table"),
    ],
)
def test_a_wrong_report_of_the_city_is_refused_with_words(
    desk: Desk, tmp_path: Path, part: str, said: str
) -> None:
    (tmp_path / "reports.toml").write_text(f'[[report]]\nid = "X"\nnl = "x"\npart = [{part}]\n')
    own = Desk(replace(desk.settings, figures_folder=str(tmp_path)), desk.clock)

    with pytest.raises(errors.FileError, match=said):
        reports.known(own)


def told(desk: Desk) -> published.Told:
    figure = measuring.count(
        desk, measures.find(desk, "haarlem-80"), years(2026, 2, "calendar"), "directorate"
    )
    return published.publish(desk, figure, "council of 3 March", by="els")


def test_a_told_figure_is_kept_as_it_was(desk: Desk) -> None:
    the_twelve(desk)

    number = told(desk).number

    (kept,) = published.listed()
    assert (kept.number, kept.told_to, kept.who, kept.total) == (number, "council of 3 March", "Els", (3, 5))
    assert kept.measure == measures.find(desk, "haarlem-80")


def test_a_told_figure_is_explained_row_by_row(desk: Desk, now: Clock) -> None:
    the_twelve(desk)
    number = told(desk).number
    now.pass_days(3)
    with history.step(desk, "placement_changed", by="els") as step:
        by_name = {row.reference: row for row in m.Placement.select()}
        step.change(by_name["P01"], weeks_planned=4.0)
        step.change(by_name["P03"], directorate=by_name["P02"].directorate)
        step.change(by_name["P02"], started_on=date(2027, 1, 4), ended_on=date(2027, 1, 6))

    found = published.explain(desk, number)

    assert found.recounted
    assert found.now.total == (3, 4)
    assert [(each.reference, each.before, each.now, each.changed) for each in found.moved] == [
        ("P01", "Bedrijfsvoering", "too short", True),
        ("P02", "only to look around", "", False),
        ("P03", "Bedrijfsvoering", "Ruimte", True),
    ]


def test_telling_a_figure_can_be_taken_back(desk: Desk) -> None:
    the_twelve(desk)
    told(desk)

    undo.undo(desk, by="els")

    assert published.listed() == ()
