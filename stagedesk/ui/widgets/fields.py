"""Places to type in, where what is pasted is cleaned like all text from elsewhere."""

from textual import events
from textual.widgets import Input, TextArea

from stagedesk.domain.text import clean


class LineField(Input):
    """One line to type."""

    def __init__(self, value: str = "", *, placeholder: str = "", id: str | None = None) -> None:  # noqa: A002
        super().__init__(placeholder=clean(placeholder), compact=True, select_on_focus=False, id=id)
        self._first = clean(value)

    def on_mount(self) -> None:
        # Not in __init__: there Textual wants a running app, and a dialog is made before it is shown.
        with self.prevent(Input.Changed):
            self.value = self._first

    def on_paste(self, event: events.Paste) -> None:
        event.text = clean(event.text)


class TextField(TextArea):
    """Many lines to type."""

    def __init__(self, text: str = "", *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(clean(text, lines=True), compact=True, id=id)

    def on_paste(self, event: events.Paste) -> None:
        event.text = clean(event.text, lines=True)
