"""Worked examples of what counts when: leap years, turns of the year, blocks, part time, corrections."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from builders import Clock
from stagedesk.db import models as m
from stagedesk.db.connection import transaction
from stagedesk.domain.measure import Span, months, year_span
from stagedesk.domain.measures import Block
from stagedesk.services.desk import Desk
from stagedesk.services.journal import undo
from stagedesk.services.register import hires, placement_course, placements
from stagedesk.services.register.placing import Plan
from stagedesk.services.statistics import measures, measuring


@dataclass(frozen=True)
class Case:
    """One placement, and what it adds to figures: `interns 2024=1 2025=0; six-weeks 2024=0`."""

    planned: str
    expected: str
    per_week: float = 5
    kind: str = "student"
    form: str | None = None
    paid: str = "unknown"
    pauses: str = ""
    started: str = "+"
    ended: str = "+"
    longer_until: str = ""


CASES = {
    "begins on 29 February": Case("2024-02-29..2024-03-01", "interns 2024=1 2024-02=1 2024-03=0"),
    "six weeks over 29 February": Case("2024-02-19..2024-03-29", "six-weeks 2024=1"),
    "six weeks over 28 February": Case("2023-02-20..2023-03-31", "six-weeks 2023=1"),
    "a working day short, in a leap year": Case("2024-02-19..2024-03-28", "six-weeks 2024=0"),
    "five weeks from a Wednesday touch six": Case("2024-02-07..2024-03-12", "six-weeks 2024=0"),
    "begins on the last day of a year": Case(
        "2024-12-31..2025-02-14", "interns 2024=1 2025=0; active 2024=1 2025=1"
    ),
    "begins on the first day of a year": Case("2025-01-01..2025-02-14", "interns 2024=0 2025=1"),
    "ends on the last day of a year": Case(
        "2024-10-01..2024-12-31", "ended 2024=1 2025=0; active 2024=1 2025=0"
    ),
    "ends on the first day of a year": Case(
        "2024-10-01..2025-01-01", "ended 2024=0 2025=1; active 2025=1"
    ),
    "the last day of a Belgian school year": Case("2022-08-31..2022-09-30", "interns be:2021=1 be:2022=0"),
    "the first day of a Belgian school year": Case("2022-09-01..2022-09-30", "interns be:2021=0 be:2022=1"),
    "the last day of a Dutch school year": Case("2023-07-31..2023-09-29", "interns nl:2022=1 nl:2023=0"),
    "the first day of a Dutch school year": Case("2023-08-01..2023-09-29", "interns nl:2022=0 nl:2023=1"),
    "planned in December, came in January": Case(
        "2024-12-30..2025-02-14", "interns 2024=0 2025=1", started="2025-01-06"
    ),
    "planned in January, came in December": Case(
        "2025-01-02..2025-02-14", "interns 2024=1 2025=0", started="2024-12-30"
    ),
    "two blocks of two weeks in two years": Case(
        "2023-11-13..2023-11-24,2024-03-11..2024-03-22",
        "interns 2023=1 2024=0; active 2023=1 2024=1; six-weeks 2023=0",
    ),
    "two blocks of three weeks": Case(
        "2023-11-06..2023-11-24,2024-03-04..2024-03-22", "six-weeks 2023=1 2024=0; haarlem-80 2023=1"
    ),
    "three days a week for six weeks": Case("2024-02-05..2024-03-15", "six-weeks 2024=1", per_week=3),
    "three days a week for five weeks": Case("2024-02-05..2024-03-08", "six-weeks 2024=0", per_week=3),
    "one day a week, six Wednesdays": Case("2024-01-10..2024-02-14", "six-weeks 2024=1", per_week=1),
    "half time for six weeks": Case("2024-02-05..2024-03-15", "six-weeks 2024=1", per_week=2.5),
    "six weeks over Ascension Day and Whit Monday": Case("2024-05-06..2024-06-14", "six-weeks 2024=1"),
    "seven weeks with a fortnight of school holidays": Case(
        "2024-03-18..2024-05-03", "six-weeks 2024=0", pauses="2024-04-01..2024-04-12"
    ),
    "eight weeks with a fortnight of school holidays": Case(
        "2024-03-11..2024-05-03", "six-weeks 2024=1", pauses="2024-04-01..2024-04-12"
    ),
    "stopped after a fortnight": Case(
        "2024-02-05..2024-03-29", "interns 2024=1; haarlem-80 2024=1; haarlem-80-actual 2024=0",
        ended="2024-02-16",
    ),
    "stopped on the first day": Case("2024-02-05..2024-03-29", "interns 2024=1", ended="2024-02-05"),
    "four weeks made seven": Case(
        "2024-02-05..2024-03-01", "haarlem-80 2024=0; haarlem-80-actual 2024=1", longer_until="2024-03-22",
        ended="2024-03-22",
    ),
    "did not come": Case("2024-02-05..2024-03-29", "interns 2024=0; no-show 2024=1", started="no-show"),
    "called off": Case("2024-02-05..2024-03-29", "interns 2024=0; no-show 2024=0", started="cancelled"),
    "a look around of eight weeks": Case(
        "2024-01-10..2024-03-01", "six-weeks 2024=1; haarlem-80 2024=0", kind="taster", per_week=1
    ),
    "paid": Case("2024-02-05..2024-03-29", "haarlem-80 2024=1; haarlem-80-paid 2024=1", paid="yes"),
    "nobody knows whether it is paid": Case(
        "2024-02-05..2024-03-29", "haarlem-80 2024=1; haarlem-80-paid 2024=0"
    ),
    "professional immersion": Case(
        "2024-02-05..2024-07-31", "bis 2024=1; school 2024=0", kind="bis", form="bis", paid="yes"
    ),
    "alternating for two school years": Case(
        "2023-09-01..2025-06-30", "school 2023=1 2024=0; active 2023=1 2024=1 2025=1", kind="dual_oao",
        per_week=3,
    ),
}  # fmt: skip


@pytest.fixture
def now() -> Clock:
    return Clock(datetime(2026, 3, 2, 9, tzinfo=UTC))


def blocks(text: str) -> tuple[Block, ...]:
    spans = (each.split("..") for each in text.split(",") if each)
    return tuple(Block(date.fromisoformat(first), date.fromisoformat(last)) for first, last in spans)


def put(desk: Desk, case: Case, who: str = "Nora") -> str:
    planned = blocks(case.planned)
    plan = Plan(
        applicant=who, email=f"{who.lower()}@student.example", department="musea", kind=case.kind,
        legal_form=case.form, blocks=planned, pauses=blocks(case.pauses), days_per_week=case.per_week,
        compensation=case.paid,
    )  # fmt: skip
    ref = placements.arrange(desk, plan, by="els").ref
    if case.started == "no-show":
        placement_course.no_show(desk, ref, by="els")
    elif case.started == "cancelled":
        placement_course.cancel(desk, ref, ended_by="applicant", reason="other", by="els")
    else:
        _run(desk, case, ref, planned)
    return ref


def _run(desk: Desk, case: Case, ref: str, planned: tuple[Block, ...]) -> None:
    first = planned[0].first if case.started == "+" else date.fromisoformat(case.started)
    placement_course.start(desk, ref, on=first, by="els")
    if case.longer_until:
        placement_course.extend(desk, ref, date.fromisoformat(case.longer_until), by="els")
    last = planned[-1].last if case.ended == "+" else date.fromisoformat(case.ended)
    is_early = last < planned[-1].last
    early = {"ended_by": "applicant", "reason": "other"} if is_early else {}
    placement_course.end(desk, ref, on=last, by="els", **early)


def span(label: str) -> Span:
    if label.startswith(("be:", "nl:")):
        return year_span(int(label[3:]), "school-be" if label.startswith("be") else "school-nl")
    if "-" in label:
        return months(int(label[:4]))[int(label[5:]) - 1]
    return year_span(int(label), "calendar")


def count(desk: Desk, name: str, label: str, as_known: date | None = None) -> int:
    return measuring.count(desk, measures.find(desk, name), [span(label)], as_known=as_known).total[0]


@pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in CASES.items()])
def test_it_counts_where_a_person_would_count_it(desk: Desk, case: Case) -> None:
    put(desk, case)

    for part in case.expected.split(";"):
        name, *columns = part.split()
        for column in columns:
            label, _is, number = column.partition("=")
            assert count(desk, name, label) == int(number), (name, label)


def test_a_start_that_is_put_right_moves_to_its_year_and_the_old_figure_can_be_told_again(
    desk: Desk, now: Clock
) -> None:
    ref = put(desk, Case("2024-12-30..2025-02-14", "", started="2024-12-30"))
    before = desk.today()
    now.pass_days(5)
    undo.undo(desk, by="els")  # the end
    undo.undo(desk, by="els")  # the start
    placement_course.start(desk, ref, on=date(2025, 1, 6), by="els")

    assert (count(desk, "interns", "2024"), count(desk, "interns", "2025")) == (0, 1)
    assert (count(desk, "interns", "2024", before), count(desk, "interns", "2025", before)) == (1, 0)


def test_a_department_that_moved_counts_where_it_was_when_the_internship_began(desk: Desk) -> None:
    put(desk, Case("2024-02-05..2024-03-29", ""))
    with transaction():
        elsewhere = m.Directorate.create(name="Nieuw")
        m.Department.update(directorate=elsewhere).where(m.Department.code == "musea").execute()
    put(desk, Case("2025-02-05..2025-03-28", ""), "Sam")

    columns = [span("2024"), span("2025")]
    found = measuring.count(desk, measures.find(desk, "interns"), columns, "directorate")

    assert {name: counts for _code, name, counts in found.rows} == {"Vrije tijd": (1, 0), "Nieuw": (0, 1)}


def test_the_same_person_twice_is_two_internships_and_one_intern(desk: Desk) -> None:
    put(desk, Case("2024-02-05..2024-03-29", ""))
    put(desk, Case("2024-09-02..2024-10-31", ""))

    assert count(desk, "interns", "2024") == 2
    assert count(desk, "persons", "2024") == 1


@pytest.mark.parametrize(("kind", "expected"), [("student", (1, 1)), ("ibo", (0, 1))])
def test_hiring_counts_in_the_year_of_the_contract_and_after_an_ibo_apart(
    desk: Desk, kind: str, expected: tuple[int, int]
) -> None:
    ref = put(desk, Case("2024-09-02..2024-12-20", "", kind=kind))

    hires.record(desk, ref, "yes", by="els", contract_start=date(2025, 1, 2))

    assert (count(desk, "hires", "2025"), count(desk, "hires-all", "2025")) == expected
    assert count(desk, "hires-all", "2024") == 0
