"""What is told of the target groups of a year, inside the house as outside: once, when it is over.

Whoever could read it every day would see by the difference who declared something in between.
"""

from collections.abc import Iterator

from stagedesk.domain.measure import year_span
from stagedesk.i18n import _
from stagedesk.services.desk import Desk
from stagedesk.services.public import public_targets, publishing
from stagedesk.services.statistics import target_groups


def of_year(desk: Desk, year: int) -> Iterator[tuple[str, str | int]]:
    """Each group with its number, or the words that stand for it: as it was made public, where it was."""
    there = publishing.content(year)
    rows = there.tables.get(publishing.GROUP_TABLE) if there else None
    if rows is None and desk.today() > publishing.known_on(desk, year):
        rows = public_targets.groups(year_span(year, "calendar"))
    shown = {row.group: row.shown for row in rows or ()}
    for name, words in target_groups.DECLARED.items():
        yield _(words), in_words(shown[name]) if rows else _("not told yet")


def in_words(shown: str) -> str | int:
    if shown == public_targets.NOT_ASKED:
        return _("not registered")
    return int(shown) if shown.isdigit() else shown
