"""Who looks on decides nothing, whatever the way."""

import pytest

from builders import Clock, received
from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.connection import session, transaction
from stagedesk.domain.codes import Role
from stagedesk.domain.measure import year_span
from stagedesk.services import rights
from stagedesk.services.answers import referrals
from stagedesk.services.deciding import triage
from stagedesk.services.desk import Desk
from stagedesk.services.journal import undo
from stagedesk.services.public import published
from stagedesk.services.rights import May
from stagedesk.services.statistics import measures, measuring


@pytest.fixture
def onlookers(desk: Desk) -> Desk:
    """The desk with a privacy officer and somebody who only reads figures."""
    with transaction():
        m.Staff.create(code="an", name="An", email="an@stad.example", role=Role.PRIVACY)
        m.Staff.create(code="bart", name="Bart", email="bart@stad.example", role=Role.READER)
    return desk


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        (Role.DESK, {May.DECIDE, May.FIGURES, May.PEOPLE}),
        (Role.SUPERVISOR, set(May)),
        (Role.PRIVACY, {May.FIGURES, May.PEOPLE, May.ERASE}),
        (Role.READER, {May.FIGURES}),
        ("unheard of", set()),
    ],
)
def test_every_role_may_do_what_it_is_for(role: str, allowed: set[May]) -> None:
    assert {what for what in May if rights.may(role, what)} == allowed


@pytest.mark.parametrize("who", ["an", "bart"])
def test_an_onlooker_decides_nothing_and_is_told_so(onlookers: Desk, who: str) -> None:
    ref = received(onlookers)

    for decide in (
        lambda: referrals.route(onlookers, ref, "musea", by=who),
        lambda: triage.note(onlookers, ref, "Belde.", by=who),
        lambda: triage.close(onlookers, ref, "out_of_scope", by=who),
    ):
        with pytest.raises(errors.Refused, match="decides nothing") as refused:
            decide()
        assert refused.value.exit_code == 4

    with session():
        assert not m.Event.select().where(m.Event.by.is_null(False)).exists()


def test_an_onlooker_takes_no_decision_back_and_none_again(onlookers: Desk) -> None:
    ref = received(onlookers)
    referrals.route(onlookers, ref, "musea", by="els")

    with pytest.raises(errors.Refused, match="decides nothing"):
        undo.undo(onlookers, by="bart", event=last_step())

    undo.undo(onlookers, by="els")
    with pytest.raises(errors.Refused, match="decides nothing"):
        undo.undo(onlookers, by="an", event=last_step())


def test_a_reader_may_tell_a_figure_and_take_that_back(onlookers: Desk, now: Clock) -> None:
    measure = measures.find(onlookers, "interns")
    figure = measuring.count(onlookers, measure, [year_span(now().year, "calendar")])

    published.publish(onlookers, figure, "raadslid", by="bart")

    assert undo.undo(onlookers, by="bart") == []


def last_step() -> int:
    with session():
        return m.tuples(m.Event.select(m.Event.id).order_by(m.Event.id.desc()))[0][0]
