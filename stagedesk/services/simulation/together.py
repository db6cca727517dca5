"""How a department answers a list of questions in one mail: by number, by reference, by name."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from stagedesk.services.simulation.city import Department, in_full
from stagedesk.services.simulation.post import Letter, Writing, quoted

if TYPE_CHECKING:
    from stagedesk.services.simulation.people import People

# Short answers, as people write them under each other.
SHORT = {"yes": "ja", "no": "nee"}


def write(
    people: "People", department: Department, letter: Letter, places: Mapping[str, int], at: datetime
) -> Writing:
    """An answer for each of these; `places` says where they stand in the list."""
    style = people.dice.choice(("number", "reference", "name", "sentences"))
    day, meant, lines = people.desk.calendar.add(at.date(), 6), dict[str, str](), list[str]()
    for reference, place in places.items():
        means, other = people.means(department, reference), people.elsewhere(department)
        meant[reference] = in_full(means, other, day)
        said = people.said(means, reference, other, day)
        brief = SHORT.get(means, said) if people.dice.random() < 0.5 else said
        name = people.names.get(reference) or reference
        lines.append(_line(style, place, reference, name, brief, said))
    text = "\n".join(("Dag,\n", *lines, "\nGroeten\n", quoted(letter)))
    sender = f"Dienst <{department.email}>"
    return Writing(sender, f"RE: {letter.subject}", text, meant, letter.mail_id)


def _line(style: str, place: int, reference: str, name: str, brief: str, said: str) -> str:
    match style:
        case "number":
            return f"{place}. {brief}"
        case "name":
            return f"{name}: {brief}"
        case "sentences":
            return f"Over {reference}: {said}"
    return f"{reference}: {brief}"
