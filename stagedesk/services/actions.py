"""The one registry of what can be done: keys, footer, help, palette, commands and README come from it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from stagedesk.domain.codes import Outcome, Status, WaitingOn
from stagedesk.i18n import N_, _

if TYPE_CHECKING:  # --help reads this registry and must start at once
    from stagedesk.services.rows import RequestRow


def _always(_row: "RequestRow") -> str:
    return ""


def _needs_open(row: "RequestRow") -> str:
    return "" if row.is_open else N_("This request is closed; o opens it, R takes it up again.")


def _needs_closed(row: "RequestRow") -> str:
    return N_("This request is still open.") if row.is_open else ""


def _needs_department(row: "RequestRow") -> str:
    if closed := _needs_open(row):
        return closed
    # A question of the department leaves it asked while the desk has the ball.
    return "" if row.status == Status.ROUTED else N_("No department is asked about this request.")


def _needs_silent_department(row: "RequestRow") -> str:
    if row.is_open and row.waiting_on == WaitingOn.DEPARTMENT:
        return ""
    return _needs_department(row) or N_("This request does not wait for a department.")


def _needs_address(row: "RequestRow") -> str:
    if closed := _needs_open(row):
        return closed
    return "" if row.applicant_email else N_("There is no mail address of the applicant.")


def _needs_new_mail(row: "RequestRow") -> str:
    if row.status == Status.RECEIVED:
        return N_("A new request is routed, asked about, snoozed or closed.")
    return "" if row.attention_since else N_("There is no new mail on this request.")


def _needs_merged(row: "RequestRow") -> str:
    return "" if row.outcome == Outcome.DUPLICATE else N_("This request was not linked to another one.")


def _needs_other_sender(row: "RequestRow") -> str:
    same = (row.applicant, row.applicant_email) == (row.sender, row.sender_email)
    return N_("The sender is the applicant already.") if same else ""


class Action(NamedTuple):
    """Something a person can do.

    `words` is what the footer shows, `help` the sentence of help and palette (both marked for translation);
    `command` is the verb of the command line where there is one; `why_not` gives the reason (marked text)
    why it cannot be done with this request now, or nothing.
    """

    id: str
    key: str
    words: str
    help: str
    command: str = ""
    why_not: Callable[["RequestRow"], str] = _always
    on_request: bool = True
    """It is done with the request under the cursor (or with all that are marked)."""
    bulk: bool = False
    """It can be done with several requests at once."""
    of: str = ""
    """Where it is done when not with a request: on the screens of placements or of places."""

    def reason(self, row: "RequestRow | None") -> str:
        """Why this cannot be done now, in the reader's language; empty when it can."""
        if self.of:
            return _(ELSEWHERE[self.of])
        if not self.on_request:
            return ""
        if row is None:
            return _("There is no request here.")
        found = self.why_not(row)
        return _(found) if found else ""


ELSEWHERE = {
    "placement": N_("That is done with a placement; 4 shows them."),
    "place": N_("That is done with a place; 5 shows them."),
    "record": N_("That is done where placements, places or the directory are."),
}

