"""One mail to read: who and what, the newest text, the rest folded, and what the desk made of it."""

from collections.abc import Iterator, Sequence
from typing import ClassVar, NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.style import Style
from textual.widgets import Static

from stagedesk.i18n import N_, _, ngettext
from stagedesk.ui.shown import MUTED, NOTHING, Shown, fit, joined, shown

# A first look at a mail must not take longer than a key; the rest unfolds. Wrapping far more would freeze.
_FIRST_LOOK = 10_000
_AT_MOST = 300_000
_FACT_GAP = "   "
_NAME_AT_MOST = 30
_BEST = shown("▶", "bold $text-accent")
_OTHER = Shown(Content(" "))
_FOLD = Style.from_meta({"fold": True})


class MailText(NamedTuple):
    """What there is to show of one mail; all of it may come from strangers."""

    heading: tuple[str, ...]
    visible: str
    quoted: str = ""
    signature: str = ""
    attachments: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    """What was understood: a label and a value each."""
    suggestion: tuple[tuple[str, str], ...] = ()
    """What the desk proposes and why, the best first."""


class MailView(Vertical):
    """A mail whose text scrolls between its heading and what was understood, which stay in sight."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q", "fold", N_("Unfold"), show=False, id="mail.fold"),
        Binding("j", "scroll(1)", N_("Down"), show=False, id="mail.down"),
        Binding("k", "scroll(-1)", N_("Up"), show=False, id="mail.up"),
    ]

    def __init__(self, *, empty: str = "", id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self.empty = empty
        """What stands here when there is no mail to show."""
        self.mail: MailText | None = None
        self.unfolded = False
        parts = ("heading", "text", "facts", "suggestion")
        self._parts = {part: Static(classes=f"mail-{part}", markup=False) for part in parts}
        self._body = VerticalScroll(self._parts["text"], classes="mail-body")

    def compose(self) -> ComposeResult:
        if self.mail or self.empty:
            yield from self._shown_parts()

    def _shown_parts(self) -> ComposeResult:
        yield self._parts["heading"]
        yield self._body
        yield self._parts["facts"]
        yield self._parts["suggestion"]

    def on_mount(self) -> None:
        if self.children:
            self._lay_all()

    def on_resize(self) -> None:
        if self.children:
            self._lay_facts()

    def on_click(self, event: events.Click) -> None:
        if event.style.meta.get("fold"):
            event.stop()
            self.action_fold()

    def show(self, mail: MailText | None) -> None:
        """Show this mail from its beginning, folded; a mail that is shown already stays as it is."""
        if mail == self.mail:
            return
        self.mail = mail
        self.unfolded = False
        if not self.is_mounted:
            return
        if not self.children:  # the first mail: until then there is nothing to paint
            self.mount_all(self._shown_parts())
        self._body.scroll_home(animate=False)
        self._lay_all()

    def action_fold(self) -> None:
        """Unfold quotes, signature and what is too long for a first look, or fold them again."""
        self.unfolded = not self.unfolded
        self._lay_text()

    def action_scroll(self, lines: int) -> None:
        if self._body.is_attached:
            self._body.scroll_relative(y=lines, animate=False)

    def action_turn(self, pages: int) -> None:
        self.action_scroll(pages * max(1, self._body.size.height - 1))

    def _lay_all(self) -> None:
        heading = self.mail.heading if self.mail else (self.empty,)
        first, *others = heading or ("",)
        self._put("heading", [shown(first, "bold" if self.mail else ""), *map(shown, others)])
        self._lay_text()
        self._lay_facts()

    def _lay_text(self) -> None:
        self._put("text", _text(self.mail, unfolded=self.unfolded) if self.mail else [])

    def _lay_facts(self) -> None:
        """What is cut or wrapped to the width."""
        width = self.size.width - 2
        self._put("facts", flow(self.mail.facts, width) if self.mail else [])
        self._put("suggestion", _suggested(self.mail.suggestion, width) if self.mail else [])

    def _put(self, part: str, lines: Sequence[Content]) -> None:
        place = self._parts[part]
        place.display = bool(lines)
        place.update(Content("\n").join(lines))


def flow(facts: Sequence[tuple[str, str]], width: int) -> list[Shown]:
    """Labels with their values, as many on a line as fit."""
    lines: list[Shown] = []
    for label, value in facts:
        fact = joined([shown(label, MUTED), shown(value)], "  ")
        longer = joined([lines[-1], fact], _FACT_GAP) if lines else fact
        if lines and longer.cell_length <= width:
            lines[-1] = longer
        else:
            lines.append(fact)
    return lines


def _suggested(suggestion: Sequence[tuple[str, str]], width: int) -> list[Shown]:
    """The first with all its reasons, the others on one line each."""
    names = [shown(name, "" if place else "bold") for place, (name, _why) in enumerate(suggestion)]
    column = min(max((name.cell_length for name in names), default=0), _NAME_AT_MOST)
    lines = [
        joined([_OTHER if place else _BEST, fit(name, column), shown(why)], " ")
        for place, (name, (_name, why)) in enumerate(zip(names, suggestion, strict=True))
    ]
    return [*lines[:1], *(fit(line, width) for line in lines[1:])]


def _text(mail: MailText, *, unfolded: bool) -> list[Shown]:
    text, more = _cut(mail.visible, _AT_MOST if unfolded else _FIRST_LOOK)
    folds = [*_folds(mail, more, unfolded=unfolded)]
    files = [shown(f"📎 {attachment}") for attachment in mail.attachments]
    if unfolded:
        opened = [part for title, body in folds for part in (title, shown(body, MUTED, lines=True)) if part]
        return _with_air([shown(text, lines=True)], opened, files)
    return _with_air([shown(text, lines=True)], [joined([title for title, _body in folds] + files, "   ")])


def _with_air(*blocks: Sequence[Shown]) -> list[Shown]:
    """The blocks that hold something, a blank line between them."""
    lines: list[Shown] = []
    for block in blocks:
        if any(block):
            lines += [NOTHING, *block] if lines else block
    return lines


def _folds(mail: MailText, more: int, *, unfolded: bool) -> Iterator[tuple[Shown, str]]:
    """The line that stands for each folded part, and the part."""
    quoted = mail.quoted.strip()
    count = quoted.count("\n") + 1
    parts = (
        (more, ngettext("{count} more line", "{count} more lines", more).format(count=more), ""),
        (
            quoted,
            ngettext("{count} quoted line", "{count} quoted lines", count).format(count=count),
            mail.quoted,
        ),
        (mail.signature.strip(), _("signature"), mail.signature),
    )
    for there, words, body in parts:
        if there:
            # What even unfolding does not show has nothing to open.
            mark = ("▾" if body else "…") if unfolded else "▸"
            yield Shown(shown(f"{mark} {words}", MUTED).stylize(_FOLD)), _cut(body, _AT_MOST)[0]


def _cut(text: str, limit: int) -> tuple[str, int]:
    """The lines that fit within so many characters, and how many are left out."""
    if len(text) <= limit:
        return text, 0
    end = text.rfind("\n", 0, limit)
    kept = text[: limit if end <= 0 else end]
    return kept, text.count("\n", len(kept)) + (end <= 0)
