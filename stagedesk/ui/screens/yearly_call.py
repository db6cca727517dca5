"""The yearly calls to the departments: which one, of which year, who is asked, and then it goes out."""

from stagedesk.domain.codes import Letter
from stagedesk.i18n import _, ngettext
from stagedesk.services.clock.calls import Called
from stagedesk.ui.dialogs.choose import Choose
from stagedesk.ui.dialogs.confirm import Confirm
from stagedesk.ui.screens.desk_screen import DeskScreen
from stagedesk.ui.widgets.choice import Choice


def ask_call(screen: DeskScreen) -> None:
    """Ask which call, tell who would be asked, and send it when somebody says yes."""
    office = screen.office
    if office is None:
        return
    year = office.reading.today.year
    choices = [
        Choice(f"{Letter.PLACES_CALL} {each}", _("which places they offer in {year}").format(year=each))
        for each in (year + 1, year)
    ]
    choices += [
        Choice(
            f"{Letter.ARRANGED_CALL} {each}", _("what they arranged themselves in {year}").format(year=each)
        )
        for each in (year, year - 1)
    ]

    def take(code: str | None) -> None:
        if code:
            letter, of_year = code.split()
            _look(screen, Letter(letter), int(of_year))

    screen.app.push_screen(Choose(_("Ask the departments"), choices), take)


def _look(screen: DeskScreen, letter: Letter, year: int) -> None:
    office = screen.opened_office
    screen.ask(
        "call",
        lambda: office.register.would_call(letter, year),
        lambda found: _sure(screen, letter, year, found),
    )


def _sure(screen: DeskScreen, letter: Letter, year: int, found: Called) -> None:
    left_out = ", ".join(f"{code} ({why})" for code, why in found.left_out)
    if not found.asked:
        screen.say(_("No department is to be asked: {why}").format(why=left_out), severity="warning")
        return
    words = ngettext("Write to {count} department?", "Write to {count} departments?", len(found.asked))
    about = _("not: {whom}").format(whom=left_out) if left_out else ", ".join(found.asked)
    question = Confirm(words.format(count=len(found.asked)), yes=_("write to them"), about=about)
    screen.app.push_screen(question, lambda sure: _send(screen, letter, year) if sure else None)


def _send(screen: DeskScreen, letter: Letter, year: int) -> None:
    office = screen.opened_office

    def said(called: Called) -> None:
        words = ngettext("{count} department is asked.", "{count} departments are asked.", len(called.asked))
        undo = _("u takes it back as long as the letters wait.")
        screen.say(f"{words.format(count=len(called.asked))} {undo}")
        screen.desk_app.look(anyway=True)

    screen.have_done(lambda: office.registering.call(letter, year), said)
