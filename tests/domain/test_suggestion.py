"""Which department a request belongs to, and whether the reasons given are the real ones."""

import random
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stagedesk import assets
from stagedesk.domain.suggestion import Evidence, Model, Rule
from stagedesk.domain.words import words

RULES = (
    Rule("musea", ("archief", "museum", "tentoonstelling", "histoire de l'art")),
    Rule("ict", ("informatica", "python", "computer science", "it-support")),
    Rule("burgerzaken", ("onthaal", "het loket")),
    Rule("sport", ("sport", "zwembad")),
    Rule("kinderopvang", ("onthaalouder", "crèche")),
)


@pytest.fixture
def model():
    return Model(RULES)


def first(model, text):
    found = model.suggest(words(text))
    return found[0].department if found else None


@pytest.mark.parametrize(
    ("text", "department"),
    [
        pytest.param("Graag een stage in uw archief", "musea", id="a routing word"),
        pytest.param("werken met archiefstukken", "musea", id="at the start of a longer word"),
        pytest.param("het stadsmuseum", "musea", id="at the end of a longer word"),
        pytest.param("étudiante en histoire de l’art", "musea", id="a phrase"),
        pytest.param("l'histoire de ma vie", None, id="half a phrase says nothing"),
        pytest.param("support voor de ploeg", None, id="what is left of a phrase says nothing"),
        pytest.param("aan het loket", "burgerzaken", id="a phrase with an article is the word itself"),
        pytest.param("stage als onthaalouder", "kinderopvang", id="a longer word with its own rule"),
        pytest.param("onthaalmedewerker", "burgerzaken", id="a longer word without"),
        pytest.param("stage bij een transportfirma", None, id="a short word does not match inside another"),
        pytest.param("CRECHE", "kinderopvang", id="without accents, in capitals"),
        pytest.param("Beste, ik zoek een leuke stageplaats", None, id="nothing that tells"),
        pytest.param("", None, id="nothing at all"),
    ],
)
def test_the_first_mail_finds_its_way_by_the_routing_words(model, text, department):
    assert first(model, text) == department


def test_a_routing_word_is_named_as_the_reason(model):
    suggestion = model.suggest(words("onderzoek in het archief"))[0]

    assert suggestion.because == (Evidence("archief", "rule", 0, 0),)


def test_a_phrase_is_named_as_it_stands_in_the_rules(model):
    assert model.suggest(words("histoire de l'art"))[0].because[0].word == "histoire de l'art"


def test_a_part_of_a_longer_word_is_named_as_a_part(model):
    assert model.suggest(words("archiefstukken"))[0].because[0].word == "archief…"


def test_the_reason_counts_the_earlier_requests_with_the_word(model):
    for _ in range(14):
        model.learn("musea", words("inventaris van het archief"))
    for _ in range(2):
        model.learn("ict", words("inventaris van laptops"))

    because = {e.word: e for e in model.suggest(words("inventaris archief"))[0].because}

    assert because["inventaris"] == Evidence("inventaris", "earlier", 14, 16)
    assert because["archief"] == Evidence("archief", "rule", 14, 14)


def test_a_word_that_goes_elsewhere_is_never_a_reason(model):
    for _ in range(9):
        model.learn("sport", words("vrijwilliger animatie"))

    suggestion = model.suggest(words("vrijwilliger archief museum"))[0]

    assert suggestion.department == "musea"
    assert "vrijwilliger" not in {e.word for e in suggestion.because}


def test_a_word_that_everybody_uses_moves_nothing(model):
    for i in range(200):
        model.learn(RULES[i % 5].department, ("opleiding",))

    assert model.suggest(("opleiding",)) == ()


def test_the_desks_own_decisions_win_from_a_rule_that_does_not_fit(model):
    for i in range(400):
        model.learn(RULES[i % 5].department, words("gemeente"))
    for _ in range(40):
        model.learn("musea", words("zwembad"))

    assert first(model, "zwembad") == "musea"


