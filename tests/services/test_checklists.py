"""The documents of a placement: by when, whose move it is, and what is never kept."""

from datetime import date

import pytest

from builders import Clock, a_placement
from stagedesk import errors
from stagedesk.services import reference
from stagedesk.services.desk import Desk
from stagedesk.services.register import checklists, placement_rows
from stagedesk.services.register.placement_rows import ItemRow


def item(desk: Desk, ref: str, document: str) -> ItemRow:
    return next(each for each in placement_rows.page(desk, ref).checklist if each.document == document)


def test_every_kind_has_a_checklist_of_known_codes() -> None:
    documents, forms = reference.table("documents"), reference.table("legal_forms")
    assert set(reference.table("checklists")) == set(reference.table("kinds"))
    for kind, each in reference.table("checklists").items():
        assert each["legal_form"] in forms, kind
        assert set(each["signed_by"]) <= set(reference.table("parties")), kind
        assert bool(each["signed_by"]) == (each["legal_form"] != "none"), kind
        named = [line["document"] for line in each["documents"]]
        assert len(named) == len(set(named)), kind
        assert set(named) <= set(documents), kind
        assert ("agreement" in named) == (each["legal_form"] != "none"), kind
        assert {line["next"] for line in each["documents"]} <= set(reference.table("parties")), kind


def test_a_document_is_due_so_many_working_days_before_the_start(desk: Desk) -> None:
    ref = a_placement(desk)  # from Monday 7 September 2026

    assert item(desk, ref, "agreement").due_on == date(2026, 8, 24)
    assert item(desk, ref, "agreement").next_move == "school"
    assert item(desk, ref, "criminal_record") == ItemRow(
        "criminal_record", "not_needed", None, None, None, "", "before"
    )


def test_what_came_in_is_for_the_desk_to_look_at(desk: Desk) -> None:
    ref = a_placement(desk)

    checklists.mark(desk, ref, "training_plan", "asked", by="els")
    assert item(desk, ref, "training_plan").next_move == "school"
    checklists.mark(desk, ref, "training_plan", "received", by="els")
    assert item(desk, ref, "training_plan").next_move == "desk"
    checklists.mark(desk, ref, "training_plan", "checked", by="els")

    shown = item(desk, ref, "training_plan")
    assert (shown.next_move, shown.done_on, shown.seen_by) == (None, date(2026, 3, 2), "Els")


@pytest.mark.parametrize("document", ["criminal_record", "health_assessment"])
@pytest.mark.parametrize("state", ["received", "signed"])
def test_of_what_is_only_seen_no_copy_is_kept(desk: Desk, document: str, state: str) -> None:
    ref = a_placement(desk)

    with pytest.raises(errors.Refused, match="No copy"):
        checklists.mark(desk, ref, document, state, by="els")
    checklists.mark(desk, ref, document, "checked", by="els", on=date(2026, 2, 27))

    shown = item(desk, ref, document)
    assert (shown.state, shown.done_on, shown.seen_by) == ("checked", date(2026, 2, 27), "Els")


def test_the_status_follows_the_papers(desk: Desk) -> None:
    ref = a_placement(desk)
    states = [placement_rows.row(desk, ref).status]

    for each in placement_rows.page(desk, ref).checklist:
        if each.next_move and each.phase == "before":
            state = reference.table("documents")[each.document]["done"]
            states.append(checklists.mark(desk, ref, each.document, state, by="els").status)

    assert [str(state) for state in dict.fromkeys(states)] == ["planned", "preparing", "ready"]


def test_a_paper_that_is_late_is_on_the_list_and_marks_its_placement(desk: Desk, now: Clock) -> None:
    ref = a_placement(desk)
    now.pass_days(180)  # 29 August

    tasks = list(checklists.due(desk, desk.today()))

    assert [(task.placement, task.document, task.next_move) for task in tasks] == [
        (ref, "risk_analysis", "department"),
        (ref, "agreement", "school"),
        (ref, "training_plan", "school"),
    ]
    assert placement_rows.row(desk, ref).attention == ("late_papers",)


@pytest.mark.parametrize(
    ("document", "state", "more", "said"),
    [
        pytest.param("maan", "checked", {}, "maan is none of: agreement", id="no document"),
        pytest.param("agreement", "maan", {}, "maan is none of: open", id="no state"),
        pytest.param("agreement", "asked", {"next_move": "maan"}, "maan is none of: desk", id="nobody"),
        pytest.param("agreement", "signed", {"on": date(2026, 3, 3)}, "still to come", id="tomorrow"),
    ],
)
def test_what_cannot_be_is_refused(desk: Desk, document: str, state: str, more: dict, said: str) -> None:
    ref = a_placement(desk)

    with pytest.raises(errors.StagedeskError, match=said):
        checklists.mark(desk, ref, document, state, by="els", **more)


def test_an_agreement_that_is_signed_is_not_asked_for_again(desk: Desk) -> None:
    ref = a_placement(desk)
    checklists.mark(desk, ref, "agreement", "signed", by="els")

    with pytest.raises(errors.Refused, match="undo the signature"):
        checklists.mark(desk, ref, "agreement", "asked", by="els")


def test_only_who_must_sign_signs(desk: Desk) -> None:
    ref = a_placement(desk)

    with pytest.raises(errors.UsageError, match="vdab is none of: city, school, applicant"):
        checklists.sign(desk, ref, "vdab", by="els")
