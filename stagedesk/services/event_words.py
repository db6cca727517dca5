"""What happened to a request, in a few words for people: one sentence for each kind of event."""

from collections.abc import Mapping
from typing import Any

from stagedesk.i18n import N_, _
from stagedesk.services import reference

SENTENCES = {
    "received": N_("mail taken in"),
    "landed": N_("mail came in"),
    "landed answer": N_("answer came in"),
    "landed automatic": N_("automatic mail came in"),
    "landed receipt": N_("receipt came in"),
    "bounced": N_("letter came back: {letter}"),
    "routed": N_("asked {department}, due {due_on}"),
    "answered": N_("{department} answered: {answer}"),
    "reminded": N_("reminded {department}"),
    "escalated": N_("{department} stays silent: to the supervisor"),
    "referral_withdrawn": N_("told {department} that it need not answer"),
    "asked": N_("asked the applicant, due {due_on}"),
    "closed": N_("closed: {outcome}"),
    "reopened": N_("reopened"),
    "linked": N_("linked to {to}"),
    "unlinked": N_("no longer linked to {to}"),
    "split": N_("a mail split off as {to}"),
    "moved": N_("a mail moved to {to}"),
    "applicant_set": N_("the sender is the applicant"),
    "noted": N_("note"),
    "snoozed": N_("put away until {until}"),
    "wait_listed": N_("on the waiting list until {until}"),
    "woken": N_("back on the list"),
    "seen": N_("seen"),
    "sent": N_("letter sent: {letter}"),
    "directory_imported": N_("{what} imported: {added} new, {changed} changed"),
    "exported": N_("workbook written"),
    "undone": N_("undone: {step}"),
}
STEPS = {
    "routed": N_("routing"),
    "answered": N_("answer"),
    "reminded": N_("reminder"),
    "escalated": N_("handing to the supervisor"),
    "referral_withdrawn": N_("taking the question back"),
    "asked": N_("question to the applicant"),
    "closed": N_("closing"),
    "reopened": N_("reopening"),
    "linked": N_("linking"),
    "unlinked": N_("taking a link back"),
    "split": N_("splitting off"),
    "moved": N_("moving a mail"),
    "applicant_set": N_("correction of the applicant"),
    "noted": N_("note"),
    "snoozed": N_("putting away"),
    "wait_listed": N_("waiting list"),
    "woken": N_("coming back"),
    "seen": N_("seen"),
    "directory_imported": N_("import of the directory"),
    "undone": N_("undo"),
}
LETTERS = {
    "referral": N_("question to the department"),
    "reminder_1": N_("first reminder"),
    "reminder_2": N_("second reminder"),
    "question": N_("question to the applicant"),
    "offer": N_("offer"),
    "refusal": N_("refusal"),
    "withdraw_referral": N_("question taken back"),
}
ANSWERS = {
    "yes": N_("yes"),
    "yes_if": N_("yes, if"),
    "no": N_("no"),
    "question": N_("a question"),
    "other_department": N_("another department"),
    "more_time": N_("more time"),
    "no_answer": N_("no answer"),
    "withdrawn": N_("not needed any more"),
}
PROPOSALS = ANSWERS | {"withdrawn": N_("withdrawn"), "reopen": N_("reopen")}
WORDS = {
    "letter": LETTERS,
    "what": {"departments": N_("departments"), "schools": N_("schools"), "staff": N_("staff")},
    "answer": ANSWERS,
    "proposal": PROPOSALS,
}
LISTS = {"outcome": "outcomes", "reason": "reasons"}


class _Words(dict[str, str]):
    """A fact that an older event lacks leaves a gap, not an error."""

    def __missing__(self, _name: str) -> str:
        return "?"


def event_words(kind: str, facts: Mapping[str, Any]) -> str:
    """The event in the reader's language, with what was said in it on the same line."""
    named = f"landed {facts.get('kind')}" if kind == "landed" else kind
    if kind == "undone":
        facts = {"step": step_name(str(facts.get("kind")))}
    sentence = SENTENCES.get(named) or SENTENCES.get(kind) or kind.replace("_", " ")
    words = _(sentence).format_map(_Words({name: _word(name, value) for name, value in facts.items()}))
    more = [_word("reason", facts["reason"])] if facts.get("reason") else []
    more += [_word("proposal", facts["proposal"]) + "?"] if facts.get("proposal") else []
    return ", ".join([words, *more])


def step_name(kind: str) -> str:
    """A kind of step as a noun."""
    return _(STEPS[kind]) if kind in STEPS else kind.replace("_", " ")


def letter_name(kind: str) -> str:
    return _(LETTERS[kind]) if kind in LETTERS else kind.replace("_", " ")


def planned_name(kind: str) -> str:
    """What will happen by itself."""
    return _("the supervisor takes over") if kind == "supervisor" else letter_name(kind)


def _word(name: str, value: Any) -> str:
    if name in LISTS and value:
        return reference.name(LISTS[name], str(value))
    if value in WORDS.get(name, ()):
        return _(WORDS[name][value])
    return "-" if value is None else str(value)
