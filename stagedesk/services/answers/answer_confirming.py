"""Writing down what a department answered by its own link, with all that follows from it."""

import logging
from dataclasses import replace

from stagedesk.db import models as m
from stagedesk.domain.answer_link import Choice
from stagedesk.domain.codes import Answer
from stagedesk.errors import StagedeskError
from stagedesk.services.answers.answer_clicks import Click
from stagedesk.services.answers.answering import WRONG_DEPARTMENT, answer, more_time
from stagedesk.services.desk import Desk

LOG = logging.getLogger(__name__)


def confirm(desk: Desk, click: Click, message: int) -> bool:
    """Record the answer that this mail carries; where that is refused it stays a proposal.

    Letters that follow are held longer than those a person decides, so that a person can take them back.
    """
    grace = max(desk.settings.outbox_grace, desk.settings.answer_link_grace)
    desk = replace(desk, settings=replace(desk.settings, outbox_grace=grace))
    reference = m.Referral.get_by_id(click.referral).request.reference
    try:
        _record(desk, reference, click, message)
    except StagedeskError as error:
        LOG.warning("%s: an answer by link is left to a person: %s", reference, type(error).__name__)
        return False
    return True


def _record(desk: Desk, reference: str, click: Click, message: int) -> None:
    if click.choice is Choice.TIME and click.until:
        more_time(
            desk,
            reference,
            click.until,
            by=None,
            department=click.department,
            message=message,
            read=not click.more,
            link=click.code,
        )
        return
    other = click.choice is Choice.OTHER
    answer(
        desk,
        reference,
        Answer.YES if click.choice in (Choice.TAKE, Choice.PLACE) else Answer.NO,
        by=None,
        department=click.department,
        reason=WRONG_DEPARTMENT if other else click.reason or None,
        remark=click.remark,
        starts_on=click.starts_on,
        message=message,
        # Whom to ask instead, and what else it writes, is for a person.
        read=not (other or click.more),
        link=click.code,
    )
