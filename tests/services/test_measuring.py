"""Every number by every measure: the worked examples, and a recount in plain Python on random data."""

import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from builders import Clock
from services.twelve import the_twelve
from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.connection import transaction
from stagedesk.domain.measure import Figure, Measure, Span, months, year_span, years
from stagedesk.services import reference
from stagedesk.services.desk import Desk
from stagedesk.services.statistics import dimensions, measures, measuring, targets

WHOLE = """
[[measure]]
id = "own"
version = 3
of = "placements"
date = "started_on"
nl = "eigen"
en = "own"
text_nl = "Eigen."
text_en = "Own."
"""


def counted(desk: Desk, name: str, by: str = "", until: int = 2026, spans: int = 2) -> Figure:
    return measuring.count(desk, measures.find(desk, name), years(until, spans, "calendar"), by)


@pytest.fixture
def now() -> Clock:
    return Clock(datetime(2027, 3, 1, 9, tzinfo=UTC))


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("interns", (4, 7)),
        ("active", (4, 10)),
        ("six-weeks", (3, 6)),
        ("haarlem-80", (3, 5)),
        ("haarlem-80-actual", (3, 4)),
        ("haarlem-80-paid", (2, 2)),
        ("bis-signed", (1, 0)),
        ("bis", (0, 1)),
        ("hires-all", (0, 2)),
        ("hires", (0, 1)),
        ("no-show", (0, 1)),
        ("persons", (4, 7)),
    ],
)
def test_the_twelve_placements_are_counted_as_expected(
    desk: Desk, measure: str, expected: tuple[int, ...]
) -> None:
    the_twelve(desk)

    assert counted(desk, measure).total == expected


def test_persons_who_came_twice_count_once_over_both_years(desk: Desk) -> None:
    the_twelve(desk)
    both = Span("2025-2026", date(2025, 1, 1), date(2026, 12, 31))

    persons = measuring.count(desk, measures.find(desk, "persons"), [both])
    placements = measuring.count(desk, measures.find(desk, "interns"), [both])

    assert (persons.total, placements.total) == ((10,), (11,))


def test_directorates_are_those_at_the_start(desk: Desk) -> None:
    the_twelve(desk)

    rows = {name: counts for _code, name, counts in counted(desk, "interns", "directorate").rows}

    assert rows == {
        "Bedrijfsvoering": (0, 3), "Ruimte": (1, 2), "Vrije tijd": (2, 2), "Welzijn": (1, 0),
    }  # fmt: skip


def test_what_does_not_count_is_counted_by_its_reason_and_can_be_listed(desk: Desk) -> None:
    the_twelve(desk)
    qualifying = measures.find(desk, "haarlem-80")

    figure = counted(desk, "haarlem-80")
    orientation = measuring.behind(desk, qualifying, year_span(2026, "calendar"), reason="orientation")
    counting = measuring.behind(desk, qualifying, year_span(2026, "calendar"))

    assert figure.left_out == {"orientation": (0, 2), "too_short": (1, 0)}
    assert orientation == ["P02", "P11"]
    assert counting == ["P01", "P03", "P06", "P10", "P12"]


def test_a_figure_that_cannot_be_split_so_says_how_it_can(desk: Desk) -> None:
    with pytest.raises(errors.UsageError, match="cannot be split by outcome; it can by directorate"):
        counted(desk, "interns", "outcome")


ROUTES = ("mailbox", "department", "import")
LEVELS = ("bachelor", "so_3", None)
KINDS = ("student", "pupil", "observation", "bis", "ibo", None)


def a_city_by_chance(seed: int) -> list[m.Placement]:
    dice = random.Random(seed)
    with transaction():
        people = [
            m.Applicant.create(name=str(n), gender=dice.choice("fmx") if n % 3 else None) for n in range(25)
        ]
        departments = list(m.Department.select())
        return [_by_chance(dice, number, people, departments) for number in range(80)]


