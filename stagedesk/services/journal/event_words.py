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
    "answered by link": N_("{department} answered by its own link: {answer}"),
    "more_time": N_("{department} has until {until}"),
    "department_told": N_("answered what {department} asked, due {due_on}"),
    "more_time by link": N_("{department} asked for more time by its own link: until {until}"),
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
    "split_from": N_("a mail of {from}, split off"),
    "parted": N_("its mail asks for {count} people: a request for each"),
    "parted_from": N_("for one of the people in the mail of {from}"),
    "moved_here": N_("a mail moved here from {from}"),
    "linked_here": N_("{from} linked here, with its mails"),
    "unlinked_here": N_("{from} no longer linked here"),
    "applicant_set": N_("the sender is the applicant"),
    "noted": N_("note"),
    "snoozed": N_("put away until {until}"),
    "wait_listed": N_("on the waiting list until {until}"),
    "woken": N_("back on the list"),
    "unreachable": N_("{department} has no usable address: back to the desk"),
    "supervisors_told": N_("the supervisors were written to"),
    "asked_again": N_("asked the applicant again, due {due_on}"),
    "returned": N_("the applicant does not answer: back to the desk"),
    "told": N_("told the applicant that we still look"),
    "untold": N_("the applicant heard nothing since {since}"),
    "put_off": N_("nothing by itself before {until}"),
    "due_changed": N_("due {due_on}"),
    "chasing_stopped": N_("the desk sees to it until {due_on}"),
    "chasing_resumed": N_("{department} has the ball again, until {due_on}"),
    "closing_day_added": N_("closed on {day}"),
    "closing_day_removed": N_("not closed on {day}"),
    "seen": N_("seen"),
    "sent": N_("letter sent: {letter}"),
    "letter_failed": N_("letter refused: {letter}"),
    "letter_uncertain": N_("nobody knows whether it left: {letter}"),
    "letter_retried": N_("letter to be sent again: {letter}"),
    "letter_repeated": N_("letter sent anew: {letter}"),
    "letter_dropped": N_("letter not sent: {letter}"),
    "letter_changed": N_("letter shortened: {letter}"),
    "letter_arrived": N_("letter has arrived: {letter}"),
    "dismissed": N_("{mails} mails that could not be taken: nothing more to do"),
    "directory_imported": N_("{what} imported: {added} new, {changed} changed"),
    "department_added": N_("new department: {name}"),
    "department_changed": N_("department changed: {name}"),
    "school_added": N_("new school: {name}"),
    "school_changed": N_("school changed: {name}"),
    "contact_added": N_("new contact of {of}"),
    "contact_changed": N_("contact of {of} changed"),
    "exported": N_("workbook written"),
    "figure_published": N_("figure {measure} told outside"),
    "public_tables_made": N_("public tables of {year} made"),
    "report_sent": N_("workbook of {month} sent"),
    "purge_approved": N_("list {purge} approved: {count} records may be forgotten"),
    "anonymised": N_("made anonymous, by list {purge}"),
    "purge_carried_out": N_("list {purge} carried out"),
    "data_shown": N_("what is known of this person was put together"),
    "handed_over": N_("handed over to {to}"),
    "taken_over": N_("taken over from {from}"),
    "department_closed": N_("{department} was closed after {until}: not asked any more"),
    "staff_added": N_("{staff} works here now"),
    "staff_changed": N_("{staff} has another role: {role}"),
    "staff_left": N_("{staff} left"),
    "absence_added": N_("{staff} is away until {until}"),
    "absence_removed": N_("{staff} is not away until {until}"),
    "arranged": N_("placement registered at {department}"),
    "placement_changed": N_("placement corrected"),
    "placement_started": N_("started on {on}"),
    "no_show": N_("did not come"),
    "placement_cancelled": N_("called off by {ended_by}: {ending}"),
    "interrupted": N_("interrupted from {first} to {last}"),
    "resumed": N_("back on {on}"),
    "placement_ended": N_("ended on {on}"),
    "extended": N_("extended: {first} to {last}"),
    "placement_imported": N_("placement at {department} imported, line {line}"),
    "list_taken_over": N_("list taken over, {count} placements"),
    "list_declined": N_("list put aside"),
    "covered": N_("{department} told its placements of {year} until {until}"),
    "place_offered": N_("{department} offers place {place}"),
    "place_changed": N_("place {place} corrected"),
    "place_withdrawn": N_("place {place} taken back: {ending}"),
    "published": N_("place {place} published on {on}: {channel}"),
    "unpublished": N_("place {place} not published any more: {channel}"),
    "candidate_proposed": N_("candidate for place {place}"),
    "candidate_decided": N_("candidate for place {place}: {candidate}"),
    "places_call_sent": N_("{count} departments asked for places in {year}"),
    "arranged_call_sent": N_("{count} departments asked for their placements of {year}"),
    "introduction_planned": N_("introduction day planned on {day}"),
    "introduction_invited": N_("{count} invited to the introduction day of {day}"),
    "introduction_attended": N_("introduction day of {day}: {came}"),
    "hire_recorded": N_("hired afterwards: {hired}"),
    "document_marked": N_("{document}: {state}"),
    "signed": N_("signed by {party} on {on}"),
    "undone": N_("undone: {step}"),
}
STEPS = {
    "routed": N_("routing"),
    "answered": N_("answer"),
    "more_time": N_("more time"),
    "department_told": N_("answer to the department"),
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
    "split_from": N_("splitting off"),
    "parted": N_("making a request for each"),
    "parted_from": N_("making a request for each"),
    "moved_here": N_("moving a mail"),
    "linked_here": N_("linking"),
    "unlinked_here": N_("taking a link back"),
    "applicant_set": N_("correction of the applicant"),
    "noted": N_("note"),
    "snoozed": N_("putting away"),
    "wait_listed": N_("waiting list"),
    "woken": N_("coming back"),
    "unreachable": N_("coming back of what cannot be sent"),
    "supervisors_told": N_("letter to the supervisors"),
    "asked_again": N_("second question to the applicant"),
    "returned": N_("coming back without an answer"),
    "told": N_("letter to the applicant"),
    "untold": N_("coming back of an applicant who waits"),
    "put_off": N_("putting off"),
    "due_changed": N_("another due date"),
    "chasing_stopped": N_("end of the chasing"),
    "chasing_resumed": N_("giving the ball back"),
    "closing_day_added": N_("closing day"),
    "closing_day_removed": N_("taking away a closing day"),
    "seen": N_("seen"),
    "letter_retried": N_("sending a letter again"),
    "letter_repeated": N_("sending a letter anew"),
    "letter_dropped": N_("keeping a letter back"),
    "dismissed": N_("leaving mails that could not be taken"),
    "directory_imported": N_("import of the directory"),
    "department_added": N_("new department"),
    "department_changed": N_("change of a department"),
    "school_added": N_("new school"),
    "school_changed": N_("change of a school"),
    "contact_added": N_("new contact"),
    "contact_changed": N_("change of a contact"),
    "handed_over": N_("handing over"),
    "taken_over": N_("taking over"),
    "department_closed": N_("end of a closed department"),
    "staff_added": N_("new member of the staff"),
    "staff_changed": N_("change of a role"),
    "staff_left": N_("leaving of a member of the staff"),
    "absence_added": N_("absence"),
    "absence_removed": N_("end of an absence"),
    "arranged": N_("registering a placement"),
    "placement_changed": N_("correction of a placement"),
    "placement_started": N_("start of a placement"),
    "no_show": N_("not coming"),
    "placement_cancelled": N_("calling off"),
    "interrupted": N_("interruption"),
    "resumed": N_("coming back of an intern"),
    "placement_ended": N_("end of a placement"),
    "extended": N_("extension"),
    "placement_imported": N_("import of placements"),
    "list_taken_over": N_("taking over a list"),
    "list_declined": N_("putting a list aside"),
    "covered": N_("report of a department"),
    "place_offered": N_("offer of a place"),
    "place_changed": N_("correction of a place"),
    "place_withdrawn": N_("taking back of a place"),
    "published": N_("publication"),
    "unpublished": N_("end of a publication"),
    "candidate_proposed": N_("candidate"),
    "candidate_decided": N_("choice of a candidate"),
    "places_call_sent": N_("call for places"),
    "arranged_call_sent": N_("call for placements"),
    "introduction_planned": N_("introduction day"),
    "introduction_invited": N_("invitations"),
    "introduction_attended": N_("attendance"),
    "hire_recorded": N_("answer about being hired"),
    "figure_published": N_("figure told outside"),
    "public_tables_made": N_("public tables"),
    "report_sent": N_("sending of a workbook"),
    "purge_approved": N_("approval of a list to be forgotten"),
    "anonymised": N_("anonymising"),
    "purge_carried_out": N_("carrying out of a list"),
    "document_marked": N_("document"),
    "signed": N_("signature"),
    "undone": N_("undo"),
}
LETTERS = {
    "acknowledgement": N_("acknowledgement"),
    "question_again": N_("question to the applicant, again"),
    "digest": N_("list of questions to the department"),
    "escalation": N_("list for the supervisor"),
    "waiting_list": N_("waiting list letter"),
    "still_looking": N_("we are still looking"),
    "withdrawal": N_("answer to the withdrawal"),
    "places_call": N_("call for places"),
    "arranged_call": N_("question what was arranged"),
    "invitation": N_("invitation"),
    "report": N_("report"),
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
CHECKLIST_STATES = {
    "open": N_("to do"),
    "asked": N_("asked for"),
    "received": N_("came in"),
    "checked": N_("seen, in order"),
    "signed": N_("signed"),
    "not_needed": N_("not needed"),
}
ENDED_BY = {
    "applicant": N_("the applicant"),
    "school": N_("the school"),
    "department": N_("the department"),
    "city": N_("the city"),
    "unknown": N_("nobody knows whom"),
}
WORDS = {
    "state": CHECKLIST_STATES,
    "candidate": {
        "chosen": N_("chosen"),
        "not_chosen": N_("somebody else was chosen"),
        "withdrawn": N_("withdrew"),
    },
    "came": {"yes": N_("came"), "no": N_("did not come"), "unknown": N_("not known")},
    "hired": {"yes": N_("yes"), "no": N_("no"), "unknown": N_("unknown")},
    "ended_by": ENDED_BY,
    "letter": LETTERS,
    "what": {"departments": N_("departments"), "schools": N_("schools"), "staff": N_("staff")},
    "answer": ANSWERS,
    "proposal": PROPOSALS,
}
PLANNED = {
    "reminder_1": N_("reminder to {department}"),
    "reminder_2": N_("second reminder to {department}, its head in copy"),
    "supervisor": N_("{department} stays silent: the supervisor takes over"),
    "supervisor_again": N_("the supervisor hears of it again"),
    "question_again": N_("the applicant is asked again"),
    "applicant_no_answer": N_("the applicant stays silent: back to the desk, to be closed"),
    "told": N_("the applicant hears that we still look"),
    "untold": N_("the applicant must hear something"),
    "back": N_("back on the list"),
    "desk_due": N_("the desk must have done something"),
}
LISTS = {
    "outcome": "outcomes",
    "reason": "reasons",
    "ending": "endings",
    "document": "documents",
    "party": "parties",
}


class _Words(dict[str, str]):
    """A fact that an older event lacks leaves a gap, not an error."""

    def __missing__(self, _name: str) -> str:
        return "?"


def event_words(kind: str, facts: Mapping[str, Any]) -> str:
    """The event in the reader's language, with what was said in it on the same line."""
    named = f"landed {facts.get('kind')}" if kind == "landed" else kind
    if facts.get("link"):
        named = f"{kind} by link"
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


def planned_words(kind: str, department: str) -> str:
    """What will happen by itself."""
    return _(PLANNED[kind]).format(department=department) if kind in PLANNED else kind.replace("_", " ")


def _word(name: str, value: Any) -> str:
    if name in LISTS and value:
        return reference.name(LISTS[name], str(value))
    if value in WORDS.get(name, ()):
        return _(WORDS[name][value])
    return "-" if value is None else str(value)
