"""What somebody newly wrote, apart from what is quoted and from the signature."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stagedesk.mail.message import ATTACHED_MESSAGE
from stagedesk.mail.quotes import split

REPLY = "Dag,\n\nja, 12 mei past voor ons."
QUOTED = "> Beste,\n> wanneer past het?"
UNMARKED = "Beste,\n\nwanneer past het?\n\nStageloket"

INTRODUCTIONS = [
    "Op ma 2 mrt 2026 om 10:12 schreef Stageloket <stage@stad.example>:",
    "Op ma 2 mrt. 2026 om 10:12 schreef Stageloket van de stad <\nstage@stad.example>:",
    "Op 2 mrt. 2026, om 10:12 heeft Stageloket <stage@stad.example> het volgende geschreven:",
    "Op 2-3-2026 om 10:12 schreef Stageloket:",
    "Stageloket <stage@stad.example> schreef op 2 maart 2026 10:12:",
    "2026-03-02 10:12 GMT+01:00 Stageloket <stage@stad.example>:",
    "Le lun. 2 mars 2026 à 10:12, Stageloket <stage@stad.example> a écrit :",
    "Le 2 mars 2026 à 10:12, Stageloket\n<stage@stad.example>\na écrit :",
    "On Mon, Mar 2, 2026 at 10:12 AM Stageloket <stage@stad.example> wrote:",
    "On 2 Mar 2026, at 10:12, Stageloket\n<stage@stad.example> wrote:",
    "Am 02.03.2026 um 10:12 schrieb Stageloket <stage@stad.example>:",
    "Am Mo., 2. März 2026 um 10:12 Uhr schrieb Stageloket <\nstage@stad.example>:",
    "El lun, 2 mar 2026 a las 10:12, Stageloket (<stage@stad.example>) escribió:",
    "---- Op ma, 02 mrt 2026 10:12:50 +0100 stage@stad.example schreef ----",
    "-----Oorspronkelijk bericht-----",
    "-----Original Message-----",
    "-----Message d'origine-----",
    "-----Ursprüngliche Nachricht-----",
    "Van: Stageloket <stage@stad.example>\nVerzonden: maandag 2 maart 2026 10:12\nAan: Groen\nOnderwerp: x",
    "Van: Stageloket\nDatum: maandag, 2 maart 2026 om 10:12\nAan: Groen\nOnderwerp: Stage",
    "*Van:* Stageloket [mailto:stage@stad.example]\n*Verzonden:* maandag 2 maart 2026 10:12\n*Aan:* Groen",
    "De : Stageloket <stage@stad.example>\nEnvoyé : lundi 2 mars 2026 10:12\nÀ : Vert\nObjet : Stage",
    "From: Stageloket <stage@stad.example>\nSent: Monday, 2 March 2026 10:12\nTo: Green\nSubject: x",
    "Von: Stageloket <stage@stad.example>\nGesendet: Mo, 2. März 2026 10:12\nAn: Grün\nBetreff: Praktikum",
    "________________________________\nVan: Stageloket <stage@stad.example>\nVerzonden: ma\nAan: Groen",
]  # fmt: skip


def lines_of(*texts):
    return sorted(line for text in texts for line in text.split("\n") if line.strip())


@pytest.mark.parametrize("introduction", INTRODUCTIONS)
@pytest.mark.parametrize("quote", [QUOTED, UNMARKED], ids=["marked", "unmarked"])
def test_only_the_answer_above_a_quote_is_visible(introduction, quote):
    parts = split(f"{REPLY}\n\n{introduction}\n\n{quote}", "Re: Stage")

    assert parts.visible == REPLY
    assert parts.quoted == f"{introduction}\n\n{quote}"
    assert parts.signature == ""


@pytest.mark.parametrize(
    "signature",
    [
        "Met vriendelijke groet,\nJan Peeters",
        "Vriendelijke groeten\n\nKarel Maes\nDienst Groen\nTel. 015 00 00 00",
        "Mvg Jan",
        "Alvast bedankt en vriendelijke groeten,\nNoor El Amrani",
        "Veuillez agréer, Madame, Monsieur, mes salutations distinguées.\nChloé Dubois",
        "Groetjes, Emma",
        "Cordialement,\nChloé Dubois",
        "Bien à vous\nChloé",
        "Kind regards,\nSam Lee\nsam@school.example",
        "Mit freundlichen Grüßen\nJörg",
        "-- \nJan Peeters\nLeerkracht",
        "Verstuurd vanaf mijn iPhone",
        "Outlook voor iOS downloaden<https://aka.example/o0>",
        "Envoyé de mon iPhone",
        "Von meinem iPhone gesendet",
        "Met vriendelijke groeten,\nEls\n\nVerstuurd vanaf Outlook voor Android",
    ],
)
def test_a_signature_is_apart_above_a_quote_and_without_one(signature):
    alone = split(f"{REPLY}\n\n{signature}")
    answered = split(f"{REPLY}\n\n{signature}\n\n{INTRODUCTIONS[0]}\n\n{QUOTED}")

    assert (alone.visible, alone.signature, alone.quoted) == (REPLY, signature, "")
    assert (answered.visible, answered.signature) == (REPLY, signature)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(
            'Beste,\n\nop 3 februari heb ik gemaild. Mijn school schreef: "stage is verplicht".', id="schreef"
        ),
        pytest.param(
            "Op 3 februari 2026 schreef mijn school:\nde stage is verplicht.", id="schreef at the end"
        ),
        pytest.param("Van: september tot december\nAan de slag bij de groendienst!", id="Van as a word"),
        pytest.param(
            "Naam: Noor\nVan: 2 maart\nTot: 13 maart\nDatum: 3 februari\nOnderwerp: snuffelstage", id="form"
        ),
        pytest.param("On Monday:\n\nbibliotheek\n\nOn Tuesday:\n\nmuseum", id="On Monday"),
        pytest.param(
            "Kan ik komen?\n\nMet vriendelijke groeten dank ik u alvast.", id="a greeting in a sentence"
        ),
        pytest.param("Sent from my desk, it is easier to explain.", id="sent from in a sentence"),
        pytest.param("Mijn wensen:\n-- groen\n-- sport\n\nBedankt,\nNoor", id="dashes in a list"),
        pytest.param("Planning\n----\nweek 1\n----\nweek 2", id="rules between parts"),
        pytest.param("2026-03-02 14:30\n02.03.2026 14:30\nof maart 2 om 14:30", id="moments in a list"),
        pytest.param("Bedankt,\nNoor", id="thanks and a name"),
    ],
)
def test_own_words_that_look_like_a_quote_or_signature_stay(body):
    assert split(body).visible == body


@pytest.mark.parametrize(
    "after", ["PS: kan ik ook in april?", "Mijn cv stuur ik morgen.", "Kan dat ook later?"]
)
def test_what_is_said_after_the_greeting_is_not_lost(after):
    parts = split(f"{REPLY}\n\nMet vriendelijke groet,\nJan\n\n{after}")

    assert after in parts.visible
    assert parts.signature == "Met vriendelijke groet,\nJan"


def test_answers_between_quoted_lines_stay_visible():
    parts = split(
        f"{INTRODUCTIONS[0]}\n\n> Welke periode?\n\nMei.\n\n> Welke dienst?\n\nGroen.\n\nGroetjes,\nEmma"
    )

    assert parts.visible.split() == ["Mei.", "Groen."]
    assert parts.signature == "Groetjes,\nEmma"
    assert "> Welke dienst?" in parts.quoted


@pytest.mark.parametrize(
    "subject",
    ["FW: Stage", "Fwd: Stage", "Doorst: Stage", "TR : Stage", "WG: Praktikum", "[EXTERN] FW: Stage"],
)
def test_a_forward_is_never_folded(subject):
    body = f"Voor jullie?\n\n{INTRODUCTIONS[18]}\n\n{UNMARKED}"

    assert split(body, subject).visible == body
    assert split(body, f"RE: {subject}").visible == "Voor jullie?"


@pytest.mark.parametrize(
    "mark",
    [
        "---------- Forwarded message ---------",
        "-------- Doorgestuurd bericht --------",
        "Begin doorgestuurd bericht:",
        "-------- Message transféré --------",
        "-------- Weitergeleitete Nachricht --------",
        ATTACHED_MESSAGE,
    ],
)
def test_what_is_said_to_be_forwarded_is_not_folded_whatever_the_subject(mark):
    body = f"Voor jullie?\n\n{mark}\n{INTRODUCTIONS[18]}\n\nMag ik komen?"

    assert split(body, "Stage").visible == body


@pytest.mark.parametrize("introduction", INTRODUCTIONS)
def test_a_mail_of_which_nothing_would_remain_is_shown_whole(introduction):
    body = f"{introduction}\n\n{UNMARKED}"

    assert split(body).visible == body


def test_a_mail_attached_to_an_answer_is_not_folded_with_the_quote():
    attached = f"{ATTACHED_MESSAGE}\nFrom: jan@x.example\n\nMag ik komen?"
    parts = split(f"{REPLY}\n\n{INTRODUCTIONS[18]}\n\n{UNMARKED}\n\n{attached}")

    assert parts.visible.startswith(REPLY)
    assert parts.visible.endswith(attached)
    assert "wanneer past het?" in parts.quoted


WORDS = st.sampled_from(
    [
        *INTRODUCTIONS,
        QUOTED,
        UNMARKED,
        REPLY,
        ATTACHED_MESSAGE,
        "-- ",
        "> ",
        "",
        "Mvg Jan",
        "PS ja",
        "a:",
        "@:",
        ">:",
    ]
)


@given(
    st.lists(WORDS | st.text("> :-@aOp\n", max_size=20), max_size=12).map("\n".join),
    st.sampled_from(["", "FW: x"]),
)
@settings(max_examples=200)
def test_every_line_is_in_exactly_one_part(body, subject):
    parts = split(body, subject)

    assert lines_of(body) == lines_of(parts.visible, parts.quoted, parts.signature)
    assert bool(parts.visible.strip()) == bool(body.strip())


@pytest.mark.parametrize(
    "unit",
    [
        *("a:\n", "@:\n", "Van:\nAan:\n", "Van: a@b\nVerzonden: 10:12\nb\n", "-- \n", "Groetjes\n", ">\n"),
        *(
            "_____\n",
            "wrote:\n",
            "Op 3 feb 2026 om 10:12 schreef x@y\n",
            "-",
            ">",
            " ",
            "Op a ",
            "Sent from my ",
        ),
    ],
)
def test_a_megabyte_is_split_in_less_than_a_second(unit):
    body = unit * (1_000_000 // len(unit))
    started = time.process_time()

    split(body, "Re: x")

    assert time.process_time() - started < 1
