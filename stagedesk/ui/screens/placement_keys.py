"""The keys that do something with placements between their start and their end, and afterwards."""

from datetime import date, timedelta
from typing import Any

from stagedesk.domain.codes import PlacementStatus
from stagedesk.domain.placement import Attention
from stagedesk.i18n import _
from stagedesk.services import reference
from stagedesk.services.register.placement_rows import PlacementRow
from stagedesk.ui import texts
from stagedesk.ui.dialogs.ask_date import AskDate, Quick
from stagedesk.ui.dialogs.ask_day import AskAnyDay
from stagedesk.ui.dialogs.choose import Choose
from stagedesk.ui.dialogs.form import Values
from stagedesk.ui.dialogs.form_fields import Field, choosing, day_field
from stagedesk.ui.dialogs.write import Write
from stagedesk.ui.screens.doing import nothing
from stagedesk.ui.screens.filling import Filling
from stagedesk.ui.screens.placement_endings import EndingKeys
from stagedesk.ui.screens.placement_form import code_choices, open_form
from stagedesk.ui.screens.placement_gathering import Rows, about, next_step, those
from stagedesk.ui.screens.placement_papers import PaperKeys


class PlacementKeys(PaperKeys, EndingKeys):
    """All of them."""

    def act_confirm(self) -> None:
        """Confirm what should have happened; else a look at the whole."""
        if self.marked():
            self.gather("confirm", self._confirm)
            return
        row = self.placement()
        step = next_step(row) if row else "open"
        if step == "confirm" and row:
            self._confirm([row])
        else:
            getattr(self, f"act_{step}")()

    def _confirm(self, rows: Rows) -> None:
        """Start or end each as planned, whichever it asks for."""
        asked = [row for row in rows if next_step(row) == "confirm"]
        if not asked:
            self.say(_("Nothing is to be confirmed about these."), severity="warning")
            return

        def step(row: PlacementRow, batch: str | None) -> object:
            if Attention.CONFIRM_END in row.attention:
                return self.registering.end(row, batch)
            return self.registering.start(row, batch)

        self.do(asked, step, _("confirmed as planned"), those)

    def act_interrupt(self) -> None:
        self.gather("interrupt", self._interrupt)

    def _interrupt(self, rows: Rows) -> None:
        (row,) = rows
        if row.status is PlacementStatus.INTERRUPTED:
            self._resume(row)
            return

        def store(values: Values) -> object:
            return self.registering.interrupt(row, values["first"], values.get("last"))

        filling = Filling(self, f"interruption of {row.ref}", store, nothing)
        lines: list[Field] = [
            day_field("first", _("away from"), self.today, needed=True),
            day_field("last", _("until"), self.today, placeholder=_("until somebody says")),
        ]
        filling.open(_("Away for a while"), lines, about=about(rows))

    def _resume(self, row: PlacementRow) -> None:
        def take(on: date | None) -> None:
            if on:
                said = _("back {day}").format(day=texts.day(on, self.today))
                self.do([row], lambda each, _batch: self.registering.resume(each, on), said, those)

        quick = [Quick(_("today"), self.today), Quick(_("tomorrow"), self.today + timedelta(days=1))]
        dialog = AskAnyDay(_("Back on"), quick, today=self.today, about=about([row]))
        self.app.push_screen(dialog, take)

    def act_extend(self) -> None:
        self.gather("extend", self._extend)

    def _extend(self, rows: Rows) -> None:
        (row,) = rows
        last = row.ended_on or row.planned_end or self.today
        spans = ((_("a week longer"), 7), (_("two weeks longer"), 14), (_("four weeks longer"), 28))
        quick = [Quick(words, last + timedelta(days=count)) for words, count in spans]

        def take(until: date | None) -> None:
            if until:
                said = _("until {day}").format(day=texts.day(until, self.today))
                self.do([row], lambda each, _batch: self.registering.extend(each, until), said, those)

        dialog: AskDate = AskAnyDay(_("The new last day"), quick, today=self.today, about=about(rows))
        self.app.push_screen(dialog, take)

    # What is written down ----------------------------------------------------------------------------

    def act_note(self) -> None:
        self.gather("note", self._note)

    def _note(self, rows: Rows) -> None:
        def take(text: str | None) -> None:
            if text:
                self.do(rows, lambda row, batch: self.registering.note(row, text, batch), _("noted"), those)

        self.app.push_screen(Write(_("Note"), about=about(rows)), take)

    def act_change(self) -> None:
        self.gather("change", self._change)

    def _change(self, rows: Rows) -> None:
        (row,) = rows
        open_form(
            self,
            f"change of {row.ref}",
            _("Correct a placement"),
            lambda: self.register.plan_of(row.ref),
            lambda plan: self.registering.change(row, plan),
            self._changed,
            ref=row.ref,
            about=about(rows),
        )

    def _changed(self, row: Any) -> None:  # Any: the form gives whatever was stored
        self.say(_("{who}: {what}. u takes it back.").format(who=row.ref, what=_("corrected")))

    def act_hire(self) -> None:
        self.gather("hire", self._hire)

    def _hire(self, rows: Rows) -> None:
        if len(rows) > 1:
            self._not_hired(rows)
            return
        (row,) = rows

        def store(values: Values) -> object:
            return self.registering.hired(
                row,
                values["hired"],
                contract_start=values.get("contract_start"),
                contract_type=values.get("contract_type") or "",
                employer=values.get("employer") or "",
            )

        lines: list[Field] = [
            choosing("hired", _("hired?"), code_choices("three_valued"), needed=True),
            day_field("contract_start", _("since"), self.today),
            Field("contract_type", _("contract")),
            Field("employer", _("where")),
        ]
        filling = Filling(self, f"hire of {row.ref}", store, nothing)
        filling.open(_("What came afterwards?"), lines, about=about(rows))

    def _not_hired(self, rows: Rows) -> None:
        """Of several at once only what needs no date."""
        choices = [choice for choice in code_choices("three_valued") if choice.code != "yes"]

        def take(code: str | None) -> None:
            if code:
                said = reference.name("three_valued", code)
                self.do(rows, lambda row, batch: self.registering.hired(row, code, batch), said, those)

        self.app.push_screen(Choose(_("What came afterwards?"), choices, about=about(rows)), take)
