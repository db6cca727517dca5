"""Verifying the whole database: every promise of the desk, looked at row by row and as of one moment."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from stagedesk.db.connection import snapshot
from stagedesk.i18n import _
from stagedesk.services.checking import (
    check_history,
    check_mail,
    check_placements,
    check_replay,
    check_requests,
    check_retention,
    check_store,
)
from stagedesk.services.checking.check_rule import Finding, Rule
from stagedesk.services.desk import Desk

RULES: tuple[Rule, ...] = (
    *check_store.RULES,
    *check_requests.RULES,
    *check_placements.RULES,
    *check_mail.RULES,
    *check_history.RULES,
    *check_retention.RULES,
    *check_replay.RULES,
)
AT_MOST = 100
"""Findings of one rule that are listed; who sees a hundred knows enough."""

Progress = Callable[[int, int, str], None]
"""Called before each rule with its number, how many there are, and its sentence."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Broken:
    """A place where a rule does not hold."""

    rule: str
    where: str
    detail: str


def check(desk: Desk, progress: Progress | None = None) -> list[Broken]:
    """Every place where a rule of the desk is broken; an empty list is a sound desk.

    Everything is read as of one moment, while others go on working.
    """
    broken: list[Broken] = []
    with snapshot():
        for number, rule in enumerate(RULES, 1):
            if progress:
                progress(number, len(RULES), _(rule.sentence))
            broken += _broken(desk, rule)
    return broken


def _broken(desk: Desk, rule: Rule) -> Iterator[Broken]:
    findings = iter(_findings(desk, rule))
    for where, detail in islice(findings, AT_MOST):
        yield Broken(rule.id, where, f"{_(rule.sentence)} {detail}".strip())
    if next(findings, None):
        yield Broken(rule.id, "…", _("There are more than {count}.").format(count=AT_MOST))


def _findings(desk: Desk, rule: Rule) -> Iterator[Finding]:
    try:
        yield from rule.find(desk)
    except Exception as error:  # a rule that cannot be verified is broken, and the others are looked at
        log.warning("rule %s cannot be verified: %s", rule.id, type(error).__name__)
        detail = _("This could not be verified: {error}").format(error=f"{type(error).__name__}: {error}")
        yield _("database"), detail
