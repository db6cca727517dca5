"""What an import of placements compares with: names of departments, schools and codes, and placements."""

from collections.abc import Iterator
from dataclasses import dataclass

from stagedesk.db import models as m
from stagedesk.domain.measures import Block
from stagedesk.services import reference
from stagedesk.services.importing.imports_workbook import plain
from stagedesk.services.register.placement_days import LATEST


@dataclass(frozen=True, slots=True)
class Known:
    """Everything by its words in plain letters."""

    departments: dict[str, str]
    schools: dict[str, str]
    kinds: dict[str, str]
    levels: dict[str, str]
    legal_forms: dict[str, str]
    people: dict[tuple[str, str], list[tuple[str, str, Block]]]
    """By name and department: mail address, placement, and its days."""

    def placement(self, email: str, name: str, department: str, days: Block) -> str:
        """The placement that is at the desk for this person there on some of these days, or nothing.

        Who has another mail address is somebody else.
        """
        for address, ref, block in self.people.get((plain(name), department), ()):
            if block.meets(days) and (not email or not address or email == address):
                return ref
        return ""


def look_up() -> Known:
    """Read what is at the desk; inside a session."""
    return Known(
        departments=_named(m.Department, m.DepartmentAlias, m.DepartmentAlias.department),
        schools=_named(m.School, m.SchoolAlias, m.SchoolAlias.school),
        kinds=dict(_codes("kinds")),
        levels=dict(_codes("levels")),
        legal_forms=dict(_codes("legal_forms")),
        people=_people(),
    )


def _named(table: type[m.Department | m.School], aliases: type[m.Table], owner: object) -> dict[str, str]:
    """Codes by every name; an official name wins over another name of somebody else."""
    query = aliases.select(aliases.name, table.code).join(table)  # type: ignore[attr-defined]  # both have a name
    if aliases is m.SchoolAlias:
        query = query.where(~m.SchoolAlias.is_domain)
    found = {plain(name): code for name, code in m.tuples(query)}
    for code, name in m.tuples(table.select(table.code, table.name)):
        found |= {plain(code): code, plain(name): code}
    return found


def _codes(list_name: str) -> Iterator[tuple[str, str]]:
    """Codes by all their words; the code itself and its names win."""
    table = reference.table(list_name)
    for code, each in table.items():
        for words in each.get("words", {}).values():
            for word in words:
                yield plain(word), code
    for code, each in table.items():
        for name in (
            code,
            *each.get("aliases", ()),
            *(each.get(language, "") for language in ("nl", "fr", "en")),
        ):
            if name:
                yield plain(name), code


def _people() -> dict[tuple[str, str], list[tuple[str, str, Block]]]:
    p = m.Placement
    query = (
        p.select(
            m.Applicant.name, m.Applicant.email, m.Department.code, p.reference,
            p.planned_start, p.planned_end, p.started_on, p.ended_on,
        )
        .join(m.Applicant).switch(p).join(m.Department)
        .where(p.cancelled_on.is_null(), p.planned_start.is_null(False))
    )  # fmt: skip
    found: dict[tuple[str, str], list[tuple[str, str, Block]]] = {}
    for name, email, department, ref, planned, end, started, ended in m.tuples(query):
        first = min(filter(None, (planned, started)))
        days = Block(first, max(filter(None, (first, end or LATEST, ended))))
        found.setdefault((plain(name), department), []).append((email.lower(), ref, days))
    return found
