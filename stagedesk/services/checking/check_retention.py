"""Rules of what was forgotten: nothing personal is left of it, by a list that somebody approved."""

import json
from collections.abc import Iterator

from peewee import JOIN

from stagedesk.db import models as m
from stagedesk.i18n import N_, _
from stagedesk.services.checking.check_rule import Finding, Rule, event, row_of, rows
from stagedesk.services.desk import Desk
from stagedesk.services.journal.forgotten import ANONYMISED
from stagedesk.services.privacy.retention import digest_of, key_of

f, e, side = m.Forgotten, m.Event, m.EventDetails
ABOUT: tuple[tuple[str, type[m.Request] | type[m.Placement]], ...] = (
    ("request", m.Request),
    ("placement", m.Placement),
)


def _holds_names(_desk: Desk) -> Iterator[Finding]:
    """Rows that were emptied and hold words again: nothing of the desk writes there any more."""
    for name, table in ABOUT:
        personal = [getattr(table, column) for column in sorted(table.PERSONAL)]
        query = table.select(table.id, table.reference, *personal).where(
            table.id << f.select(getattr(f, name)).where(getattr(f, name).is_null(False))
        )
        for _number, reference, *values in rows(query, table.id):
            if any(values):
                yield reference, ""


def _told_before(_desk: Desk) -> Iterator[Finding]:
    """Steps of before that still have their personal side."""
    for name, _table in ABOUT:
        forgetting = e.alias()
        query = (
            e.select(e.id)
            .join(side, on=(side.event == e.id))
            .switch(e)
            .join(forgetting, on=(getattr(forgetting, name) == getattr(e, name)))
            .where(side.details.is_null(False), forgetting.kind == ANONYMISED, e.id < forgetting.id)
        )
        for (number,) in rows(query, e.id):
            yield event(number), ""


def _not_on_list(_desk: Desk) -> Iterator[Finding]:
    """What was forgotten without standing on the list, and lists that were changed."""
    known: dict[int, set[tuple[str, int]]] = {}
    for number, listed, digest in rows(
        m.Purge.select(m.Purge.id, m.Purge.listed, m.Purge.digest), m.Purge.id
    ):
        known[number] = {(each["kind"], each["number"]) for each in json.loads(listed)}
        if digest_of(listed) != digest:
            yield row_of("purge", number), _("It was changed.")
    for row in f.select().order_by(f.id).iterator():
        if key_of(row) not in known.get(row.purge_id, ()):
            yield row_of("forgotten", row.id), ""


def _unsaid(_desk: Desk) -> Iterator[Finding]:
    """What was forgotten without a step that says so."""
    for name, _table in ABOUT:
        column, said = getattr(f, name), e.alias()
        query = f.select(f.id).join(
            said, JOIN.LEFT_OUTER, on=((getattr(said, name) == column) & (said.kind == ANONYMISED))
        )
        for (number,) in m.tuples(query.where(column.is_null(False), said.id.is_null())):
            yield row_of("forgotten", number), ""


RULES: tuple[Rule, ...] = (
    Rule("forgotten_is_empty", N_("Of what was forgotten no name and no word is left."), _holds_names),
    Rule(
        "forgotten_is_not_told", N_("The history tells nothing personal of what was forgotten."), _told_before
    ),
    Rule(
        "forgotten_was_approved",
        N_("What was forgotten stands on a list that is as it was approved."),
        _not_on_list,
    ),
    Rule("forgetting_is_a_step", N_("The history says what was forgotten."), _unsaid),
)
