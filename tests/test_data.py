"""The reference data that ships with the desk: complete, consistent, and as the code expects them."""

import csv
import re
import string
import tomllib
from itertools import pairwise
from typing import Any

import pytest

from stagedesk import assets
from stagedesk.domain import codes
from stagedesk.domain.letters import BY_OUTCOME, KNOWN, fill, read
from stagedesk.services import reference
from stagedesk.services.city.calendar_seed import shipped_own_days

LISTS = ("kinds", "levels", "reasons", "outcomes", "waiting", "routes", "statuses")
LETTERS = [
    pytest.param(language, letter, id=f"{letter} in {language}")
    for language in ("nl", "fr", "en")
    for letter in sorted(KNOWN)
]


def toml(name: str) -> dict[str, Any]:
    return tomllib.loads(assets.data(f"{name}.toml").read_text(encoding="utf-8"))


def rows(name: str) -> list[dict[str, str]]:
    with assets.data(f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def listed(cell: str) -> list[str]:
    return [each for each in cell.split(";") if each]


@pytest.mark.parametrize("name", LISTS)
def test_every_code_stands_once_and_has_its_names(name: str) -> None:
    (entries,) = toml(name).values()
    found = [entry["code"] for entry in entries]

    assert len(found) == len(set(found))
    for entry in entries:
        for language in ("nl", "fr", "en") if "fr" in entries[0] else ("nl", "en"):
            assert entry[language].strip() == entry[language] != "", entry["code"]


@pytest.mark.parametrize("name", ["departments", "schools", "staff"])
def test_every_row_of_the_directory_has_its_own_code_and_no_empty_name(name: str) -> None:
    found = rows(name)

    assert len({row["code"] for row in found}) == len(found)
    assert all(row["name"].strip() == row["name"] != "" for row in found)
    assert not [row for row in found if None in row or None in row.values()]


def test_the_code_lists_are_those_of_the_code() -> None:
    assert set(reference.table("outcomes")) == {*codes.Outcome}
    assert set(reference.table("waiting")) == {*codes.WaitingOn}
    assert set(reference.table("routes")) == {*codes.Route}
    assert set(reference.table("statuses")) == {*codes.Status}


def test_the_outcomes_say_what_the_rules_say() -> None:
    outcomes = reference.table("outcomes")

    assert {code for code, each in outcomes.items() if each["needs_reason"]} == codes.OUTCOMES_WITH_REASON
    assert {code for code, each in outcomes.items() if not each["counted"]} == codes.UNCOUNTED_OUTCOMES
    assert [code for code, each in outcomes.items() if each["supervisor_only"]] == ["department_no_answer"]


def test_reasons_belong_to_outcomes_that_exist_and_say_who_decided() -> None:
    for code, reason in reference.table("reasons").items():
        assert set(reason["outcomes"]) <= {*codes.Outcome}, code
        assert reason["by"] in ("city", "department", "applicant", "school"), code
    for outcome in codes.OUTCOMES_WITH_REASON:
        assert len(reference.reasons_for(outcome)) >= 4
    assert {reference.table("reasons")[code]["by"] for code in reference.reasons_for("withdrawn")} == {
        "applicant",
        "school",
    }


def test_every_reason_that_a_refusal_may_give_is_a_kind_sentence_in_every_language() -> None:
    refusals = [outcome for outcome, letter in BY_OUTCOME.items() if letter == "refusal"]

    for code in {code for outcome in refusals for code in (*reference.reasons_for(outcome), outcome)} - {
        "rejected"
    }:
        for language in ("nl", "fr", "en"):
            sentence = reference.table("reasons")[code][f"letter_{language}"]
            assert sentence[0].isupper(), code
            assert sentence.endswith("."), code
            assert "{" not in sentence, code


def test_kinds_know_their_group_and_lead_time() -> None:
    kinds = reference.table("kinds")
    groups = {"school", "training_centre", "orientation", "alternating", "bis", "other"}

    assert {kind["group"] for kind in kinds.values()} == groups
    for code, kind in kinds.items():
        assert kind["is_orientation"] == (kind["group"] == "orientation"), code
        assert 5 <= kind["lead_time"] <= 60, code
        assert all(kind["words"][language] for language in ("nl", "fr", "en")), code
    assert {code: kinds[code]["lead_time"] for code in ("pupil", "bis", "dual_oao", "erasmus")} == {
        "pupil": 20, "bis": 25, "dual_oao": 40, "erasmus": 40,
    }  # fmt: skip


def test_a_word_points_to_one_kind_and_one_level_of_a_country() -> None:
    kinds = [word.casefold() for kind in reference.table("kinds").values() for word in kind["words"]["nl"]]
    levels = [
        word.casefold() for level in reference.table("levels").values() for word in level["words"]["nl"]
    ]

    assert len(kinds) == len(set(kinds))
    assert len(levels) == len(set(levels))


def test_levels_say_their_isced_and_whether_they_are_higher() -> None:
    levels = reference.table("levels")

    assert {level["isced"] for level in levels.values()} <= {"", "2", "3", "3/4", "5", "6", "7", "8", "6/7"}
    assert [code for code, level in levels.items() if level["higher"]] == [
        "graduaat", "bachelor", "master", "doctor", "ad", "hbo", "wo",
    ]  # fmt: skip
    assert "unknown" in levels


def test_there_are_eighteen_departments_in_five_or_six_directorates() -> None:
    departments = rows("departments")

    assert len(departments) == 18
    assert 5 <= len({row["directorate"] for row in departments}) <= 6
    for row in departments:
        for column in ("email", "head_email"):
            assert row[column].endswith(row["domain"] or "rivierstad.example"), row["code"]


def test_a_mail_domain_is_named_only_where_all_its_people_are_one_department() -> None:
    departments = rows("departments")
    domains = [row["domain"] for row in departments if row["domain"]]
    everybody = [row["email"].partition("@")[2] for row in departments]

    assert domains
    assert all(everybody.count(domain) == 1 for domain in domains)


def test_no_alias_means_two_departments_or_two_schools() -> None:
    for name in ("departments", "schools"):
        names = [alias.casefold() for row in rows(name) for alias in {*listed(row["aliases"])}]
        assert len(names) == len(set(names)), name


def test_schools_have_a_known_type_and_domains_of_their_own() -> None:
    schools = rows("schools")
    domains = [domain for row in schools for domain in listed(row["domains"])]

    assert {row["type"] for row in schools} == {"school", "training_centre", "job_coach", "vdab"}
    assert len(schools) >= 25
    assert all(domain.endswith(".example") for domain in domains)
    assert len(domains) == len(set(domains))


def test_there_is_somebody_for_every_role() -> None:
    staff = rows("staff")

    assert {row["role"] for row in staff} == {*codes.Role}
    assert all(row["email"].endswith("@rivierstad.example") for row in staff)


def test_every_department_has_its_words_and_shares_none() -> None:
    entries = toml("routing")["department"]
    words = [word for entry in entries for word in entry["words"]]

    assert {entry["code"] for entry in entries} == {row["code"] for row in rows("departments")}
    assert all(len(entry["words"]) >= 18 for entry in entries)
    assert len(words) == len(set(words))
    assert all(word == word.lower().strip() for word in words)


def test_the_closing_days_are_those_of_flemish_local_government() -> None:
    days = [(own.month, own.day) for own in shipped_own_days()]

    assert days == [(7, 11), (11, 2), (11, 15), (12, 26)]


def test_the_saved_views_filter_on_what_a_request_has() -> None:
    views = toml("views")["view"]

    assert [view["id"] for view in views] == [
        "all-open", "mine", "with-desk", "with-departments", "waiting-for-applicant", "overdue",
        "closed-this-month", "everything",
    ]  # fmt: skip
    for view in views:
        keys = {"status", "waiting_on", "department", "owner", "overdue", "closed_since", "outcome"}
        assert set(view["filter"]) <= keys
        assert view["filter"].get("status", "open") in ("open", "closed")
        assert view["filter"].get("waiting_on", "desk") in {*codes.WaitingOn}
        assert view["order"] in ("due", "newest")
        assert view["nl"]
        assert view["en"]


@pytest.mark.parametrize(("language", "letter"), LETTERS)
def test_every_letter_can_be_filled_in_every_language(language: str, letter: str) -> None:
    template = assets.data("letters", language, f"{letter}.txt").read_text(encoding="utf-8")
    filled = fill(read(template, letter), {name: f"«{name}»" for name in KNOWN[letter]})

    assert "{" not in filled.subject + filled.body
    assert "—" not in filled.subject + filled.body
    assert ("«reference»" in filled.subject) == ("reference" in KNOWN[letter])
    assert filled.body.endswith("«signature»\n") != letter.endswith("_item")


@pytest.mark.parametrize(("language", "letter"), LETTERS)
def test_every_letter_stands_without_what_is_not_always_known(language: str, letter: str) -> None:
    template = assets.data("letters", language, f"{letter}.txt").read_text(encoding="utf-8")
    always = ("reference", "applicant", "received", "desk_name", "desk_email", "city", "signature", "due")
    values = {name: f"«{name}»" for name in (*always, "department", "items", "count", "year", "month", "day")}

    filled = fill(read(template, letter), values | {"asked_on": "«asked_on»", "until": "«until»"})

    parts = filled.body.rstrip("\n").split("\n\n")
    assert "—" not in filled.subject
    assert all(after[0] in "-«>" for part, after in pairwise([*parts, "x"]) if part.endswith(":"))
    assert "\n\n\n" not in filled.body


@pytest.mark.parametrize(("language", "letter"), LETTERS)
def test_letters_are_plain_and_polite(language: str, letter: str) -> None:
    text = assets.data("letters", language, f"{letter}.txt").read_text(encoding="utf-8")
    words = set(re.findall(r"[^\W_]+", text.casefold()))

    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert not re.search(r"[–—…!]{2}|  ", text)
    assert (
        not words
        & {"nl": {"je", "jij", "jouw", "jullie", "gij"}, "fr": {"tu", "toi", "tes"}, "en": set()}[language]
    )


def test_there_are_no_other_letters_than_those_the_desk_writes() -> None:
    found = {
        path.relative_to(assets.data("letters")).as_posix() for path in assets.data("letters").rglob("*.txt")
    }

    assert found == {f"{language}/{letter}.txt" for language in ("nl", "fr", "en") for letter in KNOWN}
    assert set(codes.Letter) < set(KNOWN)


@pytest.mark.parametrize("letter", sorted(KNOWN))
def test_a_letter_says_the_same_in_every_language(letter: str) -> None:
    used = [
        {name for _, name, _, _ in string.Formatter().parse(template) if name}
        for template in (
            assets.data("letters", language, f"{letter}.txt").read_text(encoding="utf-8")
            for language in ("nl", "fr", "en")
        )
    ]

    assert used[0] == used[1] == used[2]


@pytest.mark.parametrize("letter", ["referral", "reminder_1", "reminder_2"])
def test_letters_to_departments_name_the_day_and_ask_for_no_login(letter: str) -> None:
    for language, login in (("nl", "log"), ("fr", "se connecter"), ("en", "no login")):
        template = assets.data("letters", language, f"{letter}.txt").read_text(encoding="utf-8")

        assert "{due}" in template
        assert "{department}" in template
        assert login in template
