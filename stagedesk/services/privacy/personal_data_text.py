"""One person's data as a document that this person can read."""

from collections.abc import Iterator
from datetime import tzinfo
from typing import Any

from stagedesk.i18n import N_, _
from stagedesk.services.desk import Desk
from stagedesk.services.privacy.personal_data import Item, PersonalData
from stagedesk.services.privacy.personal_data_words import name_of, value_of

PARTS = {
    "people": N_("Who you are"),
    "requests": N_("What you asked for"),
    "questions": N_("Which departments were asked"),
    "mails": N_("Mails that came in and went out"),
    "letters": N_("Letters that have not left"),
    "placements": N_("Your internships"),
    "declarations": N_("What you declared about target groups"),
    "steps": N_("Who did what, and when"),
    "wrote": N_("What you wrote for other people"),
}


def markdown(desk: Desk, found: PersonalData) -> str:
    return "\n".join(_lines(desk, found)) + "\n"


def _lines(desk: Desk, found: PersonalData) -> Iterator[str]:
    title = _("What {desk} knows of {who}, on {day}")
    where = f"{desk.settings.desk_name} {desk.settings.city}"
    yield f"# {title.format(desk=where, who=_plain(found.asked), day=found.day)}"
    for name, items in found.parts.items():
        if items:
            yield ""
            yield f"## {_(PARTS[name])}"
            for each in items:
                yield from _item(each, desk.calendar.zone)
    yield ""
    yield _(
        "National numbers are masked. What a mail says about other people is left out, and it is said where."
    )
    yield _("The files that were attached are with the desk; ask for those that you want to see.")


def _item(each: Item, zone: tzinfo) -> Iterator[str]:
    yield ""
    yield f"### {_plain(each.title) or _('without a subject')}"
    yield ""
    for name, value in each.facts.items():
        yield from _fact(name, value, zone)
    if each.text:
        yield ""
        yield from (f"> {line}".rstrip() for line in each.text.strip().splitlines())
    if each.left_out:
        yield ""
        yield _("({count} lines about other people are left out)").format(count=each.left_out)


def _fact(name: str, value: Any, zone: tzinfo) -> Iterator[str]:
    """On one line, or with a line for each where there are several things, such as documents."""
    if isinstance(value, list) and isinstance(value[0], dict):
        yield f"- {name_of(name)}:"
        yield from (f"  - {_plain(value_of(name, each, zone))}" for each in value)
    else:
        yield f"- {name_of(name)}: {_plain(value_of(name, value, zone))}"


def _plain(text: str) -> str:
    """One line, whatever a stranger wrote."""
    return " ".join(str(text).split())


def as_json(found: PersonalData) -> dict[str, Any]:
    return {
        "asked": found.asked,
        "day": found.day,
        **{
            name: [
                {"title": each.title, **each.facts, "text": each.text, "lines_left_out": each.left_out}
                for each in items
            ]
            for name, items in found.parts.items()
        },
    }
