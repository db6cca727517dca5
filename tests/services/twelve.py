"""The twelve placements of the worked examples, put into a desk."""

from datetime import date

from stagedesk.db import models as m
from stagedesk.db.connection import transaction
from stagedesk.domain import measures as lengths
from stagedesk.domain.measures import Block
from stagedesk.services.desk import Desk

# id, person, department, directorate, kind, form, signed, blocks, days a week, paid, hired, started, ended
TWELVE = """
P01 A ict Bedrijfsvoering student school_agreement 2025-12-10 2026-02-02..2026-05-29 5 no - + +
P02 B groen Ruimte observation school_agreement 2026-02-20 2026-03-10..2026-03-12 5 no - + +
P03 C financien Bedrijfsvoering bis bis 2025-12-15 2026-02-02..2026-07-31 5 yes - + +
P04 C sociale-dienst Welzijn student school_agreement 2025-01-10 2025-02-10..2025-05-30 5 no - + +
P05 D toerisme Vrije-tijd pupil school_agreement 2025-10-20 2025-11-17..2025-11-28,2026-03-16..2026-03-27 5 no - + +
P06 E bibliotheek Vrije-tijd student school_agreement 2026-06-01 2026-09-07..2027-01-22 5 no - + 2026-09-25
P07 F burgerzaken Publiek pupil school_agreement 2026-02-02 2026-03-02..2026-03-13 5 no - no-show -
P08 G sport Vrije-tijd bpv_bol pok 2025-11-20 2025-12-01..2026-02-27 4 yes 2026-09-01 + +
P09 H groen Ruimte dual_oao oao 2025-08-25 2025-09-01..2027-06-30 3 yes - + -
P10 I musea Vrije-tijd erasmus learning_agreement 2026-01-12 2026-03-02..2026-05-29 5 no 2027-02-01 + +
P11 J technisch Ruimte taster school_agreement 2026-01-05 2026-01-07..2026-02-25 1 no - + +
P12 K personeel Bedrijfsvoering ibo ibo 2026-04-01 2026-04-13..2026-07-10 5 yes 2026-07-13 + +
"""  # noqa: E501


def the_twelve(desk: Desk) -> None:
    with transaction():
        for line in TWELVE.strip().splitlines():
            _put(*line.split())


def _put(
    ref: str, who: str, department: str, directorate: str, kind: str, form: str, signed: str, planned: str,
    per_week: str, paid: str, hired: str, started: str, ended: str,
) -> None:  # fmt: skip
    blocks = tuple(Block(*map(date.fromisoformat, each.split(".."))) for each in planned.split(","))
    first, last = blocks[0].first, blocks[-1].last
    over = last if ended == "+" else date.fromisoformat(ended) if ended != "-" else None
    began = first if started == "+" else None
    rate = float(per_week)
    in_fact = lengths.actual(blocks, began, over)
    person, _new = m.Applicant.get_or_create(name=who, email=f"{who}@student.example")
    above, _new = m.Directorate.get_or_create(name=directorate.replace("-", " "))
    host, _new = m.Department.get_or_create(
        code=department, defaults={"name": department.capitalize(), "directorate": above}
    )
    row = m.Placement.create(
        reference=ref, applicant=person, department=host, directorate=above, route="department", kind=kind,
        legal_form=form, days_per_week=rate, compensation=paid, made_on=first, planned_start=first,
        planned_end=last, started_on=began, ended_on=over, no_show=started == "no-show",
        weeks_planned=lengths.length(blocks, (), rate).weeks,
        weeks_actual=lengths.length(in_fact, (), rate).weeks if began else None,
    )  # fmt: skip
    m.Agreement.create(placement=row, legal_form=form, complete_on=date.fromisoformat(signed))
    if hired != "-":
        m.Hire.create(placement=row, asked_on=last, hired="yes", contract_start=date.fromisoformat(hired))
