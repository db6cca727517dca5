"""The keys that do something with places: candidates, the vacancy, taking back, correcting."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from stagedesk.i18n import N_, _, ngettext
from stagedesk.services import reference
from stagedesk.services.register.place_rows import PlaceRow
from stagedesk.services.register.places import offer_of
from stagedesk.services.rows import RequestRow
from stagedesk.ui import texts
from stagedesk.ui.dialogs.choose import Choose
from stagedesk.ui.dialogs.form_fields import Field
from stagedesk.ui.dialogs.message import Tell
from stagedesk.ui.register_reading import SeenPlace
from stagedesk.ui.screens.doing import nothing
from stagedesk.ui.screens.filling import Filling
from stagedesk.ui.screens.place_form import open_offer
from stagedesk.ui.screens.place_texts import CANDIDATE, why
from stagedesk.ui.screens.register_screen import RegisterScreen
from stagedesk.ui.widgets.choice import Choice

Rows = Sequence[PlaceRow]
WITHDRAWN = N_("It was taken back; u takes that back.")


class PlaceKeys(RegisterScreen):
    """The place under the cursor, or those that are marked."""

    HERE = frozenset({"confirm", "open", "link", "answer", "close", "mark", "vacancy", "change"})

    def place(self) -> PlaceRow | None:
        """The place that a key is about."""
        return None

    def marked(self) -> int:
        """How many places are marked."""
        return 0

    def read_marked(self) -> Rows:
        return ()

    def why_not(self, name: str) -> str:
        row = self.place()
        if row is None:
            return _("There is no place here.")
        if row.withdrawn_on and name in ("link", "close", "vacancy", "change"):
            return _(WITHDRAWN)
        if name == "answer" and not row.candidates:
            return _("It has no candidate that is not decided about; m adds one.")
        return ""

    # Candidates --------------------------------------------------------------------------------------

    def act_confirm(self) -> None:
        """Decide about the candidates, else look for some."""
        self.action_act("answer" if not self.why_not("answer") else "link")

    def act_open(self) -> None:
        """The request of a candidate, or one of its placements."""
        row = self.place()
        if row is not None:
            self.ask("place", lambda: self.register.place(row.id), self._open)

    def _open(self, seen: SeenPlace) -> None:
        page = seen.page
        choices = [
            Choice(each.request.ref, each.request.who, _(CANDIDATE[each.outcome]), label=each.request.ref)
            for each in page.candidates
        ]
        choices += [Choice(each.ref, each.applicant, label=each.ref) for each in page.placements]

        def take(code: str | None) -> None:
            if code and code.startswith("P"):
                self.desk_app.open_placement(code)
            elif code:
                self.desk_app.open_request(code)

        if choices:
            dialog = Choose(_("Open"), choices, about=about([page.place]), digits=False)
            self.app.push_screen(dialog, take)
        else:
            self.say(_("Nobody has this place or asks for it; m looks for requests that fit."))

    def act_link(self) -> None:
        row = self.place()
        if row is not None:
            self.ask("place", lambda: self.register.place(row.id), self._propose)

    def _propose(self, seen: SeenPlace) -> None:
        row = seen.page.place
        choices = [
            Choice(match.request.ref, match.request.who, why(match), label=match.request.ref)
            for match in seen.matches
        ]
        if not choices:
            self.say(_("No open request fits this place."))
            return

        def take(ref: str | None) -> None:
            if ref:
                said = _("{ref} is a candidate").format(ref=ref)
                self.do([row], lambda each, _batch: self.registering.propose(each, ref), said, those)

        dialog = Choose(_("Which request is a candidate?"), choices, about=about([row]), digits=False)
        self.app.push_screen(dialog, take)

    def act_answer(self) -> None:
        row = self.place()
        if row is not None:
            self.ask("place", lambda: self.register.place(row.id), self._answer)

    def _answer(self, seen: SeenPlace) -> None:
        waiting = [each.request for each in seen.page.candidates if each.outcome is None]
        row = seen.page.place
        if len(waiting) == 1:
            self._outcome(row, waiting[0])
            return
        known = {each.ref: each for each in waiting}
        choices = [Choice(each.ref, each.who, texts.asks_for(each), label=each.ref) for each in waiting]
        dialog = Choose(_("Which candidate?"), choices, about=about([row]), digits=False)
        self.app.push_screen(dialog, lambda ref: self._outcome(row, known[ref]) if ref else None)

    def _outcome(self, row: PlaceRow, request: RequestRow) -> None:
        choices = [Choice(code, _(words)) for code, words in CANDIDATE.items() if code]

        def take(code: str | None) -> None:
            if code:
                said = f"{request.ref} {_(CANDIDATE[code])}"
                self.do(
                    [row], lambda each, _batch: self.registering.decide(each, request.ref, code), said, those
                )

        heading = _("What became of {who}?").format(who=request.who)
        self.app.push_screen(Choose(heading, choices, about=about([row])), take)

    # The place itself --------------------------------------------------------------------------------

    def act_close(self) -> None:
        if self.marked():
            self.ask("marked", self.read_marked, self._withdraw)
        elif row := self.place():
            self._withdraw([row])

    def _withdraw(self, rows: Rows) -> None:
        reasons = [
            Choice(code, reference.name("endings", code))
            for code, each in reference.table("endings").items()
            if "place" in each["ends"]
        ]

        def take(why_so: str | None) -> None:
            if why_so:
                self.do(
                    rows,
                    lambda row, batch: self.registering.withdraw_place(row, why_so, batch),
                    _("taken back"),
                    those,
                )

        self.app.push_screen(Choose(_("Why is it taken back?"), reasons, about=about(rows)), take)

    def act_change(self) -> None:
        row = self.place()
        if row is None:
            return
        open_offer(
            self,
            f"change of place {row.id}",
            _("Correct a place"),
            offer_of(row),
            lambda what: self.registering.change_place(row, what),
            self._changed,
        )

    def _changed(self, row: Any) -> None:  # Any: the form gives whatever was stored
        self.say(_("{who}: {what}. u takes it back.").format(who=row.title, what=_("corrected")))

    # The vacancy -------------------------------------------------------------------------------------

    def act_vacancy(self) -> None:
        row = self.place()
        if row is not None:
            self.ask("place", lambda: self.register.place(row.id), self._vacancy)

    def _vacancy(self, seen: SeenPlace) -> None:
        row = seen.page.place
        shown_at = [each for each in seen.page.publications if each.ended_on is None]
        choices = [
            Choice("read", _("read its text")),
            Choice("write", _("write it to a file"), _("as text, as a page, or as data for search engines")),
            Choice("publish", _("it is published …")),
            *(
                Choice(f"end {each.channel}", _("not published any more: {where}").format(where=each.channel))
                for each in shown_at
            ),
        ]

        def take(code: str | None) -> None:
            if code == "read":
                self.ask("vacancy", lambda: self.register.vacancy(row.id), self._read_vacancy)
            elif code == "write":
                self._write_vacancy(row)
            elif code == "publish":
                self._publish(row)
            elif code:
                self._unpublish(row, code.removeprefix("end "))

        self.app.push_screen(Choose(_("Vacancy"), choices, about=about([row])), take)

    def _read_vacancy(self, text: str) -> None:
        self.app.push_screen(Tell(_("Vacancy"), text))

    def _write_vacancy(self, row: PlaceRow) -> None:
        filling = Filling(
            self,
            "vacancy",
            lambda values: self.register.save_vacancy(row.id, Path(values["file"])),
            lambda file: self.say(_("Written: {file}").format(file=file)),
        )
        name = str(Path.cwd() / f"vacancy-{row.id}.html")
        about_it = _("its ending says how: .txt, .html or .json")
        filling.open(_("Write the vacancy to"), [Field("file", _("file"), name, needed=True)], about=about_it)

    def _publish(self, row: PlaceRow) -> None:
        filling = Filling(
            self,
            "publication",
            lambda values: self.registering.publish(row, values["channel"]),
            nothing,
        )
        lines = [Field("channel", _("where"), needed=True, placeholder=_("the city's site, a school …"))]
        filling.open(_("It is published"), lines, about=about([row]))

    def _unpublish(self, row: PlaceRow, channel: str) -> None:
        said = _("not published any more: {where}").format(where=channel)
        self.do([row], lambda each, _batch: self.registering.unpublish(each, channel), said, those)


def those(rows: Rows) -> str:
    """The place by its title, or how many they are."""
    if len(rows) == 1:
        return rows[0].title
    return ngettext("{count} place", "{count} places", len(rows)).format(count=len(rows))


def about(rows: Rows) -> str:
    """The second line of a dialog: which places."""
    if len(rows) == 1:
        return f"{rows[0].id} · {rows[0].title} · {rows[0].department_name}"
    return those(rows)
