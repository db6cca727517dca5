"""What the facts about a person are called, and what their codes mean, for that person to read."""

from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import Any, Final

from stagedesk.i18n import N_, _, decimal
from stagedesk.services import reference
from stagedesk.services.journal.event_words import CHECKLIST_STATES, ENDED_BY
from stagedesk.services.mail_out.outbox_words import WORDS

NAMES: Final[Mapping[str, str]] = {
    # people
    "name": N_("name"),
    "email": N_("mail address"),
    "phone": N_("phone"),
    "language": N_("language"),
    "minor": N_("minor"),
    "gender": N_("gender"),
    # requests
    "reference": N_("reference"),
    "route": N_("way in"),
    "received_at": N_("came in"),
    "received_on": N_("received on"),
    "sender_name": N_("sender"),
    "sender_email": N_("mail address of the sender"),
    "title": N_("subject"),
    "automatic": N_("automatic mail"),
    "school": N_("school"),
    "school_words": N_("school, as the mail has it"),
    "level_followed": N_("level of education"),
    "level_held": N_("diploma so far"),
    "study": N_("study"),
    "kind": N_("kind of internship"),
    "period_start": N_("from"),
    "period_end": N_("until"),
    "period_words": N_("period, as the mail has it"),
    "hours_total": N_("hours in all"),
    "hours_per_week": N_("hours a week"),
    "deadline_on": N_("wants an answer by"),
    "owner": N_("who deals with it"),
    "status": N_("status"),
    "waiting_on": N_("waits for"),
    "waiting_since": N_("waits since"),
    "due_on": N_("due"),
    "snoozed_until": N_("away until"),
    "attention_since": N_("to be looked at since"),
    "department": N_("department"),
    "outcome": N_("outcome"),
    "reason": N_("reason"),
    "ended_by": N_("ended by"),
    "closed_on": N_("closed on"),
    "told_on": N_("told on"),
    "candidate_for": N_("candidate for"),
    # questions to departments
    "request": N_("request"),
    "asked_at": N_("asked at"),
    "asked_on": N_("asked on"),
    "reminded": N_("reminders"),
    "reminded_on": N_("reminded on"),
    "escalated_on": N_("told to the supervisor on"),
    "suggested": N_("department that was proposed"),
    "answer": N_("answer"),
    "remark": N_("remark"),
    "answered_at": N_("answered at"),
    "answered_on": N_("answered on"),
    "confirmed_by": N_("confirmed by"),
    "round": N_("how many times asked"),
    "quiet_until": N_("not reminded before"),
    "starts_on": N_("possible from"),
    # placements
    "directorate": N_("directorate"),
    "legal_form": N_("legal form"),
    "programme": N_("programme"),
    "age_at_start": N_("age at the start"),
    "days_per_week": N_("days a week"),
    "compensation": N_("compensation"),
    "mentor": N_("mentor"),
    "made_on": N_("registered on"),
    "planned_start": N_("planned from"),
    "planned_end": N_("planned until"),
    "weeks_planned": N_("weeks planned"),
    "weeks_actual": N_("weeks that it was"),
    "started_on": N_("first day"),
    "ended_on": N_("last day"),
    "cancelled_on": N_("called off on"),
    "no_show": N_("did not come"),
    "ended_reason": N_("reason of an end"),
    "reconstructed": N_("entered afterwards"),
    "periods": N_("periods"),
    "first_day": N_("from"),
    "last_day": N_("until"),
    "interruption": N_("interruption"),
    "planned": N_("planned"),
    "agreements": N_("agreements"),
    "sent_on": N_("sent on"),
    "complete_on": N_("signed by all on"),
    "documents": N_("documents"),
    "document": N_("document"),
    "state": N_("state"),
    "next_move": N_("next move"),
    "done_on": N_("done on"),
    "seen_by_name": N_("seen by"),
    "hires": N_("hired?"),
    "hired": N_("hired?"),
    "months": N_("months afterwards"),
    "contract_start": N_("contract from"),
    "contract_type": N_("contract"),
    "employer": N_("employer"),
    "invitations": N_("invitations"),
    "introduction": N_("introduction day"),
    "invited_on": N_("invited on"),
    "attended": N_("came"),
    # declarations
    "definition_version": N_("version of the definition"),
    "consent_text_version": N_("version of the text that was agreed to"),
    "declared_on": N_("declared on"),
    "withdrawn_on": N_("withdrawn on"),
    "foreign_origin": N_("foreign origin"),
    "disability": N_("disability"),
    # mails, letters and steps
    "direction": N_("direction"),
    "at": N_("when"),
    "from": N_("from"),
    "to": N_("to"),
    "files": N_("files"),
    "decided_at": N_("decided at"),
    "by": N_("by"),
}
_LISTS: Final[Mapping[str, str]] = {
    "kind": "kinds",
    "outcome": "outcomes",
    "reason": "reasons",
    "route": "routes",
    "status": "statuses",
    "waiting_on": "waiting",
    "answer": "answers",
    "document": "documents",
    "legal_form": "legal_forms",
    "level_followed": "levels",
    "level_held": "levels",
    "gender": "genders",
    "compensation": "three_valued",
    "hired": "three_valued",
    "ended_reason": "endings",
    "next_move": "parties",
}
_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "direction": {"in": N_("came in"), "out": N_("went out")},
    "ended_by": ENDED_BY,
    "state": {**CHECKLIST_STATES, **WORDS, "held": N_("waits to be sent")},
}


def name_of(fact: str) -> str:
    return _(NAMES[fact])


def value_of(fact: str, value: Any, zone: tzinfo) -> str:
    """A fact as people write it: codes by their names, moments as the clock of the city shows them."""
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, dict):  # what belongs to one thing of several, such as a period
        return ", ".join(f"{name_of(name)} {value_of(name, each, zone)}" for name, each in value.items())
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else decimal(value)
    text = str(value)
    if fact in _LISTS:
        return reference.name(_LISTS[fact], text)
    if fact in _WORDS:
        return _(_WORDS[fact].get(text, text))
    return _by_the_clock(text, zone) if fact == "at" or fact.endswith(("_at", "_since")) else text


def _by_the_clock(text: str, zone: tzinfo) -> str:
    if "T" not in text:
        return text  # a day
    return f"{datetime.fromisoformat(text).astimezone(zone):%Y-%m-%d %H:%M}"
