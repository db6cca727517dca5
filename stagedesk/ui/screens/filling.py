"""Filling a form on a screen: what is typed survives a crash, what is refused stays in the form."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, TypeVar

from stagedesk.driver import in_words
from stagedesk.errors import StagedeskError, StaleRequest
from stagedesk.ui import form_drafts
from stagedesk.ui.dialogs.form import Form, Values
from stagedesk.ui.dialogs.form_fields import Field
from stagedesk.ui.screens.desk_screen import DeskScreen

Stored = TypeVar("Stored")
Warnings = Callable[[Values], Sequence[str]]


class Filling:
    """One form of one screen. Any: what is stored is whatever the form is about."""

    def __init__(
        self,
        screen: DeskScreen,
        name: str,
        store: Callable[[Values], Any],
        stored: Callable[[Any], None],
        warnings: Warnings | None = None,
    ) -> None:
        self.screen, self.name = screen, name
        self.store, self.stored, self.warnings = store, stored, warnings
        self.saving = False

    def open(self, heading: str, fields: Sequence[Field], *, about: str = "") -> None:
        """Show the form, with what was typed in it before and never saved."""
        database = self.screen.database_url()

        def show(restored: Mapping[str, str]) -> None:
            form = Form(
                heading,
                fields,
                about=about,
                restored={name: restored[name] for name in restored if any(f.name == name for f in fields)},
                save=self._save,
                typed=self._typed,
                left=partial(self._left, fields),
            )
            self.form = form
            self.screen.app.push_screen(form)

        self.screen.ask("form", lambda: form_drafts.read(database, self.name), show)

    def _typed(self, form: Form) -> None:
        changed = form.texts() if form.is_changed() else {}
        self._keep(changed)
        if self.warnings is not None:
            warnings, values = self.warnings, form.values()
            self.screen.ask("warnings", lambda: _quietly(warnings, values), partial(self._warn, form))

    def _warn(self, form: Form, found: Sequence[str]) -> None:
        if form.is_mounted and not form.done:
            form.warn(found)

    def _keep(self, texts: dict[str, str]) -> None:
        database = self.screen.database_url()
        self.screen.ask("draft", lambda: form_drafts.keep(database, self.name, texts), lambda _kept: None)

    def _left(self, fields: Sequence[Field], needed: bool) -> None:
        """The program ends with the form open, or the form is done with."""
        if needed:
            form_drafts.keep(self.screen.database_url(), self.name, self.form.texts())
        else:
            self._keep({})

    def _save(self, form: Form, values: Values) -> None:
        if self.saving:
            return  # the same key twice
        self.saving = True
        database = self.screen.database_url()

        def save() -> Any:
            try:
                with in_words(database):
                    return self.store(values)
            except StagedeskError as error:
                return error

        self.screen.have_done(save, partial(self._saved, form))

    def _saved(self, form: Form, stored: Any) -> None:
        self.saving = False
        if isinstance(stored, StagedeskError):
            form.say(str(stored))
            if isinstance(stored, StaleRequest):
                self.screen.desk_app.look(anyway=True)
            return
        form.finish()
        self.stored(stored)
        self.screen.desk_app.look(anyway=True)


def _quietly(warnings: Warnings, values: Values) -> Sequence[str]:
    """A form that is half filled has nothing to warn of yet."""
    try:
        return warnings(values)
    except StagedeskError:
        return ()
