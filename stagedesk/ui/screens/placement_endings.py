"""The keys with which a placement starts and ends."""

from collections.abc import Callable
from datetime import date, timedelta

from stagedesk.domain.codes import EndedBy
from stagedesk.i18n import _
from stagedesk.services import reference
from stagedesk.services.journal.event_words import ENDED_BY
from stagedesk.ui import texts
from stagedesk.ui.dialogs.ask_date import Quick
from stagedesk.ui.dialogs.ask_day import AskPastDay
from stagedesk.ui.dialogs.choose import Choose
from stagedesk.ui.screens.placement_gathering import Gathering, Rows, about, those
from stagedesk.ui.widgets.choice import Choice

Ending = Callable[[str, str], None]


class EndingKeys(Gathering):
    """Starting on a day; ending as planned, on another day, early, or not at all."""

    def act_begin(self) -> None:
        self.gather("begin", self._begin)

    def _begin(self, rows: Rows) -> None:
        today = self.today
        planned = {row.planned_start for row in rows}
        day = next(iter(planned)) if len(planned) == 1 else None
        quick = [Quick(_("as planned"), day)] if day and day <= today else []
        quick += [Quick(_("today"), today), Quick(_("yesterday"), today - timedelta(days=1))]

        def take(on: date | None) -> None:
            if on:
                said = _("started {day}").format(day=texts.day(on, today))
                self.do(rows, lambda row, batch: self.registering.start(row, batch, on), said, those)

        self.app.push_screen(AskPastDay(_("The first day"), quick, today=today, about=about(rows)), take)

    def act_close(self) -> None:
        self.gather("close", self._close)

    def _close(self, rows: Rows) -> None:
        """How it ended: what fits all of these."""
        endings = {
            "as_planned": self._end_as_planned,
            "on": self._end_on,
            "early": self._end_early,
            "no_show": self._no_show,
            "cancel": self._cancel,
        }

        def take(code: str | None) -> None:
            if code:
                endings[code](rows)

        choices = list(ending_choices(rows, self.today))
        self.app.push_screen(Choose(_("What became of it?"), choices, about=about(rows)), take)

    def _end_as_planned(self, rows: Rows) -> None:
        self.do(rows, lambda row, batch: self.registering.end(row, batch), _("ended as planned"), those)

    def _end_on(self, rows: Rows) -> None:
        def take(on: date | None) -> None:
            if on:
                said = _("ended {day}").format(day=texts.day(on, self.today))
                self.do(rows, lambda row, batch: self.registering.end(row, batch, on), said, those)

        self._ask_last_day(rows, take)

    def _end_early(self, rows: Rows) -> None:
        def take(on: date | None) -> None:
            if on:
                self._why("stopped_early", rows, lambda why, who: self._stop(rows, on, why, who))

        self._ask_last_day(rows, take)

    def _stop(self, rows: Rows, on: date, why: str, who: str) -> None:
        self.do(
            rows,
            lambda row, batch: self.registering.end(row, batch, on, ended_by=who, reason=why),
            _("stopped early"),
            those,
        )

    def _ask_last_day(self, rows: Rows, take: Callable[[date | None], None]) -> None:
        today = self.today
        quick = [Quick(_("today"), today), Quick(_("yesterday"), today - timedelta(days=1))]
        self.app.push_screen(AskPastDay(_("The last day"), quick, today=today, about=about(rows)), take)

    def _no_show(self, rows: Rows) -> None:
        self.do(rows, self.registering.no_show, _("did not come"), those)

    def _cancel(self, rows: Rows) -> None:
        def cancel(why: str, who: str) -> None:
            self.do(
                rows,
                lambda row, batch: self.registering.cancel(row, batch, ended_by=who, reason=why),
                _("called off"),
                those,
            )

        self._why("cancelled", rows, cancel)

    def _why(self, ends: str, rows: Rows, then: Ending) -> None:
        """The reason, and then who ended it."""
        known = reference.table("endings")
        reasons = [
            Choice(code, reference.name("endings", code))
            for code, each in known.items()
            if ends in each["ends"]
        ]
        people = [Choice(code, _(ENDED_BY[code])) for code in EndedBy if code != EndedBy.UNKNOWN]

        def ask_who(why: str | None) -> None:
            if why:
                self.app.push_screen(
                    Choose(_("Who ended it?"), people, about=about(rows)),
                    lambda who: then(why, who) if who else None,
                )

        self.app.push_screen(Choose(_("Why?"), reasons, about=about(rows)), ask_who)


def ending_choices(rows: Rows, today: date) -> list[Choice]:
    """How these can end; last what does not fit, with why."""
    started = all(row.started_on for row in rows)
    none_started = not any(row.started_on for row in rows)
    over = all(row.planned_end and row.planned_end <= today for row in rows)
    due = all(row.planned_start and row.planned_start <= today for row in rows)
    not_yet, already = _("It has not started."), _("It started already.")
    to_come, not_due = _("Its last day is still to come."), _("Its first day is still to come.")
    choices = [
        _ending("as_planned", _("ended as planned"), not_yet if not started else to_come if not over else ""),
        _ending("on", _("ended on another day, after all that was planned"), "" if started else not_yet),
        _ending("early", _("stopped early"), "" if started else not_yet),
        _ending("no_show", _("did not come"), already if not none_started else not_due if not due else ""),
        _ending("cancel", _("called off"), "" if none_started else already),
    ]
    return sorted(choices, key=lambda choice: not choice.available)


def _ending(code: str, words: str, why_not: str) -> Choice:
    return Choice(code, words, available=not why_not, reason=why_not)