def _by_chance(dice: random.Random, number: int, people: list[Any], departments: list[Any]) -> m.Placement:
    first = date(2023, 1, 1) + timedelta(days=dice.randrange(1500))
    last = first + timedelta(days=dice.randrange(300))
    began = first + timedelta(days=dice.randrange(-3, 4)) if dice.random() < 0.85 else None
    over = max(began, last) if began and dice.random() < 0.8 else None
    host = dice.choice(departments)
    return m.Placement.create(
        reference=f"R{number:03}", applicant=dice.choice(people), department=host,
        directorate=host.directorate, route=dice.choice(ROUTES), kind=dice.choice(KINDS),
        legal_form=dice.choice(("bis", "none", None)),
        level_followed=dice.choice(LEVELS), level_held=dice.choice(("master", None)),
        age_at_start=dice.choice((None, 15, 17, 18, 25, 60)),
        compensation=dice.choice(("yes", "no", "unknown")),
        made_on=first, planned_start=first, planned_end=last, started_on=began, ended_on=over,
        no_show=began is None and dice.random() < 0.5,
        weeks_planned=dice.choice((None, 3.0, 5.9, 6.0, 20.0)), weeks_actual=dice.choice((None, 2.0, 7.0)),
    )  # fmt: skip


def recount(rows: list[m.Placement], measure: Measure, span: Span, split: Any) -> Counter[str]:
    """The same in plain Python, one placement after the other."""
    found: dict[str, list[m.Placement]] = {}
    for row in rows:
        if row.no_show == measure.no_show and _is_there(row, measure, span) and _counts(row, measure):
            found.setdefault(split(row) or "", []).append(row)
    if measure.of == "persons":
        return Counter({code: len({row.applicant_id for row in each}) for code, each in found.items()})
    return Counter({code: len(each) for code, each in found.items()})


def _is_there(row: m.Placement, measure: Measure, span: Span) -> bool:
    if measure.date == "active":
        return bool(
            row.started_on
            and row.started_on <= span.last
            and not (row.ended_on and row.ended_on < span.first)
        )
    day = getattr(row, measure.date)
    return day is not None and span.holds(day)


def _counts(row: m.Placement, measure: Measure) -> bool:
    kind = reference.table("kinds").get(row.kind or "", {})
    weeks = row.weeks_planned if measure.weeks == "planned" else row.weeks_actual
    return not (
        (not measure.orientation and kind.get("is_orientation"))
        or (measure.groups and kind.get("group") not in measure.groups)
        or (measure.legal_forms and row.legal_form not in measure.legal_forms)
        or (measure.min_weeks and (weeks is None or weeks < measure.min_weeks))
        or (measure.pay == "recorded" and row.compensation != "yes")
    )


SPLITS = {
    "": lambda row: "",
    "directorate": lambda row: row.directorate.name,
    "department": lambda row: row.department.name,
    "kind": lambda row: row.kind,
    "level": lambda row: row.level_followed or row.level_held,
    "route": lambda row: row.route,
    "gender": lambda row: row.applicant.gender,
    "paid": lambda row: row.compensation,
    "age": lambda row: next(
        (
            f"{a}-{b}"
            for a, b in dimensions.AGES
            if row.age_at_start is not None and a <= row.age_at_start <= b
        ),
        "",
    ),
    "group": lambda row: reference.table("kinds").get(row.kind or "", {}).get("group"),
}
OF_PLACEMENTS = (
    "interns", "active", "persons", "school", "training-centre", "six-weeks", "haarlem-80",
    "haarlem-80-actual", "haarlem-80-paid", "bis", "no-show",
)  # fmt: skip


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_plain_recount_finds_the_same_numbers(desk: Desk, seed: int) -> None:
    rows = a_city_by_chance(seed)
    columns = (*years(2026, 4, "calendar"), *years(2025, 2, "school-be"), *months(2025)[:3])

    for name in OF_PLACEMENTS:
        measure = measures.find(desk, name)
        for by, split in SPLITS.items():
            for span in columns:
                figure = measuring.count(desk, measure, [span], by)
                again = recount(rows, measure, span, split)
                if by:
                    assert {code: n for code, _name, (n,) in figure.rows} == again, (name, by, span)
                if measure.adds_up or not by:
                    assert figure.total == (sum(again.values()),), (name, by, span)


