"""A register in a test: a placement in every state, some places, and who is where."""

from datetime import date

from builders import Clock, a_placement, received
from stagedesk.domain.measures import Block
from stagedesk.services.desk import Desk
from stagedesk.services.register import checklists, hires, placement_course, places
from stagedesk.services.register.places import Offer


def some_placements(desk: Desk, now: Clock) -> None:
    """P2026-0001 Nora runs unsigned   P2026-0002 Bram should have started   P2026-0003 Aya should have ended
    P2026-0004 Jan comes in a week     P2026-0005 Lotte is over              P2026-0006 Sam called off
    P2026-0007 Tom, of whom little is known
    """
    now.pass_days(-40)
    nora = of(desk, "Nora Willems", "musea", date(2026, 2, 2), date(2026, 6, 26))
    bram = of(desk, "Bram Maes", "sport", date(2026, 3, 2), date(2026, 5, 29), kind="pupil")
    aya = of(desk, "Aya Idrissi", "bibliotheek", date(2026, 1, 26), date(2026, 2, 27), mentor="Frank")
    of(desk, "Jan Peeters", "groen", date(2026, 3, 9), date(2026, 4, 3))
    lotte = of(desk, "Lotte Mertens", "musea", date(2026, 1, 26), date(2026, 2, 20))
    sam = of(desk, "Sam Dox", "musea", date(2026, 3, 16), date(2026, 4, 3))
    a_placement(desk, applicant="Tom Smit", email="", department="sport", kind=None, blocks=())
    now.pass_days(12)
    for ref, first in ((nora, date(2026, 2, 2)), (aya, date(2026, 1, 26)), (lotte, date(2026, 1, 26))):
        placement_course.start(desk, ref, first, by="els")
    checklists.mark(desk, aya, "agreement", "signed", by="els")
    checklists.mark(desk, lotte, "agreement", "signed", by="els")
    now.pass_days(28)
    checklists.mark(desk, bram, "risk_analysis", "asked", by="karim")
    placement_course.end(desk, lotte, date(2026, 2, 20), by="karim")
    placement_course.cancel(desk, sam, by="karim", ended_by="applicant", reason="other_plans")


def of(desk: Desk, name: str, department: str, first: date, last: date, **more: object) -> str:
    email = f"{name.split()[0].lower()}@student.example"
    blocks = (Block(first, last),)
    return a_placement(
        desk, applicant=name, email=email, department=department, blocks=blocks, school="ap", **more
    )


def hired_after(desk: Desk, now: Clock, ref: str) -> None:
    now.pass_days(200)
    hires.record(desk, ref, "no", by="els")


def some_places(desk: Desk, now: Clock) -> None:
    """1 museum, with a candidate that fits; 2 sport, every year; 3 taken back."""
    received(
        desk, text="Ik zoek een stage in het archief van het museum.\n", subject="Stage archief", sent=now()
    )
    archive = Offer(department="musea", title="Archief", kind="student", slots=2, tasks="Archief ordenen.")
    places.offer(desk, archive, by="els")
    club = Offer(department="sport", title="Sportkampen", structural=True, paid="no", accessible=True)
    places.offer(desk, club, by="els")
    places.offer(desk, Offer(department="groen", title="Plantsoenen"), by="els")
    places.withdraw(desk, 3, "no_mentor", by="karim")
    places.publish(desk, 1, "stad.example", by="els")
