"""The key for the documents of a placement: how far each is, who has the next move, who signed."""

from collections.abc import Iterator
from datetime import date

from stagedesk.domain.codes import ChecklistState
from stagedesk.i18n import _
from stagedesk.services import reference
from stagedesk.services.register.placement_rows import PlacementPage, PlacementRow
from stagedesk.ui import texts
from stagedesk.ui.dialogs.choose import Choose
from stagedesk.ui.screens.placement_gathering import Gathering, about, those
from stagedesk.ui.screens.placement_texts import document, party, state
from stagedesk.ui.widgets.choice import Choice

SIGN = "sign "
KEPT = (ChecklistState.RECEIVED, ChecklistState.SIGNED)


class PaperKeys(Gathering):
    """One key: a document and then how far it is, or a signature."""

    def act_papers(self) -> None:
        row = self.placement()
        if row is not None:
            self.ask("papers", lambda: self.register.placement(row.ref), lambda seen: self._papers(seen.page))

    def _papers(self, page: PlacementPage) -> None:
        row = page.placement
        choices = list(paper_choices(page))
        if not choices:
            self.say(_("This kind of placement needs no documents."))
            return

        def take(code: str | None) -> None:
            if code is None:
                return
            if code.startswith(SIGN):
                self._sign(row, code.removeprefix(SIGN))
            else:
                self._how_far(row, code)

        self.app.push_screen(Choose(_("Which document?"), choices, about=about([row])), take)

    def _sign(self, row: PlacementRow, code: str) -> None:
        said = _("signed by {who}").format(who=party(code))
        self.do([row], lambda each, _batch: self.registering.sign(each, code), said, those)

    def _how_far(self, row: PlacementRow, code: str) -> None:
        def take(found: str | None) -> None:
            if found:
                said = f"{document(code)}: {state(found)}"
                self.do([row], lambda each, _batch: self.registering.mark(each, code, found), said, those)

        heading = _("How far is it? {document}").format(document=document(code))
        self.app.push_screen(Choose(heading, state_choices(code), about=about([row])), take)


def paper_choices(page: PlacementPage) -> Iterator[Choice]:
    """What is still to do first, in the order of their days; then who signed, then the rest."""
    items = sorted(page.checklist, key=lambda item: (not item.next_move, item.due_on or date.max))
    open_items = [item for item in items if item.next_move]
    for item in open_items:
        due = texts.day(item.due_on, item.due_on) if item.due_on else ""
        detail = texts.GAP.join(part for part in (state(item.state), party(item.next_move), due) if part)
        yield Choice(item.document, document(item.document), detail)
    for agreement in page.agreements:
        for code, day in agreement.signatures:
            if day is None:
                name = _("signed by {who}").format(who=party(code))
                yield Choice(f"{SIGN}{code}", name, _("today"))
    for item in items:
        if not item.next_move:
            yield Choice(item.document, document(item.document), state(item.state))


def state_choices(code: str) -> list[Choice]:
    """How far a document can be; what is only seen is never kept."""
    known = reference.table("documents")[code]
    first = known["done"]
    states = sorted(ChecklistState, key=lambda each: each != first)
    return [
        Choice(
            each,
            state(each),
            available=not (known.get("only_seen") and each in KEPT),
            reason=_("No copy of it is kept."),
        )
        for each in states
    ]
