"""Ask for a day that may be over: the day on which something was, or any day to look at."""

from datetime import date, timedelta

from stagedesk.i18n import _
from stagedesk.ui.dialogs.ask_date import AskDate
from stagedesk.ui.shown import short_day


class AskAnyDay(AskDate):
    """Gives any day."""

    def fits(self, day: date) -> bool:
        return True


class AskPastDay(AskDate):
    """Gives a day that has come: what is typed without a year is the last such day."""

    def fits(self, day: date) -> bool:
        return day <= self.today

    def meant(self) -> date | None:
        day = super().meant()
        typed = self.field.value.strip()
        if day is None or self.fits(day) or typed.startswith("+") or str(day.year) in typed:
            return day
        in_a_week = day - self.today <= timedelta(days=7)
        return day - timedelta(days=7) if in_a_week and typed.isalpha() else _year_before(day)

    def _words(self, day: date | None) -> str:
        if day is None or self.fits(day):
            return super()._words(day)
        return _("{day} is still to come.").format(day=short_day(day, year=True))


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
