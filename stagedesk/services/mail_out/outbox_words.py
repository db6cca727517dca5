"""How far a letter is, in a few words for people."""

from datetime import datetime

from stagedesk.i18n import N_, _
from stagedesk.services.mail_out.outbox_list import LetterRow

WORDS = {
    "sending": N_("leaving now"),
    "sent": N_("sent"),
    "failed": N_("refused"),
    "uncertain": N_("nobody knows whether it left"),
    "dropped": N_("not sent"),
    "returned": N_("came back"),
}


def state_words(row: LetterRow, now: datetime) -> str:
    """In the reader's language; of a letter that waits also how long still."""
    if row.state != "held":
        return _(WORDS[row.state])
    seconds = (row.leaves_at - now).total_seconds()
    if row.retry_at and row.retry_at > now:
        return _("next try {when}").format(when=_soon(seconds))
    return _("leaves {when}").format(when=_soon(seconds)) if seconds > 0 else _("leaves with the next run")


def _soon(seconds: float) -> str:
    if seconds < 120:
        return _("in {count} s").format(count=max(1, round(seconds)))
    if seconds < 120 * 60:
        return _("in {count} min").format(count=round(seconds / 60))
    return _("in {count} h").format(count=round(seconds / 3600))
