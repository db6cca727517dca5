"""What departments write back to a list of requests, and for which of them; in doubt nothing."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stagedesk.mail.directory import DepartmentEntry, Directory
from stagedesk.mail.replies.answer_items import Item, Reader, read_between, read_items

ITEMS = (
    Item(1, "2026-0042", "Nora Willems", 1),
    Item(2, "2026-0043", "Kobe De Smet", 2),
    Item(3, "2026-0051", "Emma De Wit", 3),
)
READER = Reader(Directory(departments=(DepartmentEntry("sport", "Sport"),)), "bib", date(2026, 3, 2))
LIST = """> Beste collega's van Bibliotheek,
>
> 1. 2026-0042: Nora Willems, Stage
> Gevraagd op 2 maart 2026
{one}>
> 2. 2026-0043: Kobe De Smet, Stage
> Gevraagd op 2 maart 2026
{two}>
> 3. 2026-0051: Emma De Wit, Stage
> Gevraagd op 2 maart 2026
{three}>
> Per aanvraag is één zin genoeg.
{below}"""


def decided(text: str, items: tuple[Item, ...] = ITEMS) -> dict[int, str | None]:
    found = read_items(text, items, READER)
    return {key: each.value.value if each else None for key, each in sorted(found.items())}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1: ja, 2: nee", {1: "yes", 2: "no"}),
        ("1. Ja\n2. Nee, te druk\n3. Bekijken we nog", {1: "yes", 2: "no", 3: "more_time"}),
        ("2026-0042: ja\n2026-0051: vraag het eens aan Sport", {1: "yes", 3: "other_department"}),
        ("0042 ok, 0043 nee", {1: "yes", 2: "no"}),
        ("2026-0042\nja\n2026-0043\nnee", {1: "yes", 2: "no"}),
        ("Nora mag komen, Kobe niet", {1: "yes", 2: "no"}),
        ("Nora wel en Kobe niet", {1: "yes", 2: "no"}),
        ("Ja voor Nora, nee voor Kobe.", {1: "yes", 2: "no"}),
        ("Ja, Nora mag komen, Kobe niet", {1: "yes", 2: "no"}),
        ("Nora ok, Kobe ook, Emma niet", {1: "yes", 2: "yes", 3: "no"}),
        ("Nora, Kobe en Emma mogen komen.", {1: "yes", 2: "yes", 3: "yes"}),
        ("Ja voor Nora, Kobe en Emma", {1: "yes", 2: "yes", 3: "yes"}),
        ("Nora en Kobe: ja. Emma: nee.", {1: "yes", 2: "yes", 3: "no"}),
        ("Nora? Ja. Kobe? Nee.", {1: "yes", 2: "no"}),
        ("Nora mag komen, maar niet in juli", {1: "yes_if"}),
        ("Ja:\n- Nora\n- Kobe\nNee:\n- Emma", {1: "yes", 2: "yes", 3: "no"}),
        ("Niet:\nNora\nKobe\nWel:\nEmma", {1: "no", 2: "no", 3: "yes"}),
        ("Dag,\n\nNora mag starten in maart. De andere niet.\n\nGroeten\nEmma", {1: "yes", 2: "no", 3: "no"}),
        ("Kobe niet, de rest mag komen", {1: "yes", 2: "no", 3: "yes"}),
        ("Alle drie zijn welkom!", {1: "yes", 2: "yes", 3: "yes"}),
        ("De eerste wel, de tweede niet", {1: "yes", 2: "no"}),
        ("Kobe De Smet: helaas, geen mentor vrij", {2: "no"}),
        ("Pour Nora c'est d'accord, pour Kobe malheureusement pas de place", {1: "yes", 2: "no"}),
        ("Nora is fine for us, but Kobe not", {1: "yes", 2: "no"}),
    ],
)  # fmt: skip
def test_each_gets_what_was_said_of_it(text: str, expected: dict[int, str]) -> None:
    assert decided(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Prima voor ons", {}, id="nobody is named"),
        pytest.param("Beide zijn ok", {}, id="both of three"),
        pytest.param("Niet allemaal", {}, id="not all"),
        pytest.param("De eerste week van maart zijn we gesloten", {}, id="the first week"),
        pytest.param("Nora of Kobe mag komen", {1: None, 2: None}, id="one or the other"),
        pytest.param("Wij nemen Kobe in plaats van Nora.", {1: None, 2: None}, id="instead of"),
        pytest.param("Niet Nora maar Kobe", {1: "no", 2: None}, id="not but"),
        pytest.param("Ja voor Nora, Kobe en Emma niet", {1: "yes", 2: None, 3: "no"}, id="in the middle"),
        pytest.param("Nora\nKobe\nJa", {1: None, 2: None}, id="names and then a word"),
        pytest.param("Wij hebben geen plaats meer. Nora mag komen.", {1: None}, id="against all in general"),
        pytest.param("Nora mag komen. Voor Nora is er geen plaats.", {1: None}, id="both ways"),
        pytest.param("Kobe mag. De andere documenten volgen later.", {2: None}, id="other papers"),
    ],
)
def test_in_doubt_nothing_is_proposed(text: str, expected: dict[int, str | None]) -> None:
    assert decided(text) == expected


def test_a_first_name_that_two_have_names_neither() -> None:
    twice = (Item(1, "2026-0042", "Nora Willems", 1), Item(2, "2026-0043", "Nora Maes", 2))

    assert decided("Nora mag komen.", twice) == {}
    assert decided("Nora Maes mag komen.", twice) == {2: "yes"}


def test_the_words_it_rests_on_are_shown() -> None:
    found = read_items("Dag,\n\nNora: ja\nKobe: nee, geen mentor\n", ITEMS, READER)[2]

    assert found is not None
    assert (found.because, found.line, found.reason) == ("Kobe: nee, geen mentor", 4, "no_mentor")


@pytest.mark.parametrize(
    ("between", "expected"),
    [
        pytest.param({"one": "ja\n", "two": "nee, te druk\n"}, {1: "yes", 2: "no"}, id="under two"),
        pytest.param({"two": "Prima voor ons.\n"}, {2: "yes"}, id="under one in the middle"),
        pytest.param({"three": "Prima voor ons.\n"}, {}, id="under the last alone: or of all?"),
        pytest.param({"below": "Prima voor ons.\n"}, {}, id="below the list"),
        pytest.param(
            {"one": "ja\n", "below": "Wij hebben geen plaats.\n"}, {}, id="against what stands below"
        ),
    ],
)
def test_answers_between_the_lines_of_the_list_are_of_the_line_above(
    between: dict[str, str], expected: dict[int, str]
) -> None:
    body = LIST.format_map({"one": "", "two": "", "three": "", "below": ""} | between)

    found = read_between(body, ITEMS, READER)

    assert {key: each.value.value for key, each in found.items() if each} == expected


WORDS = (
    "Nora", "Kobe", "Emma", "2026-0042", "ja", "nee", "niet", "wel", "ook", "mag komen", ",", ".", "\n", ":",
    "en", "maar", "of", "de rest", "alle drie", "1.", "2:", "> 2026-0043", "geen plaats", "?",
)  # fmt: skip


@settings(max_examples=150)
@given(st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join) | st.text(max_size=80))
def test_any_words_give_an_answer_for_some_of_them_or_none(text: str) -> None:
    for found in (read_items(text, ITEMS, READER), read_between(text, ITEMS, READER)):
        assert found.keys() <= {1, 2, 3}


@settings(max_examples=60)
@given(
    st.permutations([("Nora", "ja"), ("Kobe", "nee"), ("Emma", "misschien")]),
    st.sampled_from((", ", "\n", ". ")),
)
def test_the_order_of_the_answers_changes_nothing(said: list[tuple[str, str]], between: str) -> None:
    found = decided(between.join(f"{name}: {word}" for name, word in said))

    assert (found[1], found[2], found.get(3)) == ("yes", "no", None)
