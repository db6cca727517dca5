"""What every screen of the desk has: the modes at the top, its keys at the bottom, the reasons for both."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.screen import Screen

from stagedesk.errors import StagedeskError, StaleRequest
from stagedesk.i18n import N_, _
from stagedesk.services.actions import ACTIONS, BY_ID, LOOKS, OF_FIGURES, Action
from stagedesk.services.rows import RequestRow
from stagedesk.ui import dialogs
from stagedesk.ui.asking import Asking
from stagedesk.ui.widgets.hints import Hint, Hints
from stagedesk.ui.widgets.mail_view import MailView
from stagedesk.ui.widgets.tabs import TabLine

if TYPE_CHECKING:
    from textual.notifications import SeverityLevel

    from stagedesk.ui.app import DeskApp
    from stagedesk.ui.office import Office

HELP_KEY = BY_ID["keys"].key
# A list has these keys itself; the app leaves by its own.
_OF_OTHERS = frozenset({"mark", "quit"})
_LONG = 140


def bindings() -> list[BindingType]:
    """A key for every action of the registry, under the action's own name."""
    return [
        Binding(action.key, f"act({action.id!r})", action.help, show=False, id=action.id)
        for action in ACTIONS
        if action.id not in _OF_OTHERS
    ]


class DeskScreen(Asking, Screen[None]):
    """A place of the desk. Its own parts stand in `body`."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (120, "-wide")]
    AUTO_FOCUS = "#list"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(),
        Binding("escape", "back", N_("Back to where you came from"), show=False, id="screen.back"),
        Binding(
            "equals_sign", "preview_only", N_("The preview alone, and back"), show=False, id="screen.preview"
        ),
        Binding("J", "scroll_mail(3)", N_("The mail further down"), show=False, id="screen.mail-down"),
        Binding("K", "scroll_mail(-3)", N_("The mail further up"), show=False, id="screen.mail-up"),
    ]
    MODE: ClassVar[str] = ""
    """The key of the mode that this screen belongs to."""
    PLACE: ClassVar[str] = ""
    """Marked for translation."""
    OFFERED: ClassVar[Sequence[str]] = ()
    """The actions that stand at the bottom, the most useful first."""
    NAMES_PEOPLE: ClassVar[bool] = True
    """Whoever may see figures only does not get here."""
    ENTER_OPENS: ClassVar[bool] = False
    """Enter only shows something here: everybody may press it."""

    def __init__(self) -> None:
        super().__init__()
        self.tab_line = TabLine(id="tabs")
        self.hint_line = Hints(help_key=HELP_KEY)
        self.about = ""
        """The reference of the request that this screen is about, if it is about one alone."""
        self.latest: object = None
        """What the history was when this screen was read."""

    def compose(self) -> ComposeResult:
        fitting = [name for least, name in self.HORIZONTAL_BREAKPOINTS if least <= self.app.size.width]
        self.add_class(*fitting[-1:], update=False)  # else Textual does, and styles everything once more
        yield self.tab_line
        yield from self.body()
        yield self.hint_line

    def body(self) -> ComposeResult:
        yield from ()

    @property
    def desk_app(self) -> "DeskApp":
        return cast("DeskApp", self.app)

    @property
    def office(self) -> "Office | None":
        return self.desk_app.office

    @property
    def opened_office(self) -> "Office":
        """What a screen reads and decides with; nothing is read and no key works before it is there."""
        office = self.office
        assert office is not None, "the desk is not open yet"
        return office

    def database_url(self) -> str:
        return self.desk_app.settings.database

    def on_mount(self) -> None:
        self.speak()
        if self.office:
            self.opened()

    def on_screen_resume(self) -> None:
        self.show_tabs()
        if self.office and self.latest != self.desk_app.latest:
            self.reload()

    def opened(self) -> None:
        """The desk is open: there is something to show."""
        self.reload()

    def reload(self, keep: int | None = None) -> None:
        """Read everything on this screen again; the cursor stays, or goes to the request to keep."""
        self.latest = self.desk_app.latest

    def speak(self) -> None:
        """Say everything in the reader's language; also after that was switched."""
        self.show_tabs()
        self.show_hints()

    def tick(self) -> None:
        """A minute went by: ages and times read otherwise."""

    def show_tabs(self) -> None:
        self.tab_line.tabs = self.desk_app.tabs()
        self.tab_line.current = self.MODE

    def show_hints(self) -> None:
        first = [*self.first_hints(), *self.way_back()]
        said = {hint.words for hint in first}
        others = [self.hint(BY_ID[name]) for name in self.OFFERED]
        self.hint_line.show([*first, *(hint for hint in others if hint.words not in said)])

    def first_hints(self) -> Sequence[Hint]:
        """What Enter does here and now."""
        return ()

    def way_back(self) -> Sequence[Hint]:
        return [Hint("escape", _("back"))] if len(self.app.screen_stack) > 1 else []

    def hint(self, action: Action) -> Hint:
        reason = self.refusal(action)
        return Hint(action.key, _(action.words), not reason, reason)

    def in_hand(self) -> RequestRow | None:
        """The request that a key is about."""
        return None

    def refusal(self, action: Action) -> str:
        """Why whoever is here cannot do it now: by their role, else by what is in hand."""
        return self._by_role(action) or self.reason(action)

    def _by_role(self, action: Action) -> str:
        if self.office is None or action.id in OF_FIGURES:
            return ""
        looks = action.id in LOOKS or (action.id == "confirm" and self.ENTER_OPENS)
        return self.desk_app.figures_only() or ("" if looks else self.office.reading.looks_on())

    def reason(self, action: Action) -> str:
        """Why an action cannot be done here and now; empty when it can."""
        return action.reason(self.in_hand()) if action.on_request else ""

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """With words in the reader's language, and greyed with the reason where a key is of no use now."""
        return {key: self._told(active) for key, active in super().active_bindings.items()}

    def _told(self, active: ActiveBinding) -> ActiveBinding:
        binding = active.binding
        action = BY_ID.get(binding.id or "")
        reason = self.refusal(action) if action else self.desk_app.why_not_there(binding.action)
        words = _(binding.description) if binding.description else ""
        return active._replace(
            binding=replace(binding, description=words),
            enabled=active.enabled and not reason,
            tooltip=reason or active.tooltip,
        )

    def action_act(self, name: str) -> None:
        """A key of the registry was pressed."""
        action = BY_ID[name]
        if reason := self.refusal(action):
            self.say(reason, severity="warning")
        elif self.office is None:
            self.say(_("The desk is still being opened."))
        else:
            getattr(self, f"act_{name}")()

    def action_back(self) -> None:
        if len(self.app.screen_stack) > 1:
            self.dismiss()

    def action_preview_only(self) -> None:
        """Give the preview the whole screen, where there is one."""
        if self.query("#preview"):
            self.toggle_class("-preview-only")

    def action_scroll_mail(self, lines: int) -> None:
        """Read on without leaving the list."""
        for mail in self.query(MailView):
            mail.action_scroll(lines)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("scroll_mail", "preview_only"):
            return bool(self.query("MailView" if action == "scroll_mail" else "#preview"))
        return super().check_action(action, parameters)

    def act_keys(self) -> None:
        self.app.push_screen(
            dialogs.Keys(_("All keys: {place}").format(place=_(self.PLACE)), self.all_keys()), self._press
        )

    def all_keys(self) -> list[Hint]:
        """Every key that does something here, those of one action together, deciding ones first."""
        here = [action for action in ACTIONS if action.id not in _OF_OTHERS]
        found = {action.id: self.hint(action)._replace(group=_(action.help)) for action in here}
        for key, active in self.active_bindings.items():
            name = active.binding.id
            # Textual's own have no name; Enter of a list is what Enter does on this screen.
            if name and name not in BY_ID and name != "list.select":
                keys = f"{found[name].key},{key}" if name in found else key
                found[name] = Hint(keys, active.binding.description, active.enabled, active.tooltip)
        reader = bool(self.desk_app.figures_only())  # who finds the few keys that work at the top
        return sorted(found.values(), key=lambda each: reader and not each.available)

    def _press(self, key: str | None) -> None:
        if key:
            self.app.simulate_key(key)

    def act_reload(self) -> None:
        self.desk_app.look(anyway=True)

    def act_language(self) -> None:
        self.desk_app.switch_language()

    def act_undo(self) -> None:
        self.desk_app.undo()

    def act_export(self) -> None:
        self.desk_app.export()

    def act_accounts(self) -> None:
        self.desk_app.open_accounts()

    def act_outbox(self) -> None:
        self.desk_app.open_outbox()

    def act_closing_days(self) -> None:
        self.desk_app.open_closing_days()

    def act_presence(self) -> None:
        self.desk_app.open_presence()

    def act_introduction(self) -> None:
        self.desk_app.open_introduction()

    def act_new(self) -> None:
        from stagedesk.ui.screens.placement_form import new_placement

        new_placement(self, lambda row: self.desk_app.open_placement(row.ref))

    def act_take_list(self) -> None:
        from stagedesk.ui.screens.taking_lists import which_list

        which_list(self)

    def act_call(self) -> None:
        from stagedesk.ui.screens.yearly_call import ask_call

        ask_call(self)

    def act_fetch(self) -> None:
        self.desk_app.fetch()

    def act_fold(self) -> None:
        self.say(_("There is no mail on this screen; o opens the request with its mails."))

    def act_search(self) -> None:
        self.desk_app.search()

    def look_for(self, words: str | None) -> None:
        """Find requests with these words, or ask for words, where all requests are."""

    def say(self, words: str, *, severity: "SeverityLevel" = "information") -> None:
        """A line in the corner; what does not fit there stays until it was read."""
        if len(words) > _LONG:
            self.app.push_screen(dialogs.Tell(_("Please read"), words))
        else:
            self.desk_app.tell(words, severity)

    def failed(self, error: StagedeskError) -> None:
        if isinstance(error, StaleRequest):
            self.desk_app.look(anyway=True)
        self.say(str(error), severity="error")