ACTIONS: tuple[Action, ...] = (
    Action(
        "confirm",
        "enter",
        N_("confirm"),
        N_("Do what is suggested: route to the department, or confirm its answer."),
        why_not=_needs_open,
        bulk=True,
    ),
    Action("open", "o", N_("open"), N_("Show everything about this request."), "show"),
    Action("route", "r", N_("route"), N_("Ask a department about this request."), "route", _needs_open, bulk=True),
    Action("answer", "a", N_("answer"), N_("Write down what the department answered."), "answer", _needs_department),
    Action("tell", "b", N_("answer back"), N_("Answer what the department asks; it then has the ball again."), "tell", _needs_department),
    Action("ask", "i", N_("ask"), N_("Ask the applicant something by mail."), "ask", _needs_address),
    Action("close", "x", N_("close"), N_("End this request with an outcome and a reason."), "close", _needs_open, bulk=True),
    Action("link", "m", N_("link"), N_("This mail belongs to another request: move it there."), "link", _needs_open),
    Action("take_link", "l", N_("link as proposed"), N_("Link this request to the one that is proposed first."), "", _needs_open),
    Action("split", "s", N_("split off"), N_("The mail that is shown becomes a request of its own; or one for each person that it asks for."), "split"),
    Action("move", "M", N_("move mail"), N_("The mail that is shown belongs to another request: move it alone there."), "move"),
    Action("unmerge", "U", N_("un-merge"), N_("Take a linked request up again, with the mails that it had."), "unmerge", _needs_merged),
    Action("sender", "S", N_("sender asks"), N_("The sender of the mail is the applicant, not whoever was found in it."), "sender", _needs_other_sender),
    Action("note", "n", N_("note"), N_("Write something down with this request."), "note", bulk=True),
    Action("snooze", "z", N_("snooze"), N_("Put this request away until a day; it then comes back by itself."), "snooze", _needs_open, bulk=True),
    Action("seen", "v", N_("seen"), N_("This mail asks for nothing: out of the Inbox, nothing else changes."), "seen", _needs_new_mail, bulk=True),
    Action("wait_list", "w", N_("waiting list"), N_("Put this request on the waiting list until a day."), "wait-list", _needs_open),
    Action("remind", "e", N_("remind"), N_("Remind the department now."), "remind", _needs_silent_department, bulk=True),
    Action("plan", "p", N_("plan"), N_("Change what happens by itself: put it off, skip a step, another due date, stop chasing."), "plan", _needs_open, bulk=True),
    Action("withdraw", "t", N_("take back"), N_("Tell the department that it need not answer any more."), "withdraw", _needs_department),
    Action("reopen", "R", N_("reopen"), N_("Take a closed request up again."), "reopen", _needs_closed, bulk=True),
    Action("hand_over", "H", N_("hand over"), N_("Give this request to somebody else at the desk, with a note."), "handover", _needs_open, bulk=True),
    Action("take_over", "T", N_("take over"), N_("Make this request mine; two people never do the same work."), "take", _needs_open, bulk=True),
    Action("begin", "B", N_("start"), N_("The intern came: write down the first day."), "", of="placement", bulk=True),
    Action("interrupt", "I", N_("interrupt"), N_("The intern is away for a while, or is back."), "", of="placement"),
    Action("extend", "X", N_("extend"), N_("More days at the same department."), "", of="placement"),
    Action("papers", "d", N_("documents"), N_("How far a document is, who signed and who has the next move."), "", of="placement"),
    Action("hire", "h", N_("hired?"), N_("What came afterwards: hired, not hired, unknown."), "", of="placement", bulk=True),
    Action("vacancy", "y", N_("vacancy"), N_("Read the vacancy of this place, write it to a file, say where it is published."), "", of="place"),
    Action("change", "c", N_("change"), N_("Correct what is written down, in the same form."), "", of="record"),
    Action("new", "plus", N_("new"), N_("Register what this screen lists; elsewhere a placement that a department arranged."), "", on_request=False),
    Action("presence", "P", N_("who is where"), N_("Who is where on a day: every intern by department."), "presence", on_request=False),
    Action("introduction", "N", N_("introduction"), N_("Introduction days: whom to invite of those who started, and who came."), "introduction", on_request=False),
    Action("take_list", "F", N_("take over a list"), N_("Read a list of placements from a file, look at what each line would become, and take it over."), "import", on_request=False),
    Action("call", "Y", N_("yearly call"), N_("Ask the departments which places they offer, or what they arranged themselves."), "", on_request=False),
    Action("undo", "u", N_("undo"), N_("Take back your last step; also after a restart."), "undo", on_request=False),
    Action("mark", "space", N_("mark"), N_("Mark this request, to do something with several at once.")),
    Action("search", "slash", N_("search"), N_("Find requests by any words: reference, name, school, text."), "list", on_request=False),
    Action("fold", "q", N_("quotes"), N_("Show or hide quoted lines and the signature of a mail.")),
    Action("fetch", "f", N_("fetch"), N_("Take in new mail from the sources of the settings."), "fetch", on_request=False),
    Action("accounts", "A", N_("accounts"), N_("What became of every mail that the mailboxes showed."), "", on_request=False),
    Action("outbox", "O", N_("outbox"), N_("The letters that wait, that went wrong, and that left today."), "letters", on_request=False),
    Action("closing_days", "C", N_("closing days"), N_("The days on which nobody works, and no letter of the clock leaves."), "closing-days", on_request=False),
    Action("export", "E", N_("export"), N_("Write the workbook of a month."), "export", on_request=False),
    Action("reload", "f5", N_("reload"), N_("Read everything on this screen again."), "", on_request=False),
    Action("keys", "question_mark", N_("keys"), N_("Show all keys of this place."), "", on_request=False),
    Action("language", "L", N_("language"), N_("Switch between Dutch and English."), "", on_request=False),
    Action("quit", "ctrl+q", N_("quit"), N_("Leave the desk; everything is kept."), "", on_request=False),
)  # fmt: skip

BY_ID: dict[str, Action] = {action.id: action for action in ACTIONS}
# Whoever decides nothing may do these; of the others the key is grey.
LOOKS = frozenset(
    {
        "open", "presence", "introduction", "undo", "mark", "search", "fold", "fetch", "accounts", "outbox",
        "closing_days", "export", "reload", "keys", "language", "quit",
    }
)  # fmt: skip
# Whoever may see figures only has these; nothing of them shows a person.
OF_FIGURES = frozenset({"undo", "closing_days", "export", "reload", "keys", "language", "quit"})
