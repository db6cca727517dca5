"""A mail as it came: its bytes as text, cleaned, with nothing in it interpreted."""

from collections.abc import Sequence

from stagedesk.i18n import _, ngettext
from stagedesk.ui.dialogs.message import Tell
from stagedesk.ui.widgets.hints import Hint

MOST = 100_000
"""Bytes; more of one mail would take too long to lay out."""


class RawMail(Tell):
    """Read only, and as large as the screen allows."""

    def __init__(self, text: str, *, about: str, left_out: int = 0, command: str = "") -> None:
        if left_out:
            words = ngettext("{count} byte more: {command}", "{count} bytes more: {command}", left_out)
            text += "\n… " + words.format(count=left_out, command=command)
        super().__init__(_("The mail as it came"), text, about=about)

    def hints(self) -> Sequence[Hint]:
        return (*super().hints(), Hint("pagedown", _("further")))
