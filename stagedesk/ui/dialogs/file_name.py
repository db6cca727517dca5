"""Which file: its name is typed, and the files that begin like it are shown."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input, Static

from stagedesk.i18n import N_, _
from stagedesk.ui.dialogs.dialog import Dialog
from stagedesk.ui.shown import MUTED, shown
from stagedesk.ui.widgets.fields import LineField
from stagedesk.ui.widgets.hints import Hint

SHOWN = 12


@dataclass(frozen=True, slots=True)
class Alike:
    """The files whose names begin with what was typed; those of folders end in a separator."""

    typed: str
    names: tuple[str, ...]
    is_file: bool
    """What was typed is a file itself."""


class FileName(Dialog[Path]):
    """Gives a file that is there; Tab completes its name as far as it is plain.

    The disk may be slow or far away: it is only looked at in a worker.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete", N_("Complete the name"), show=False, priority=True, id="file.complete"),
    ]

    class Looked(Message):
        """From the worker: what is there, and the key that waited for it."""

        def __init__(self, found: Alike, key: str) -> None:
            super().__init__()
            self.found, self.key = found, key

    def __init__(self, heading: str, *, endings: Sequence[str] = (".xlsx", ".xls", ".ods", ".csv")) -> None:
        super().__init__(heading, about=", ".join(endings))
        self.endings = tuple(endings)
        self.field = LineField(f"{Path.cwd()}{os.sep}")

    def body(self) -> ComposeResult:
        yield self.field
        yield Static(classes="dialog-so-far", markup=False)

    def hints(self) -> Sequence[Hint]:
        return Hint("enter", _("read it")), Hint("tab", _("complete"))

    def on_mount(self) -> None:
        self.field.focus()
        self.field.action_end()
        self.look()

    @on(Input.Changed)
    def look(self) -> None:
        self._look(self.field.value, "")

    @on(Input.Submitted)
    def take(self) -> None:
        self._look(self.field.value, "enter")

    def action_complete(self) -> None:
        self._look(self.field.value, "tab")

    @work(thread=True, group="file")
    def _look(self, typed: str, key: str) -> None:
        self.post_message(self.Looked(alike(typed, self.endings), key))

    @on(Looked)
    def show(self, message: Looked) -> None:
        found = message.found
        if found.typed != self.field.value:
            return  # more was typed meanwhile: that is looked for as well
        self._show(found)
        if message.key == "tab":
            self._complete(found)
        elif message.key == "enter" and found.is_file:
            self.dismiss(_path(found.typed.strip()))
        elif message.key == "enter":
            self.notify(_("There is no such file."), severity="warning", markup=False)

    def _show(self, found: Alike) -> None:
        names = [Path(name).name + (os.sep if name.endswith(os.sep) else "") for name in found.names]
        more = " …" if len(names) > SHOWN else ""
        words = "  ".join(names[:SHOWN]) + more
        self.query_one(".dialog-so-far", Static).update(shown(words or _("There is no such file."), MUTED))

    def _complete(self, found: Alike) -> None:
        if common := beginning(found.names):
            self.field.value = common
            self.field.action_end()


def _path(typed: str) -> Path:
    return Path(typed or ".").expanduser()


def alike(typed: str, endings: Sequence[str]) -> Alike:
    """Folders, and files with these endings, whose names begin with what is typed."""
    path = _path(typed)
    folder, name = (path, "") if typed.endswith(os.sep) else (path.parent, path.name)
    found = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.startswith(name) and (name.startswith(".") or not entry.name.startswith(".")):
                    found += _named(folder, entry, endings)
        is_file = _path(typed.strip()).is_file()
    except (OSError, ValueError):  # no such folder, or no name that a file can have
        return Alike(typed, (), False)
    return Alike(typed, tuple(sorted(found)), is_file)


def _named(folder: Path, entry: "os.DirEntry[str]", endings: Sequence[str]) -> list[str]:
    path = str(folder / entry.name)
    if entry.is_dir():
        return [path + os.sep]
    return [path] if entry.name.lower().endswith(tuple(endings)) else []


def beginning(names: Sequence[str]) -> str:
    """The letters with which all of these begin."""
    letters = takewhile(lambda each: len(set(each)) == 1, zip(*names, strict=False))
    return "".join(each[0] for each in letters)
