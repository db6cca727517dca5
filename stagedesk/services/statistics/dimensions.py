"""Every way to split a figure: where each kind of fact has what the rows are, and what names them."""

from dataclasses import dataclass
from typing import Any

from peewee import Case, fn

from stagedesk.db import models as m
from stagedesk.i18n import N_
from stagedesk.services import reference

UNIT = " › "
AGES = ((0, 15), (16, 17), (18, 21), (22, 25), (26, 120))
DEPARTMENTS = ("places", "referrals", "requests")
OF_PLACEMENTS = ("placements", "persons", "agreements", "hires")
p, r, d = m.Placement, m.Request, m.Directorate

Expression = Any
"""A Peewee expression: its stubs give them no type that fits."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """What the rows of a figure may be: where each kind of fact has it, and the list that names its codes."""

    words: str
    column: dict[str, Expression]
    """By what is counted."""
    codes: str = ""
    """The code list with the names; empty where the column holds names itself."""


def _age() -> Expression:
    bands = [((p.age_at_start >= low) & (p.age_at_start <= high), f"{low}-{high}") for low, high in AGES]
    return Case(None, bands, None)


def _group(column: Expression) -> Expression:
    pairs = [(column == code, entry.get("group")) for code, entry in reference.table("kinds").items()]
    return Case(None, pairs, None)


def _unit() -> Expression:
    """A department with the directorate that it was part of."""
    return fn.COALESCE(d.name, "").concat(UNIT).concat(m.Department.name)


def _level() -> Expression:
    """The level that is followed; of who seeks work, the highest that is held."""
    return Case(None, [(p.level_followed.is_null(False), p.level_followed)], p.level_held)


def dimensions() -> dict[str, Dimension]:
    """Every way to split a figure."""
    return _of_the_place() | _of_the_person() | _of_the_course()


def _of_the_place() -> dict[str, Dimension]:
    everywhere = (*OF_PLACEMENTS, *DEPARTMENTS)
    return {
        "directorate": Dimension(N_("directorate"), dict.fromkeys(everywhere, d.name)),
        "department": Dimension(N_("department"), dict.fromkeys(everywhere, m.Department.name)),
        "unit": Dimension(N_("directorate and department"), dict.fromkeys(everywhere, _unit())),
    }


def _of_the_person() -> dict[str, Dimension]:
    asking = (*OF_PLACEMENTS, "requests")
    return {
        "level": Dimension(
            N_("level"),
            {
                **dict.fromkeys(OF_PLACEMENTS, _level()),
                "requests": r.level_followed,
                "places": m.Place.level,
            },
            "levels",
        ),
        "gender": Dimension(N_("gender"), dict.fromkeys(asking, m.Applicant.gender), "genders"),
        "age": Dimension(N_("age at the start"), dict.fromkeys(OF_PLACEMENTS, _age())),
        "school": Dimension(N_("school"), dict.fromkeys(asking, m.School.name)),
    }


def _of_the_course() -> dict[str, Dimension]:
    a, h, forms = m.Place, m.Hire, dict.fromkeys(("placements", "persons", "hires"), p.legal_form)
    of_placements = OF_PLACEMENTS
    return {
        "kind": Dimension(
            N_("kind"),
            {**dict.fromkeys(of_placements, p.kind), "requests": r.kind, "places": a.kind},
            "kinds",
        ),
        "group": Dimension(N_("kind group"), dict.fromkeys(of_placements, _group(p.kind))),
        "route": Dimension(
            N_("way in"), {**dict.fromkeys(of_placements, p.route), "requests": r.route}, "routes"
        ),
        "paid": Dimension(
            N_("compensation"),
            {**dict.fromkeys(of_placements, p.compensation), "places": a.paid},
            "three_valued",
        ),
        "form": Dimension(N_("legal form"), {**forms, "agreements": m.Agreement.legal_form}, "legal_forms"),
        "programme": Dimension(N_("programme"), dict.fromkeys(of_placements, p.programme)),
        "outcome": Dimension(N_("outcome"), {"requests": r.outcome}, "outcomes"),
        "reason": Dimension(N_("reason"), {"requests": r.reason}, "reasons"),
        "answer": Dimension(N_("answer"), {"referrals": m.Referral.answer}, "answers"),
        "contract": Dimension(N_("contract"), {"hires": h.contract_type}),
        "employer": Dimension(N_("employer"), {"hires": h.employer}),
    }
