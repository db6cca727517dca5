"""The twelve placements of the examples, taken in by the real import, give exactly the expected counts."""

from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from builders import Clock
from stagedesk.db import models as m
from stagedesk.db.connection import session, transaction
from stagedesk.domain.measures import Qualification, why_not
from stagedesk.services import reference
from stagedesk.services.checking import check
from stagedesk.services.desk import Desk
from stagedesk.services.importing import imports_writing
from stagedesk.services.journal import undo
from stagedesk.services.register import placement_rows, whereabouts
from stagedesk.services.register.placement_rows import PlacementRow

FILE = Path(__file__).parent / "register" / "twelve.csv"
HOSTS = {
    "Bedrijfsvoering": ("ICT", "Financiën", "Personeel"), "Ruimte": ("Technische dienst",),
    "Welzijn": ("Sociale dienst",), "Vrije tijd": ("Toerisme",), "Publiek": ("Burgerzaken",),
}  # fmt: skip


@pytest.fixture
def register(desk: Desk, now: Clock) -> Desk:
    now.moment = datetime(2027, 2, 15, 9, tzinfo=UTC)
    with transaction():
        for directorate, names in HOSTS.items():
            above, _new = m.Directorate.get_or_create(name=directorate)
            for name in names:
                m.Department.create(code=name.lower().replace(" ", "-"), name=name, directorate=above)
    done = imports_writing.import_placements(desk, FILE, by="els", reconstructed=True)
    assert done.preview.problems == ()
    assert len(done.written) == 12
    return desk


def everything(desk: Desk) -> dict[str, PlacementRow]:
    """The placements by their number in the file, which is their order."""
    with session():
        query = placement_rows.base_query(desk.today()).order_by(m.Placement.id)
        return {
            f"P{number:02}": row for number, row in enumerate(placement_rows.rows(query, desk.today()), 1)
        }


def started(desk: Desk, year: int) -> list[str]:
    return [name for name, row in everything(desk).items() if row.started_on and row.started_on.year == year]


def counting(desk: Desk, year: int, rule: Qualification) -> list[str]:
    kinds = reference.table("kinds")
    return [
        name
        for name, row in everything(desk).items()
        if name in started(desk, year)
        and not why_not(
            rule, started=True, is_orientation=kinds[row.kind or ""]["is_orientation"],
            weeks_planned=row.weeks_planned, weeks_actual=row.weeks_actual, compensation=row.compensation,
        )
    ]  # fmt: skip


def test_started(register: Desk) -> None:
    assert started(register, 2025) == ["P04", "P05", "P08", "P09"]
    assert started(register, 2026) == ["P01", "P02", "P03", "P06", "P10", "P11", "P12"]


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (2025, {"Ruimte": 1, "Vrije tijd": 2, "Welzijn": 1}),
        (2026, {"Bedrijfsvoering": 3, "Ruimte": 2, "Vrije tijd": 2}),
    ],
)
def test_started_by_directorate(register: Desk, year: int, expected: dict[str, int]) -> None:
    rows = everything(register)

    assert Counter(rows[name].directorate for name in started(register, year)) == expected


def test_active_in_the_year(register: Desk) -> None:
    def active(year: int) -> list[str]:
        first, last = date(year, 1, 1), date(year, 12, 31)
        return [
            name
            for name, row in everything(register).items()
            if row.started_on and row.started_on <= last and (row.ended_on or last) >= first
        ]

    assert len(active(2025)) == 4
    assert active(2026) == [name for name in everything(register) if name not in ("P04", "P07")]


def test_distinct_persons_who_started(register: Desk) -> None:
    with session():
        p = m.Placement
        rows = m.tuples(p.select(p.applicant).where(p.started_on >= date(2025, 1, 1)))

    assert (len(rows), len(set(rows))) == (11, 10)


@pytest.mark.parametrize(
    ("rule", "in_2025", "in_2026"),
    [
        pytest.param(
            Qualification(orientation=True), "P04 P08 P09", "P01 P03 P06 P10 P11 P12", id="six weeks planned"
        ),
        pytest.param(Qualification(), "P04 P08 P09", "P01 P03 P06 P10 P12", id="no orientation"),
        pytest.param(Qualification(duration="actual"), "P04 P08 P09", "P01 P03 P10 P12", id="actual"),
        pytest.param(Qualification(pay="recorded"), "P08 P09", "P03 P12", id="compensation recorded"),
    ],
)
def test_what_counts_for_the_target(register: Desk, rule: Qualification, in_2025: str, in_2026: str) -> None:
    assert counting(register, 2025, rule) == in_2025.split()
    assert counting(register, 2026, rule) == in_2026.split()


def test_agreements_signed_and_started(register: Desk) -> None:
    with session():
        a = m.Agreement
        days = m.tuples(a.select(a.complete_on).where(a.legal_form == "bis"))
    bis = [name for name, row in everything(register).items() if row.kind == "bis"]

    assert [day.year for (day,) in days] == [2025]
    assert (set(bis) & set(started(register, 2025)), set(bis) & set(started(register, 2026))) == (
        set(),
        {"P03"},
    )


def test_hired(register: Desk) -> None:
    def hired(year: int) -> list[str]:
        with session():
            h = m.Hire
            query = h.select(m.Placement.reference, h.contract_start).join(m.Placement).order_by(h.id)
            refs = {ref for ref, day in m.tuples(query) if day.year == year}
        return [name for name, row in everything(register).items() if row.ref in refs]

    kinds = {name: row.kind for name, row in everything(register).items()}
    assert hired(2025) == []
    assert hired(2026) == ["P08", "P12"]
    assert [name for name in hired(2026) if kinds[name] != "ibo"] == ["P08"]


def test_no_show(register: Desk) -> None:
    gone = {name: row.planned_start for name, row in everything(register).items() if row.no_show}

    assert {name: day.year for name, day in gone.items() if day} == {"P07": 2026}


def test_what_the_list_did_not_say_is_that_it_went_as_planned(register: Desk) -> None:
    rows = everything(register)

    assert {name: str(row.status) for name, row in rows.items() if row.status != "completed"} == {
        "P06": "stopped_early", "P07": "no_show", "P09": "started",
    }  # fmt: skip
    assert rows["P05"].weeks_planned == 4.0
    assert all(row.reconstructed for row in rows.values())


def test_who_is_where_on_a_day(register: Desk) -> None:
    def there(day: date) -> dict[str, list[str]]:
        return {
            each.department: [who.placement.applicant for who in each.people if not who.is_away]
            for each in whereabouts.on(register, day)
        }

    assert there(date(2026, 3, 11)) == {
        "ict": ["Anna Aerts"], "financiën": ["Chloé Claes"], "groen": ["Bram Baert", "Hanne Hoste"],
        "toerisme": [], "musea": ["Ilias Idrissi"],
    }  # fmt: skip
    assert there(date(2026, 9, 28)) == {"groen": ["Hanne Hoste"]}


def test_the_register_is_sound_and_the_same_file_again_changes_nothing(register: Desk) -> None:
    again = imports_writing.import_placements(register, FILE, by="els", reconstructed=True)

    assert (again.written, len(again.preview.known), again.preview.problems) == ((), 12, ())
    assert check.check(register) == []


def test_the_whole_import_is_undone_as_one(register: Desk) -> None:
    undo.undo(register, by="els")

    with session():
        tables = (m.Placement, m.PlacementPeriod, m.Applicant, m.Agreement, m.Signature, m.Hire)
        assert [table.select().count() for table in tables] == [0] * 6
    assert check.check(register) == []