def test_many_columns_at_once_are_the_same_as_each_alone(desk: Desk) -> None:
    a_city_by_chance(4)
    columns = years(2026, 4, "calendar")

    for name in OF_PLACEMENTS:
        measure = measures.find(desk, name)
        together = measuring.count(desk, measure, columns, "department")
        alone = [measuring.count(desk, measure, [span], "department") for span in columns]
        assert together.total == tuple(each.total[0] for each in alone), name


def own_figures(desk: Desk, folder: Path, **files: str) -> Desk:
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return Desk(replace(desk.settings, figures_folder=str(folder)), desk.clock)


TARGET = (
    '[[target]]\nid = "haarlem-80"\nmeasure = "haarlem-80"\nnl = "vier"\n[target.numbers]\n2026 = {number}\n'
)


def test_a_target_tells_when_it_was_met_and_by_whom(desk: Desk, tmp_path: Path) -> None:
    the_twelve(desk)

    found = targets.progress(own_figures(desk, tmp_path, targets=TARGET.format(number=4)), "haarlem-80", 2026)

    assert (found.promised, found.actual, found.forecast) == (4, 5, 5)
    assert [each.reference for each in found.counted] == ["P01", "P03", "P10", "P12", "P06"]
    assert found.met_by == targets.Counted(4, "P12", date(2026, 4, 13))
    assert found.left_out == {"orientation": ("P02", "P11")}


def test_a_target_that_is_not_met_has_no_day(desk: Desk) -> None:
    the_twelve(desk)

    found = targets.progress(desk, "haarlem-80", 2026)

    assert (found.promised, found.met_by) == (80, None)


def test_the_forecast_goes_on_as_the_years_before(desk: Desk, now: Clock) -> None:
    the_twelve(desk)

    found = targets.progress(desk, "haarlem-80", 2026, date(2026, 4, 30))

    assert found.as_of == date(2026, 4, 30)
    assert found.usual_share == pytest.approx(1 / 3)  # P04 began by April 2025; P08 and P09 did later


@pytest.mark.parametrize(("year", "promised"), [(2014, None), (2015, 10), (2019, 10), (2020, 30), (2026, 30)])
def test_a_target_holds_from_its_year_on(desk: Desk, year: int, promised: int | None) -> None:
    assert targets.known(desk)["bis-30"].number(year) == promised


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[measure]]\nid = 'x'\n", "measure 1 (x): version is missing"),
        ("[measure]\nid = 'x'\n", r"write [[measure]]"),
        (WHOLE + "kindz = ['x']\n", "kindz is not a parameter"),
        (WHOLE + "kinds = ['xyz']\n", "kinds: xyz is not a code of kinds"),
        (WHOLE + "kinds = 'pupil'\n", "kinds: write a list of codes"),
        (WHOLE + "min_weeks = 'six'\n", "min_weeks = six: write a number"),
        (WHOLE + "orientation = 1\n", "orientation = 1: write true or false"),
        (WHOLE + "weeks = 'both'\n", 'weeks = "both": write one of planned, actual'),
        (WHOLE.replace("started_on", "received_on"), 'date = "received_on": write one of started_on'),
        (WHOLE.replace("placements", "plants"), 'of = "plants": write one of placements'),
        (WHOLE + WHOLE, "own is there twice"),
    ],
)
def test_a_wrong_definition_is_named_with_file_place_and_way_out(
    sqlite_desk: Desk, tmp_path: Path, text: str, said: str
) -> None:
    with pytest.raises(errors.FileError) as caught:
        measures.known(own_figures(sqlite_desk, tmp_path, measures=text))

    assert said in str(caught.value)
    assert "measures.toml" in str(caught.value)


def test_a_city_counts_by_its_own_definition(desk: Desk, tmp_path: Path) -> None:
    the_twelve(desk)
    own = own_figures(desk, tmp_path, measures=WHOLE + "min_weeks = 20\nroutes = ['department']\n")

    figure = measuring.count(own, measures.find(own, "own"), years(2026, 2, "calendar"))

    assert figure.total == (1, 2)  # P09; P03 and P06