def test_one_decision_is_enough_to_recognise_the_next_such_mail():
    model = Model([Rule("a", ()), Rule("b", ()), Rule("c", ())])
    model.learn("b", words("restauratie van oude schilderijen"))

    assert first(model, "schilderijen: restauratie van oude lijsten") == "b"


def test_two_departments_that_fit_as_well_are_both_shown_and_neither_is_sure(model):
    found = model.suggest(words("python in het museum"))

    assert {s.department for s in found} == {"ict", "musea"}
    assert {s.strength for s in found} == {1}


def test_more_reasons_make_a_stronger_suggestion(model):
    weak = model.suggest(words("museum"))[0]
    strong = model.suggest(words("museum archief tentoonstelling"))[0]

    assert (weak.strength, strong.strength) == (2, 3)
    assert weak.score < strong.score <= 1


def test_a_school_may_count_as_a_word(model):
    for _ in range(6):
        model.learn("ict", ("school:ap", "opleiding"))
        model.learn("sport", ("school:kdg", "opleiding"))

    suggestion = model.suggest(("school:ap", "opleiding"))[0]

    assert suggestion.department == "ict"
    assert suggestion.because[0] == Evidence("school:ap", "earlier", 6, 6)


def test_a_department_that_cannot_be_chosen_now_is_not_suggested(model):
    found = model.suggest(words("museum python"), among=("ict", "sport", "burgerzaken"))

    assert [s.department for s in found] == ["ict"]


def test_no_more_than_asked_is_suggested(model):
    assert len(model.suggest(words("museum python zwembad loket"), top=2)) == 2


def test_the_same_mails_give_the_same_suggestions_in_any_order():
    mails = [(rule.department, words(" ".join(rule.words))) for rule in RULES] * 3
    shuffled = random.Random(5).sample(mails, len(mails))
    one, other = Model(RULES), Model(reversed(RULES))
    for mail in mails:
        one.learn(*mail)
    for mail in shuffled:
        other.learn(*mail)

    text = words("museum informatica onthaal")
    assert [s.department for s in one.suggest(text)] == [s.department for s in other.suggest(text)]


telling = st.lists(
    st.sampled_from(["archief", "museumstuk", "python", "foto", "school:ap", "loket"]), max_size=5
)
examples = st.lists(st.tuples(st.sampled_from([r.department for r in RULES]), telling), max_size=12)


@given(examples, examples, telling)
@settings(max_examples=100)
def test_an_undone_decision_leaves_no_trace(kept, undone, text):
    model, untouched = Model(RULES), Model(RULES)
    for department, found in kept:
        model.learn(department, found)
        untouched.learn(department, found)
    for department, found in undone:
        model.learn(department, found)
    for department, found in undone:
        model.unlearn(department, found)

    assert model.examples == untouched.examples == len(kept)
    assert model.suggest(text) == untouched.suggest(text)


@given(examples, telling)
@settings(max_examples=100)
def test_every_reason_can_be_counted_again(learnt, text):
    model = Model(RULES)
    for department, found in learnt:
        model.learn(department, found)

    for suggestion in model.suggest(text):
        assert 0 <= suggestion.score <= 1
        assert suggestion.because
        for reason in suggestion.because:
            plain = reason.word.removesuffix("…")
            holding = [
                d
                for d, found in learnt
                if any(plain in w if "…" in reason.word else plain == w for w in found)
            ]
            assert reason.seen == len(holding)
            assert reason.here == holding.count(suggestion.department)


def test_what_was_never_learnt_cannot_be_taken_back(model):
    model.unlearn("sport", words("zwembad"))

    assert first(model, "zwembad") == "sport"
    assert model.examples == 0


def test_nothing_heavy_is_imported():
    script = "import sys, stagedesk.domain.suggestion as s; print(*{m.split('.')[0] for m in sys.modules})"

    out = subprocess.run(
        [sys.executable, "-S", "-c", script],
        capture_output=True,
        text=True,
        check=True,
        cwd=assets.PACKAGE.parent,
    )

    assert set(out.stdout.split()) - set(sys.stdlib_module_names) <= {"stagedesk", "__main__"}
