"""The keys about whose request it is: handing over and taking over."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from stagedesk.i18n import _, ngettext
from stagedesk.ui import dialogs, texts
from stagedesk.ui.screens.acting import Rows, about
from stagedesk.ui.screens.asking_departments import AskingDepartments
from stagedesk.ui.widgets.choice import Choice

if TYPE_CHECKING:  # the screen is painted before the database is imported
    from stagedesk.services.city.people import Member
    from stagedesk.ui.reading import Reading


class OwnerKeys(AskingDepartments):
    """Keys of the registry that change the owner."""

    def act_take_over(self) -> None:
        self.gather("take_over", lambda rows: self.decide(rows, self.deciding.take_over, _("yours now")))

    def act_hand_over(self) -> None:
        self.gather("hand_over", self.hand_over)

    def hand_over(self, rows: Rows) -> None:
        def choose(members: "Sequence[Member]") -> None:
            choices = people_choices(self.reading, [each for each in members if each.decides])
            self.app.push_screen(dialogs.HandOver(_("Hand over to"), choices, about=about(rows)), take)

        def take(handing: dialogs.Handing | None) -> None:
            if handing:
                self.decide(
                    rows,
                    lambda row, batch: self.deciding.hand_over(
                        row, handing.to.code, batch, note=handing.note
                    ),
                    _("handed over to {who}").format(who=handing.to.name),
                )

        self.ask("members", self.reading.members, choose)


def people_choices(reading: "Reading", members: "Sequence[Member]") -> list[Choice]:
    """The staff, each with how much they have and whether they are away."""
    return [Choice(each.code, each.name, detail=_about(reading, each)) for each in members]


def _about(reading: "Reading", member: "Member") -> str:
    words = ngettext("{count} open", "{count} open", member.open).format(count=member.open)
    if member.away_until is None:
        return words
    day = texts.day(member.away_until, reading.today)
    return texts.GAP.join(
        [_("away until {day}, {who} stands in").format(day=day, who=member.stand_in), words]
    )
