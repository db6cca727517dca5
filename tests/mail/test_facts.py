"""Who an internship is for and what is asked, value by value; whole mails are in understanding/."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mail.understanding_samples import directory
from stagedesk.mail.directory import SchoolEntry
from stagedesk.mail.extract import facts_hours as hours
from stagedesk.mail.extract.facts import asked
from stagedesk.mail.extract.facts_around import is_minor, school_contact
from stagedesk.mail.extract.facts_people import clean_name, others_named, own_name
from stagedesk.mail.extract.facts_periods import read_dates
from stagedesk.mail.extract.facts_record import Asked
from stagedesk.mail.extract.facts_schools import school_of
from stagedesk.mail.extract.facts_study import kind_of_internship, level_of, study_of
from stagedesk.mail.extract.facts_tables import rows, unnamed_count
from stagedesk.mail.extract.facts_ways import belongs_to, international, phones, valid_email
from stagedesk.mail.extract.facts_wishes import wishes
from stagedesk.mail.forward import requester
from stagedesk.mail.message import Address, IncomingMail
from stagedesk.mail.quotes import split
from stagedesk.mail.words import fold

MONDAY = date(2026, 10, 12)


def understood(
    body: str, subject: str = "stage", sender: str = "jan@gmail.com", name: str = ""
) -> tuple[Asked, ...]:
    mail = IncomingMail("0" * 64, "x@y", subject=subject, body=body, sender=Address(name, sender))
    return asked(mail, split(body, subject), directory(), requester(mail, directory()))


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("0470 11 22 33", "+32470112233"),
        ("0486/55.44.33", "+32486554433"),
        ("015 22 33 44", "+3215223344"),
        ("02/123.45.67", "+3221234567"),
        ("+32 (0)470 11 22 33", "+32470112233"),
        ("0032 470 11 22 33", "+32470112233"),
        ("06-12345678", "+31612345678"),
        ("010-123 45 67", "+31101234567"),
        ("+31 6 12 34 56 78", "+31612345678"),
        ("+33 6 12 34 56 78", "+33612345678"),
        ("+34 612 34 56 78", "+34612345678"),
        ("12345", ""),
        ("0000000000", ""),
        ("+32 1", ""),
    ],
)
def test_a_telephone_number_gets_its_country(written: str, number: str) -> None:
    assert international(written, "nl") == number


def test_pairs_of_digits_in_a_french_mail_are_a_french_number() -> None:
    assert international("06 12 34 56 78", "fr") == "+33612345678"


@pytest.mark.parametrize(
    "text",
    ["rekening BE68 5390 0754 7034", "rijksregisternummer 04.03.14-242.37", "1 000 000 euro", "12/03/2027"],
)
def test_other_numbers_are_no_telephones(text: str) -> None:
    assert phones(text, "nl") == []


@pytest.mark.parametrize(
    ("email", "name", "same"),
    [
        ("jan.peeters@x.be", "Jan Peeters", True),
        ("jpeeters@x.be", "Jan Peeters", True),
        ("peeters.j@x.be", "Jan Peeters", True),
        ("lien.dehaes@x.be", "Lien De Haes", True),
        ("mia.leys@x.be", "Jan Peeters", False),
        ("info@x.be", "Jan Peeters", False),
    ],
)
def test_an_address_made_of_a_name_is_known(email: str, name: str, same: bool) -> None:
    assert belongs_to(email, name) is same


def test_an_impossible_address_is_none() -> None:
    assert valid_email("jan..peeters@x") == ""
    assert valid_email("Jan.Peeters@Gmail.com") == "jan.peeters@gmail.com"


@pytest.mark.parametrize(
    ("text", "display", "name"),
    [
        ("Mijn naam is Lotte Janssens en ik zoek", "lotte", "Lotte Janssens"),
        ("Ik ben Lien De Haes, student", "Info", "Lien De Haes"),
        ("ik ben senne vandevelde, 17 jaar", "", "Senne Vandevelde"),
        ("Je m'appelle Karim Benali.", "", "Karim Benali"),
        (
            "Beste\n\nEen stage?\n\nMet vriendelijke groeten\nEl Mehdi Van den Broeck\n0470",
            "",
            "El Mehdi Van den Broeck",
        ),
        ("een stage?\n\ngroetjes Emma", "Emma Vos", "Emma Vos"),
        ("een stage?", "Peeters, Wout", "Wout Peeters"),
        ("een stage?", "WOUT PEETERS", "Wout Peeters"),
        ("Naam: Vrancken\nVoornaam: Hanne\n", "Website", "Hanne Vrancken"),
        ("Beste Stagebureau\n\nIk zoek een stage.\n", "Secretariaat", ""),
        ("Ik ben student aan de hogeschool", "", ""),
    ],
)
def test_the_writers_name_comes_from_where_it_is_surest(text: str, display: str, name: str) -> None:
    found = own_name(text, display)

    assert (found.value if found else "") == name


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Onze leerling Ahmad Rahimi zoekt", ["Ahmad Rahimi"]),
        ("Mijn dochter Marie Lambrechts (16) zoekt", ["Marie Lambrechts"]),
        ("Voor de heer Patrick Moens zoeken wij", ["Patrick Moens"]),
        (
            "Onze leerlingen Shana Peers, Tom De Smet en Ebru Yilmaz",
            ["Shana Peers", "Tom De Smet", "Ebru Yilmaz"],
        ),
        ("Notre étudiante Chloé Renard souhaite", ["Chloé Renard"]),
        ("Mag Dylan Wouters, leerling van 5 Hout, komen?", ["Dylan Wouters"]),
        ("Student: Pieter Hendrickx\nSchool: HRL", ["Pieter Hendrickx"]),
        ("Wij zoeken plaatsen voor onze leerlingen", []),
        (
            "In naam van Lien Maes, Emre Kaya en Jef Wouters vraag ik",
            ["Lien Maes", "Emre Kaya", "Jef Wouters"],
        ),
        ("voor Jan Maes (6 Hout), Piet Claes en Ann Moens", ["Jan Maes", "Piet Claes", "Ann Moens"]),
        ("Voor Sociaal Werk en Maatschappelijke Veiligheid zoeken we", []),
        ("Dylan Vercammen (17) start op 1 september", ["Dylan Vercammen"]),
        ("Kan Rania Haddad, een van onze leerlingen uit 6 Onthaal, komen?", ["Rania Haddad"]),
    ],
)
def test_those_somebody_writes_about_are_found(text: str, names: list[str]) -> None:
    assert [found.value for found in others_named(text)] == names


def test_a_display_name_that_names_nobody_is_no_name() -> None:
    assert [clean_name(name) for name in ("Stagedienst", "info@x.be", "Campus 2", "")] == ["", "", "", ""]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Naam   Klas\nJan Peeters   6A\nAmina El Idrissi   6B\n", ["Jan Peeters", "Amina El Idrissi"]),
        ("| Leerling | Dienst |\n|---|---|\n| Lore Wuyts | zorg |\n", ["Lore Wuyts"]),
        (
            "Naam; Voornaam; Van\nVerbeeck; Lisa; 16/11\nBakkali; Ilias; 1/3\n",
            ["Lisa Verbeeck", "Ilias Bakkali"],
        ),
        ("1. Anke Devos (a@x.be)\n2. Bilal Ouali\n", ["Anke Devos", "Bilal Ouali"]),
        ("- Jan Peeters, 6 Hout\n- Tom Maes: 9 tot 20 november\n", ["Jan Peeters", "Tom Maes"]),
        (
            "Voor volgende leerlingen:\n\nAxelle Mues\nRania Ouali\n\nGroeten\nHilde Sels\n",
            ["Axelle Mues", "Rania Ouali"],
        ),
        ("Met vriendelijke groeten\n\nKoen Buyse\nTechnicum De Sluis\nKerkstraat 1\n", []),
        ("- een laptop\n- een bureau\n", []),
        ("Naam: Jan Peeters\nKlas: 6A\n", []),
    ],
)
def test_several_applicants_stand_in_tables_and_lists(text: str, names: list[str]) -> None:
    assert [row.name for row in rows(text)] == names


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("voor drie leerlingen van het zesde jaar", 3),
        ("2 studenten ergotherapie", 2),
        ("pour deux élèves", 2),
        ("we hebben al twee stagiairs", 1),
        ("een leerling", 1),
        ("onze leerlingen zoeken een plaats", 1),
    ],
)
def test_unnamed_applicants_are_counted(text: str, count: int) -> None:
    assert unnamed_count(fold(text)) == count


@pytest.mark.parametrize(
    ("text", "total", "week"),
    [
        ("een stage van 240 uur", 240, None),
        ("400 uren, 38u/week", 400, 38),
        ("aantal uren: 480", 480, None),
        ("32 uur per week", None, 32),
        ("37,5 heures par semaine", None, 37.5),
        ("36 uur p/w", None, 36),
        ("om 14 uur", None, None),
        ("van 9 tot 16 uur", None, None),
        ("tussen 240 en 300 uur", None, None),
        ("240 tot 300 uur", None, None),
        ("30 uur maatschappelijke stage, een stage van 30 uur", 30, None),
        ("20 of 30 uur per week", None, 30),
        ("12 weken à 36 uur", None, 36),
        ("een 38-urenweek", None, 38),
    ],
)
def test_hours_are_told_apart(text: str, total: float | None, week: float | None) -> None:
    found_total, found_week = hours.hours_total(fold(text)), hours.hours_per_week(fold(text))

    assert (found_total and found_total.value, found_week and found_week.value) == (total, week)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Elke vrijdag moet ik stage lopen", ("fri",)),
        ("een snuffelstage op woensdagmiddag, gedurende vier weken", ("wed",)),
        ("Ik kan op maandag, dinsdag en donderdag werken", ("mon", "tue", "thu")),
        ("Stage van maandag t/m donderdag, 32 uur", ("mon", "tue", "wed", "thu")),
        ("3 dagen stage per week (ma, di, do)", ("mon", "tue", "thu")),
        ("De stage start op maandag 2 maart", None),
        ("Kan ik vrijdag bellen over de stage?", None),
        ("Ik heb les op woensdag", None),
        ("Graag antwoord tegen vrijdag", None),
    ],
)
def test_fixed_weekdays_are_read_and_others_left(text: str, days: tuple[str, ...] | None) -> None:
    found = hours.weekdays(text, fold(text))

    assert (found.value if found else None) == days


@pytest.mark.parametrize(
    ("text", "level", "kind"),
    [
        ("derde jaar van de bachelor verpleegkunde", "bachelor", "student"),
        ("leerling van 6 Kantoor", "so_3", "pupil"),
        ("vierde middelbaar", "so_2", "pupil"),
        ("mbo niveau 4", "mbo4", "bpv_bol"),
        ("hbo-student, bachelor communicatie", "hbo", "student"),
        ("derde bachelorjaar", "bachelor", "student"),
        ("ik heb een diploma bachelor", "", ""),
        ("graduaat programmeren", "graduaat", "student"),
        ("bachelor of master", "", ""),
        ("duaal leren in het 6de jaar", "duaal", "dual_oao"),
        ("kijkstage in het vierde middelbaar", "so_2", "observation"),
        ("een BIS van 6 maanden", "", "bis"),
        ("du 2 bis 13", "", ""),
        ("ik ben al 3 jaar werkzoekend", "", ""),
        ("derde jaar sociaal werk aan de hogeschool", "", ""),
        ("leerling in het 3de jaar", "so_2", "pupil"),
        ("a final-year BSc student", "bachelor", "student"),
        ("en 7ème professionnelle", "so_3", "pupil"),
    ],
)
def test_the_level_followed_and_the_kind_it_makes(text: str, level: str, kind: str) -> None:
    found = level_of(text, fold(text), directory())
    named = kind_of_internship(text, fold(text), found.value if found else "", directory())

    assert (found.value if found else "", named.value if named else "") == (level, kind)


@pytest.mark.parametrize(
    ("text", "study"),
    [
        ("bachelor in de toegepaste informatica aan Thomas More", "toegepaste informatica"),
        ("student sociaal werk bij HRL", "sociaal werk"),
        ("Ik studeer sport en bewegen en zoek", "sport en bewegen"),
        ("opleiding boekhouding. Daarvoor", "boekhouding"),
        ("leerling van 6 Opvoeding en Begeleiding.", "Opvoeding en Begeleiding"),
        ("bachelor voedings- en dieetkunde zoek ik", "voedings- en dieetkunde"),
        ("étudiant en master urbanisme à l'Université", "urbanisme"),
        ("a master student in Urban Planning at Oostmeer", "Urban Planning"),
        ("Opleiding: Graduaat Maatschappelijk werk\n", "Maatschappelijk werk"),
        ("Ik ben student aan de hogeschool", ""),
        ("Ik volg school", ""),
        ("Voor onze bachelor verpleegkunde vragen wij plaatsen", "verpleegkunde"),
        ("Je suis en cinquième secondaire", ""),
        ("Ik ben vierdejaarsstudent Integrale Veiligheidskunde (hbo)", "Integrale Veiligheidskunde"),
        ("our Master in Urban Studies, from 8 February", "Urban Studies"),
        ("Master of Science in de bestuurskunde, UDelta", "bestuurskunde"),
        ("BBL niveau 3 Hovenier bij ons", "Hovenier"),
        ("student aan de hbo-opleiding Social Work van Hogeschool Zuiderwaard", "Social Work"),
    ],
)
def test_a_study_ends_where_its_name_ends(text: str, study: str) -> None:
    found = study_of(text, directory())

    assert (found.value if found else "") == study


@pytest.mark.parametrize(
    ("text", "email", "school"),
    [
        ("student aan de HRL", "", "Hogeschool Rivierland"),
        ("een stage", "x@student.hrl.example", "Hogeschool Rivierland"),
        ("ik studeer aan Thomas More", "x@gmail.com", "Thomas More"),
        ("student aan de Karel de Grote Hogeschool in Antwerpen", "", "Karel de Grote Hogeschool"),
        ("student at Politecnico di Milano.", "", "Politecnico di Milano"),
        ("School: VTI Meerdorp\n", "", "VTI Meerdorp"),
        ("wij zoeken voor een klant", "x@kompasjobcoaching.example", ""),
        ("ik zit op school", "x@gmail.com", ""),
    ],
)
def test_a_school_is_found_by_name_alias_or_mail_domain(text: str, email: str, school: str) -> None:
    found = school_of(text, fold(text), [email], directory())

    assert (found[1].value if found else "") == school


@pytest.mark.parametrize(
    ("text", "school"),
    [
        ("een stage", ""),
        ("ik zit in het Lindehof", "Lindehof"),
        ("van het Beukenhof, en ik ken de HRL", "Beukenhof"),
        ("Lindehof of Beukenhof, dat weet ik niet", ""),
    ],
)
def test_schools_that_share_a_domain_are_told_apart_by_the_words(text: str, school: str) -> None:
    both = tuple(SchoolEntry(name.lower(), name, ("scholen.example",)) for name in ("Lindehof", "Beukenhof"))
    shared = replace(directory(), schools=(*directory().schools, *both))

    found = school_of(text, fold(text), ["x@scholen.example"], shared)

    assert (found[1].value if found else "") == school


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("een stage bij de dienst Communicatie", ["communicatie"]),
        ("ik studeer communicatie", []),
        ("in de bibliotheek of het stadsarchief", ["bibliotheek", "musea"]),
        ("niet bij de groendienst", []),
        ("Does it fit?", []),
        ("jullie IT-dienst", ["ict"]),
        ("mail naar sport@rivierstad.example", []),
        ("Vorig jaar werkte ik bij de jeugddienst", []),
        ("Er is geen ruimte meer", []),
        ("in your museums", ["musea"]),
        ("in een van uw woonzorgcentra", ["woonzorg"]),
        ("een opleidingsstage in het woonzorgcentrum", ["woonzorg"]),
        ("Mijn mama werkt op de personeelsdienst", []),
        ("Van maart tot mei liep ik al stage bij jullie in de bibliotheek", []),
        ("Graag deed ik dit bij het OCMW", ["sociale-dienst"]),
    ],
)
def test_only_departments_that_are_asked_for_count(text: str, codes: list[str]) -> None:
    assert [wish.code for wish in wishes(text, fold(text), directory())] == codes


@pytest.mark.parametrize(
    ("text", "contact"),
    [
        ("Mijn stagebegeleider is An De Wit (an.dewit@hrl.example).", "An De Wit <an.dewit@hrl.example>"),
        ("Mijn stagebegeleidster is mevrouw Smits.", "mevrouw Smits"),
        ("Stagebegeleider: els.bosmans@hrl.example", "els.bosmans@hrl.example"),
        ("Maître de stage : M. Dupont", "M. Dupont"),
        ("Ik zoek een stagebegeleider.", ""),
        ("Stagecoördinator Rechten\nUDelta", ""),
        ("Mijn stagebegeleider is Karen Op de Beeck", "Karen Op de Beeck"),
    ],
)
def test_the_contact_at_school_is_the_one_named_so(text: str, contact: str) -> None:
    found = school_contact(text)

    assert (found.value if found else "") == contact


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("Ik ben 16 jaar", True),
        ("Mijn dochter Fien (15) zoekt", True),
        ("een 17-jarige leerling", True),
        ("J'ai 15 ans", True),
        ("Ik ben 41 jaar", False),
        ("geboren op 14/03/2004", False),
        ("geboortedatum: 5/6/2009", True),
        ("Ik heb 16 jaar ervaring", None),
        ("ik ben 16 en zoek stage", True),
        ("een meisje van 15", True),
        ("I am a 17-year-old pupil", True),
        ("Ik ben 20 weken zwanger", None),
        ("vierde middelbaar", None),
    ],
)
def test_a_minor_is_told_by_age_or_birth_date_only(text: str, minor: bool | None) -> None:
    found = is_minor(text, fold(text), read_dates(text, MONDAY), MONDAY)

    assert (found.value if found else None) is minor


def test_what_is_not_there_is_missing() -> None:
    (bare,) = understood("ik zoek een stage", sender="x123@hotmail.com")
    (full,) = understood(
        "Ik ben Jan Peeters, student bachelor ICT aan Thomas More. Ik zoek stage van 1 februari 2027 tot 28"
        " mei 2027."
    )

    assert bare.missing == ("name", "school", "study", "period", "hours")
    assert full.missing == ()


def test_the_shape_for_json_has_every_field_and_null_for_the_unknown() -> None:
    (found,) = understood(
        "Ik ben Jan Peeters en zoek stage bij de bibliotheek van 2 tot 13 maart 2027, 38 uur per week."
    )

    shown = found.as_dict()
    assert list(shown) == [
        "applicant_name",
        "applicant_email",
        "applicant_phone",
        "school",
        "level",
        "study",
        "internship_kind",
        "period_start",
        "period_end",
        "hours_total",
        "hours_per_week",
        "weekdays",
        "departments",
        "deadline",
        "school_contact",
        "minor",
        "missing",
        "because",
    ]
    assert (shown["applicant_name"], shown["school"], shown["minor"]) == ("Jan Peeters", None, None)
    assert (shown["period_start"], shown["hours_per_week"]) == ("2027-03-02", 38)
    (wish,) = shown["departments"]
    assert (wish["name"], wish["score"]) == ("Bibliotheek", 0.9)
    assert wish["because"].endswith("bij de bibliotheek")
    assert shown["because"]["period_start"] == "2 tot 13 maart 2027"


def test_no_national_number_is_kept_in_any_value_or_reason() -> None:
    (found,) = understood(
        "Jan Peeters, geboren op 14/03/2004, rijksregisternummer 04.03.14-242.37, zoekt een stage."
    )

    assert "242" not in str(found.as_dict())


def test_a_forwarded_mails_dates_are_read_from_the_day_it_was_written() -> None:
    body = (
        "Van: Jan Peeters <jan@gmail.com>\nVerzonden: Wednesday, November 18, 2026 7:45 PM\nAan: sport\n"
        "Onderwerp: stage\n\nIk ben student en zoek een stage van 20 november tot 4 december.\n"
    )
    mail = IncomingMail(
        "0" * 64,
        "x@y",
        subject="FW: stage",
        body=body,
        sender=Address("Els", "els@rivierstad.example"),
        sent_at=datetime(2026, 12, 7, tzinfo=UTC),
    )

    (found,) = asked(mail, split(body, "FW: stage"), directory(), requester(mail, directory()))

    assert (found.period_start, found.period_end) == (date(2026, 11, 20), date(2026, 12, 4))


def test_every_value_has_its_words() -> None:
    (found,) = understood(
        "Ik ben Jan Peeters, leerling van 6 Hout, 17 jaar. Elke vrijdag stage van 2 tot 13 maart 2027, 60"
        " uur stage.",
        sender="jan.peeters@leerling.atheneumzuid.example",
    )

    given_values = {name for name, value in found.as_dict().items() if value not in (None, [], {})}
    assert given_values - {"missing", "because"} <= found.because.keys()


@settings(max_examples=120, deadline=None)
@given(st.text(max_size=400), st.text(max_size=30))
def test_any_text_gives_at_least_one_applicant(body: str, subject: str) -> None:
    for found in understood(body, subject):
        found.as_dict()
