"""What departments write back, line by line, and the decision in it; a wrong one is worse than none."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stagedesk.mail.directory import DepartmentEntry, Directory
from stagedesk.mail.replies.answers import read_answer

DIRECTORY = Directory(
    departments=(
        DepartmentEntry("sport", "Sport", aliases=("Sportdienst", "dienst Sport")),
        DepartmentEntry(
            "groen", "Groendienst", aliases=("Groen", "Openbaar Groen", "service des espaces verts")
        ),
        DepartmentEntry("bib", "Bibliotheek", aliases=("bib",)),
        DepartmentEntry("jeugd", "Jeugddienst", aliases=("Jeugd",)),
        DepartmentEntry("ict", "ICT", aliases=("IT-dienst", "Informatica")),
        DepartmentEntry("sociaal", "Sociale dienst", aliases=("sociaal huis", "service social")),
        DepartmentEntry("com", "Communicatie", aliases=("Marcom",)),
        DepartmentEntry("burger", "Burgerzaken"),
    )
)

YES = [
    "prima voor ons, stuur maar door",
    "ok!",
    "OK",
    "Oké voor ons.",
    "Prima.",
    "Ja hoor!",
    "Ja, dat kan.",
    "Dat kan zeker bij ons.",
    "Geen probleem!",
    "Geen enkel probleem voor onze dienst.",
    "Geen bezwaar.",
    "Wij hebben daar niets op tegen.",
    "Akkoord",
    "Wij gaan akkoord met deze stage.",
    "Voor ons is dat in orde.",
    "Voor mij is dit goed.",
    "Wat ons betreft is dit zeker ok.",
    "Ze mag bij ons komen.",
    "Hij mag op 2 maart starten.",
    "De student is welkom!",
    "Van harte welkom bij ons op de dienst.",
    "We nemen haar graag.",
    "Wij willen hem heel graag begeleiden.",
    "We hebben nog een plaats vrij in die periode.",
    "Er is bij ons plaats voor één stagiair.",
    "Dat lukt.",
    "Dat zal wel lukken.",
    "Dit is perfect haalbaar voor ons.",
    "Laat haar maar komen.",
    "Je mag hem inplannen bij ons.",
    "Wij zien dit zitten.",
    "We kunnen deze leerling ontvangen.",
    "Super, doen we!",
    "Graag!",
    "Uiteraard, met plezier.",
    "Groen licht van ons diensthoofd.",
    "Dag Els,\n\nPrima voor ons. Wanneer komt ze precies langs?\n\nGroeten\nTom",
    "Beste collega\n\nDat is goed voor ons, je mag de papieren in orde brengen.\n\nMvg\nAn",
    "Hoi,\nJa, stuur maar door. Als er nog vragen zijn hoor ik het wel.\nGroetjes",
    "Bedankt voor je mail. Voor onze dienst is dit geen probleem.",
    "Goeiemorgen, wij nemen dit over.",
    "Wij hebben plaats",
    "Past perfect in onze planning.",
    "Wij kunnen hem in maart een plaats aanbieden.",
    "Dit past goed bij ons.",
    "Zeker, laat maar starten.",
    "Mag voor ons.",
    "👍",
    "Dat is goed, ik word zelf de mentor. Laat gerust iets weten als je nog info nodig hebt.",
    "D'accord pour nous.",
    "Pas de problème !",
    "Oui, nous pouvons l'accueillir.",
    "C'est bon pour nous.",
    "Avec plaisir, elle est la bienvenue.",
    "Nous avons encore une place.",
    "Fine with us.",
    "We'd be happy to host her.",
    "Yes, that works for us.",
    "No problem, we can take him.",
    "Sure, go ahead!",
    "Dag Sofie\n\nDat mag zeker, ik had haar zelf ook al gesproken op de jobbeurs.\n\nTot later!\nWim",
    "Voor de bib is dit oké.",
    "Yes! Heel graag zelfs.",
    "Dit kan zeker doorgaan op onze dienst.",
    "Zet hem maar op de planning bij ons.",
    "Hij kan bij ons terecht.",
    "wij zijn akkoord",
    "Ik zie geen bezwaar, ze kan op 3 februari beginnen.",
    "Ok voor mij, Jan wordt de mentor.",
    "Leuk! We maken er graag tijd voor, ze is welkom.",
    "We hebben dit besproken in het team en we willen haar graag begeleiden.",
    "Het team ziet dit zitten.",
    "Ik heb met de ploegbaas gesproken: hij mag komen.",
    "Lukt zeker!",
    "Prima, ik wacht op het contract.",
    "Onze dienst kan deze student plaatsen.",
    "Wij bevestigen dat de student bij ons stage kan lopen.",
    "Bij deze laat ik weten dat wij akkoord zijn.",
    "Dat is prima. Graag de stageovereenkomst in drievoud.",
    "We verwelkomen haar graag in ons team.",
    "Oké, laat hem maar een mailtje sturen om af te spreken. Wij hebben plaats.",
    "Dat is voor ons geen enkel probleem. Marijke zal hem begeleiden.",
    "Ja, dit lukt in die periode.",
    "Wij willen graag ingaan op deze aanvraag.",
    "Wij geven een positief advies.",
    "Positief antwoord van onze kant.",
    "Deze kandidaat spreekt ons aan, wij nemen hem.",
    "C'est d'accord pour le service.",
    "Aucun souci, elle peut commencer le 2 mars.",
    "Sounds good to us, he can start in February.",
    "Happy to take her on.",
    "Geen enkel probleem hoor, ze kan meteen beginnen.",
    "Beste Els\n\nNa overleg met de ploeg kan ik bevestigen dat we Tom kunnen ontvangen.\n\nMvg\nLuc",
    "Ja dat is ok",
    "Oef, eindelijk iemand met een technisch profiel! Stuur maar door.",
    "Akkoord. Bezorg jij haar de praktische info?",
    "Wij kijken ernaar uit om haar te verwelkomen.",
    "Voor de dienst is dit in orde, Karin neemt het mentorschap op zich.",
    "Zeker doen!",
    "We hebben een plekje voor hem.",
    "Tuurlijk, altijd welkom.",
    "Mijn diensthoofd is akkoord.",
    "Dat past perfect in onze zomerplanning.",
    "Helemaal goed!",
    "Ik wil deze student wel begeleiden.",
    "Dit is goed voor onze dienst. De student mag contact opnemen met Veerle.",
    "Oui, avec plaisir !",
    "Great candidate, we'd love to have her.",
    "Wij hebben er zin in, laat maar komen!",
    "Dag Els, dit is in orde. Mvg, Jan",
    "ok voor de sportdienst",
    "Er is plaats bij ons.",
    "Ik heb met hem gesproken en hij mag op 1 maart starten.",
    "Onze ploeg verwelkomt haar graag.",
    "Groen licht!",
    "De directeur gaat akkoord.",
    "Voor ons part mag ze komen.",
    "c'est ok",
    "We are happy to take her.",
]
YES_IF = [
    "Eén student lukt, vanaf 1 maart.",
    "Eén week lukt wel, twee weken niet.",
    "Twee studenten is voor ons haalbaar, vier is te veel.",
    "mag starten, maar pas vanaf oktober",
    "Ja, maar enkel in de voormiddag.",
    "Dat kan, mits er een laptop voorzien wordt.",
    "Prima voor ons, op voorwaarde dat de school de verzekering regelt.",
    "In februari lukt het niet, vanaf maart wel.",
    "Niet in de zomer, maar in september kan het wel.",
    "Wij hebben plaats, maar slechts voor 4 weken.",
    "Akkoord als hij een rijbewijs heeft.",
    "Als ze Nederlands spreekt, is ze welkom bij ons.",
    "In principe ok voor ons.",
    "Ok voor ons, liefst vanaf 1 maart.",
    "Dat kan alleen als de student zelf een laptop meebrengt.",
    "Enkel vanaf oktober.",
    "Pas vanaf januari.",
    "We kunnen hem ontvangen, tenzij de verbouwing uitloopt.",
    "Ja, maar graag eerst een kennismakingsgesprek.",
    "Welkom, maar ten vroegste na de paasvakantie.",
    "Onder voorbehoud van goedkeuring door het college is dit in orde voor ons.",
    "Nee, niet in mei, maar vanaf september is er wel plaats.",
    "Oui, mais seulement à partir d'octobre.",
    "C'est possible à condition qu'elle parle néerlandais.",
    "Yes, but only from October.",
    "We can host her provided she brings her own laptop.",
    "Oké voor ons, maar dan wel max. 3 dagen per week.",
    "Dat kan, al zouden we liever starten in maart.",
    "Ja, als de school de werkkledij voorziet.",
    "Goed voor ons, zolang het niet in de examenperiode valt.",
    "We kunnen maar één van de twee leerlingen ontvangen.",
    "Geen probleem, behalve in de week van 12 april.",
    "Vóór de zomer lukt het niet, erna wel.",
    "Ja graag, enkel moeten we nog een laptop vinden.",
    "Normaal gezien is dat geen probleem voor ons.",
    "We willen hem wel, maar eerst een gesprek.",
    "Dat kan, maar niet op woensdag.",
    "Stage in februari is niet mogelijk, maar in april wel.",
    "Pour nous c'est bon, sauf en juillet.",
    "Fine with us, as long as the school covers the insurance.",
    "Ja, indien de student zelf vervoer heeft.",
    "Dat kan, maar we hebben geen laptop beschikbaar.",
    "Oké als het maximaal 2 dagen per week is.",
    "We zien het zitten op voorwaarde dat de school de begeleiding mee opneemt.",
    "Liefst na de paasvakantie, dan is het voor ons goed.",
    "Ja, wel onder voorbehoud van de verbouwingen.",
    "Prima, mits akkoord van de directeur.",
    "Op woensdag kan niet, de andere dagen wel.",
    "D'accord, mais uniquement au mois de mars.",
    "OK provided that he speaks Dutch.",
    "Ok, maar hij moet wel vrijdag vrij nemen.",
    "Kan, als de student eigen vervoer heeft.",
    "Wij hebben plaats vanaf april, niet vroeger.",
    "Akkoord voor 2 weken, langer niet.",
    "Goed, op voorwaarde dat de verzekering in orde is.",
    "In maart ja, in april niet.",
]
NO = [
    "Ja hoor, zeker, en wie gaat dat begeleiden? Wij zitten met drie zieken. Niet dus.",
    "Wij passen deze keer.",
    "dat zal helaas niet lukken",
    "Helaas, dat lukt niet.",
    "Nee, sorry.",
    "Neen, dit past niet bij onze werking.",
    "Wij hebben momenteel geen plaats.",
    "We hebben dit jaar helaas geen begeleiding beschikbaar.",
    "Bij ons niet.",
    "Voor ons niet haalbaar.",
    "Dat is voor onze dienst niet mogelijk.",
    "Wij kunnen deze student spijtig genoeg niet begeleiden.",
    "Jammer genoeg zitten we vol.",
    "We zijn volzet tot juni.",
    "Wij moeten dit weigeren, we zijn onderbemand.",
    "Dat gaat niet, we hebben al twee stagiairs in die periode.",
    "Wij nemen dit jaar geen stagiairs aan.",
    "Dit zien wij niet zitten.",
    "Dat kan bij ons niet.",
    "We kunnen hier niet op ingaan wegens personeelstekort.",
    "Er is geen mentor beschikbaar.",
    "Dat lukt ons in februari jammer genoeg niet.",
    "Liever niet, het is te druk.",
    "Wij hebben geen geschikte opdracht voor deze leerling.",
    "Beste\n\nSpijtig maar we hebben geen capaciteit.\n\nGroeten",
    "Geen plaats",
    "Dat is onmogelijk in die periode.",
    "Het antwoord is nee.",
    "Deze periode past ons niet.",
    "We passen voor deze aanvraag.",
    "Dit wordt moeilijk, we hebben geen tijd om iemand op te volgen.",
    "Niet haalbaar, sorry.",
    "Helaas geen ruimte meer, misschien volgend jaar.",
    "We hebben geen plaats. Bedankt voor de interesse en veel succes aan de student!",
    "Wij werken nu vooral thuis, dus een stagiair begeleiden lukt niet.",
    "Dat zal niet gaan, wij nemen enkel studenten uit het hoger onderwijs.",
    "ça ne va pas",
    "Malheureusement, ce n'est pas possible.",
    "Nous n'avons pas de place.",
    "Nous ne pouvons pas l'encadrer cette année.",
    "Non, désolé.",
    "Unfortunately we have no capacity.",
    "Sorry, we can't take anyone this year.",
    "That is not possible for us.",
    "No, sorry.",
    "Beste,\n\nWe hebben het bekeken maar zien het niet haalbaar.\n\nGr. Piet",
    "Wij kunnen hier helaas niet aan meewerken.",
    "Sorry, deze keer niet.",
    "Momenteel is er bij ons niemand die dit kan begeleiden.",
    "We hebben al genoeg stagiairs.",
    "Wij hebben al 3 stagiairs lopen, dus dat gaat niet meer.",
    "Dat zit er dit jaar niet in.",
    "Wij wensen niet in te gaan op deze vraag.",
    "Na overleg met het team moeten we deze aanvraag weigeren.",
    "Er is op dit moment geen ruimte om een stagiair te begeleiden.",
    "Door de verhuis kunnen we niemand opvangen.",
    "De werkdruk is te hoog om nu iemand op te leiden.",
    "Spijtig, maar neen.",
    "Ik moet u teleurstellen, we zitten vol.",
    "Te laat voor ons, we hadden dit een maand vroeger moeten weten. Dat lukt dus niet meer.",
    "Onze ploeg ziet dat niet zitten.",
    "Ik heb niemand die haar kan begeleiden.",
    "Wij doen dit jaar niet mee.",
    "Dit jaar nemen wij geen studenten meer.",
    "Het is voor ons niet opportuun om in deze periode een stagiair te hebben.",
    "Negatief advies.",
    "On ne peut malheureusement pas prendre de stagiaire.",
    "Le service est complet.",
    "We are unable to offer a place at the moment.",
    "We don't have anyone to supervise him.",
    "Wij kunnen dit jaar niemand opnemen.",
    "Jammer, maar we hebben geen bureauruimte over.",
    "Nee dank je.",
    "Ons team is momenteel onderbezet, we kunnen er niemand bijnemen.",
    "We krijgen het niet geregeld.",
    "Voor deze richting hebben wij geen taken.",
    "Geen tijd, sorry.",
    "Ik vrees dat we moeten passen.",
    "Wij zijn net gestart met twee nieuwe collega's, een stagiair kan er niet bij.",
    "Helaas moeten wij u meedelen dat er geen plaats vrij is.",
    "We slaan dit jaar over.",
    "Onze dienst neemt geen minderjarigen aan.",
    "Negatief, zie vorige mail.",
    "Ce n'est pas possible pour notre équipe.",
    "Nous sommes complets.",
    "I'm afraid we can't host anyone this spring.",
    "We kunnen dit jaar geen stagiair plaatsen.",
    "Onze dienst ziet hier geen mogelijkheid toe.",
    "Wij hebben al iemand voor die periode.",
    "Nee, helaas niet.",
    "Sorry, onmogelijk door de verbouwing.",
    "Wij kunnen haar niet de begeleiding geven die ze nodig heeft.",
    "Daar hebben we geen mensen voor.",
    "Dit past niet in onze planning.",
    "Spijtig genoeg kunnen wij niemand extra begeleiden.",
    "désolé, pas de place cette année",
]
ELSEWHERE = [
    ("This is not for our department but for: Sport", "sport"),
    ("Ce n'est pas pour notre service, mais pour : Sport", "sport"),
    ("bij ons niet, vraag het eens aan Sport", "sport"),
    ("Dit is meer iets voor de groendienst.", "groen"),
    ("Niet voor ons, probeer eens bij de bib.", "bib"),
    ("Wij niet, Jeugd misschien wel?", "jeugd"),
    ("Dit hoort thuis bij Burgerzaken.", "burger"),
    ("Kan je dit doorsturen naar de sociale dienst?", "sociaal"),
    ("Ik heb je vraag doorgestuurd naar ICT.", "ict"),
    ("Verkeerde dienst: Communicatie is hiervoor het best geplaatst, contacteer Marcom.", "com"),
    ("Helaas geen plaats. Neem contact op met de Jeugddienst, zij zoeken iemand.", "jeugd"),
    ("Dit is niet onze bevoegdheid.", ""),
    ("Dit moet naar een andere dienst.", ""),
    ("Verkeerde dienst", ""),
    ("Dag Els\n\nDat past beter bij Openbaar Groen.\n\nGroeten\nKris, Sport", "groen"),
    ("Pas chez nous, demandez plutôt au service social.", "sociaal"),
    ("Not for us, try Sport.", "sport"),
    ("Stuur maar door naar Sport.", "sport"),
    ("Ik denk dat dit eerder iets is voor de Groendienst.", "groen"),
    ("Is dit niet iets voor Jeugd?", "jeugd"),
    ("Die vraag is voor ICT bestemd, niet voor ons.", "ict"),
    ("Wij hebben geen plaats maar de bib zoekt nog iemand, vraag het daar eens.", "bib"),
    ("Gelieve contact op te nemen met de Sociale dienst.", "sociaal"),
    ("Deze hoort bij Sport.", "sport"),
    ("Ik stuur dit door naar mijn collega's van Burgerzaken.", "burger"),
    ("Wij zijn hiervoor niet de juiste dienst.", ""),
    ("Zie Groendienst, die doen de stages voor tuinbouw. Contacteer hen best.", "groen"),
    ("Veuillez contacter le service des espaces verts.", "groen"),
    ("This one is better suited for ICT.", "ict"),
    ("Verkeerd geadresseerd, dit is voor de Sportdienst.", "sport"),
    ("Past totaal niet bij ons, wel bij Jeugd denk ik.", "jeugd"),
    ("Best contact opnemen met Burgerzaken.", "burger"),
    ("ICT is hiervoor bevoegd.", "ict"),
    ("Voyez plutôt avec le service social.", "sociaal"),
    ("Volgens mij moet je hiervoor bij de jeugddienst zijn.", "jeugd"),
    ("Doorgestuurd naar ICT, zij nemen contact op.", "ict"),
    ("Dit is eigenlijk voor Communicatie.", "com"),
]
MORE_TIME = [
    "Il faut que j'en parle à mon équipe.",
    "kunnen we dit nog even bekijken?",
    "Ik kom hier volgende week op terug.",
    "We bespreken dit eerst op het teamoverleg.",
    "Ik moet dit nog overleggen met mijn diensthoofd.",
    "Ik vraag het na bij mijn collega's.",
    "Geef ons nog een weekje.",
    "Mogen we wat meer tijd?",
    "Je hoort nog van mij.",
    "Ik laat zo snel mogelijk iets weten.",
    "Ok, ik bekijk het even met het team.",
    "Dat kan ik nog niet zeggen, ik wacht op antwoord van de ploegbaas.",
    "We hebben nog geen beslissing genomen.",
    "Misschien wel, maar ik moet het intern nog aftoetsen.",
    "Goed ontvangen, ik kom erop terug.",
    "Ik check even met de teamcoach en laat je morgen iets weten.",
    "Meer tijd tot 12/03",
    "Je reviens vers vous la semaine prochaine.",
    "I'll get back to you next week.",
    "We need some more time to discuss this.",
    "Voor mij ok, maar ik moet het nog voorleggen aan het diensthoofd.",
    "Ik leg dit voor op de stafvergadering van donderdag.",
    "We zijn ermee bezig, antwoord volgt.",
    "Mag ik hier eind volgende week op antwoorden?",
    "Sofie is met verlof, ik vraag het haar als ze terug is.",
    "Dit moet nog even bekeken worden.",
    "Kan ik tot vrijdag de tijd krijgen?",
    "Mijn collega neemt dit volgende week op met het team, daarna laten we iets weten.",
    "Nog geen nieuws van het diensthoofd, ik hou je op de hoogte.",
    "Ik vraag na of dit kan.",
    "Dit wordt maandag besproken.",
    "Nous en discutons lundi en équipe.",
    "Let me check with my team.",
    "Even afwachten, we bekijken wie hem kan begeleiden.",
    "Dit moet ik voorleggen aan de directeur.",
    "We zitten volgende week samen met het team, nadien hoor je van ons.",
    "Kan je ons nog een paar dagen geven?",
    "Ik wacht nog op nieuws van de mentor.",
    "Kom ik op terug!",
    "We hebben dit nog niet kunnen bekijken.",
    "Laat ik je morgen weten.",
    "Nous vous donnons une réponse la semaine prochaine, nous devons d'abord en discuter.",
    "Ik bespreek het morgen met de ploeg.",
    "Even checken met de planning, antwoord volgt eind deze week.",
    "Mag ik er nog even over nadenken?",
    "We hebben pas volgende dinsdag teamvergadering, dan beslissen we.",
]
QUESTION = [
    "Welke periode gaat het precies?",
    "Kan je mij het cv nog bezorgen?",
    "Hoeveel uren moet zij doen?",
    "Graag meer info over de opdracht.",
    "Is er een begeleider van de school voorzien?",
    "Spreekt de student Nederlands?",
    "Wat wordt er van ons verwacht?",
    "Kan hij ook in april komen?",
    "Is dat ok voor de school?",
    "Quelle est la durée du stage ?",
    "Could you send us the CV?",
    "Om welke richting gaat het?",
    "Zou ze ook 4 dagen per week kunnen komen?",
    "Kan je me even bellen hierover?",
    "We hebben eerst meer info nodig over de taken.",
    "Is hij al 18?",
    "Wie is de stagebegeleider van de school?",
    "Quelles sont les dates exactes ?",
    "How many hours per week is it?",
    "Wat moet de student precies kunnen?",
    "Mag ik het telefoonnummer van de school?",
    "Gaat het om een betaalde stage?",
    "Voor hoeveel weken is dit?",
    "Is het een jongen of een meisje, in verband met de kleedkamers?",
    "Does she speak Dutch?",
    "Kan je me de periode nog eens doorgeven?",
    "Wat is haar niveau Nederlands?",
    "Moet er een overeenkomst getekend worden en door wie?",
]
NOTHING = [
    "@Pieter: kan jij dit opnemen en Els laten weten of het lukt?",
    "Een student kan hier veel leren.",
    "",
    "Bedankt!",
    "Bedankt voor je bericht.",
    "Goed ontvangen.",
    "Ik ben met verlof tot maandag.",
    "Els neemt dit verder op.",
    "Zie bijlage.",
    "Fijn weekend!",
    "Ter info.",
    "Misschien.",
    "Ja en nee.",
    "De student heeft intussen zelf iets gevonden.",
    "Ik weet niet of dat kan.",
    "Het is goed dat je dit vraagt, maar ik weet het niet.",
    "Interessant profiel.",
    "Mijn nieuwe e-mailadres is an@stad.example.",
    "Ja, bij ons kan dat. Nee, toch niet.",
    "Dat zou eventueel kunnen.",
    "We denken dat dat misschien lukt.",
    "Merci pour votre message.",
    "Thank you for your mail.",
    "Ik ben vanaf nu niet meer werkzaam op deze dienst.",
    "De stage van vorig jaar was niet zo'n succes.",
    "Kan niet openen, de bijlage is leeg.",
    "Ik krijg de bijlage niet open.",
    "De student heeft al gebeld, ze was heel enthousiast.",
    "Zie antwoord hieronder.",
    "Dit is al de derde aanvraag deze week!",
    "Er is geen haast bij.",
    "Hoi, alles goed met jou? Lang niet gezien!",
    "Ik geef het door aan Tom.",
    "Wordt vervolgd",
    "Kan iemand dit opnemen aub",
    "Hij heeft geen rijbewijs nodig.",
    "Of dat lukt hangt af van de planning.",
    "Je hebt gelijk, dank je wel!",
    "We waren heel tevreden over de vorige stagiair.",
    "Wil je mij uit deze mailinglijst halen? Ik werk hier niet meer.",
    "Merci",
    "Noted, thanks.",
    "Dank, ik heb alles goed ontvangen.",
    "Ik stuur je straks het contract.",
    "De student is niet komen opdagen voor het gesprek.",
    "Hij was gisteren niet aanwezig.",
    "Ok, bedankt!",
    "Zie onder.",
    "Kan je mij uit cc halen? Dank je.",
    "De vorige stagiair was een ramp.",
    "Ik heb haar gebeld maar kreeg geen gehoor.",
    "Lotte is vandaag ziek.",
    "Deze mail was niet voor mij bedoeld.",
    "Is genoteerd.",
    "De stageovereenkomst is nog niet getekend.",
    "Prettig weekend iedereen!",
    "Ik geef dit even door aan het diensthoofd.",
    "Waarschijnlijk wel, waarschijnlijk niet, moeilijk te zeggen.",
    "Dank voor de opvolging.",
    "Hij komt donderdag langs voor een gesprek.",
    "Voor vragen over stages moet je bij het stagebureau zijn.",
    "Ze is heel gemotiveerd.",
    "Gelukkig nieuwjaar!",
    "De stage is goed verlopen.",
    "Niet vergeten: vrijdag is het kantoor gesloten.",
]

TOO_HARD = [
    ("Pour le service, c'est en ordre.", "yes"),
    ("Voor één student is er plaats, twee lukt niet.", "yes_if"),
    ("Dat zal moeilijk gaan, we verhuizen in die periode.", "no"),
]
REASONS = [
    ("Er is geen mentor beschikbaar.", "no_mentor"),
    ("Helaas zitten we vol.", ""),
    ("We zijn volzet.", "no_capacity"),
    ("Dat lukt niet, jullie zijn te laat.", "too_late"),
    ("Neen, wij nemen geen minderjarigen.", "too_young"),
    ("Dat kan niet, het groenonderhoud is uitbesteed.", "outsourced"),
    ("Wij hebben geen geschikte opdracht.", "no_suitable_tasks"),
    ("Dat gaat niet in juli.", "period_impossible"),
    ("Liever niet.", ""),
]
UNTIL = [
    ("Ik moet het eerst met de ploeg aftoetsen. Ten laatste 4 december hoor je van mij.", date(2026, 12, 4)),
    ("Ik laat iets weten tegen 12 november.", date(2026, 11, 12)),
    ("Meer tijd tot 12/11", date(2026, 11, 12)),
    ("We bespreken dit vrijdag op de teamvergadering.", date(2026, 10, 16)),
    ("Ik kom er volgende week op terug.", date(2026, 10, 23)),
    ("Je reviens vers vous lundi.", date(2026, 10, 19)),
    ("Ik kom hierop terug.", None),
]


STARTS = [
    ("We hebben plaats vanaf 14 september 2027.", date(2027, 9, 14)),
    ("Ja, maar pas vanaf 1/3.", date(2027, 3, 1)),
    ("Oui, nous avons une place à partir du 5 janvier.", date(2027, 1, 5)),
    ("Yes, she is welcome from 5 January.", date(2027, 1, 5)),
    ("Ja, dat kan, van 5 januari tot 7 maart.", None),
    ("Ja, dat kan zodra de mentor terug is.", None),
]


@pytest.mark.parametrize("text", YES)
def test_a_yes_is_heard(text: str) -> None:
    assert value_of(text) == "yes"


@pytest.mark.parametrize("text", YES_IF)
def test_a_yes_with_a_condition_is_no_plain_yes(text: str) -> None:
    assert value_of(text) == "yes_if"


@pytest.mark.parametrize("text", NO)
def test_a_no_is_heard(text: str) -> None:
    assert value_of(text) == "no"


@pytest.mark.parametrize(("text", "department"), ELSEWHERE)
def test_another_department_is_heard_and_named_where_the_directory_knows_it(
    text: str, department: str
) -> None:
    decision = read_answer(text, directory=DIRECTORY)

    assert decision is not None
    assert (decision.value, decision.department) == ("other_department", department)


@pytest.mark.parametrize("text", MORE_TIME)
def test_a_request_for_time_is_heard(text: str) -> None:
    assert value_of(text) == "more_time"


@pytest.mark.parametrize("text", QUESTION)
def test_a_question_back_is_no_decision_yet(text: str) -> None:
    assert value_of(text) == "question"


@pytest.mark.parametrize("text", NOTHING)
def test_in_doubt_nothing_is_proposed(text: str) -> None:
    assert value_of(text) is None


def value_of(text: str) -> str | None:
    decision = read_answer(text, directory=DIRECTORY)
    return decision and decision.value.value


@pytest.mark.parametrize(("text", "meant"), TOO_HARD)
def test_what_is_too_hard_gives_the_right_answer_or_none(text: str, meant: str) -> None:
    assert value_of(text) in (meant, None)


@pytest.mark.parametrize(("text", "reason"), REASONS)
def test_the_reason_of_a_no_is_taken_from_its_words(text: str, reason: str) -> None:
    decision = read_answer(text)

    assert decision is not None
    assert (decision.value, decision.reason) == ("no", reason)


@pytest.mark.parametrize(("text", "until"), UNTIL)
def test_the_day_until_which_time_is_asked(text: str, until: date | None) -> None:
    decision = read_answer(text, sent_on=date(2026, 10, 12))

    assert decision is not None
    assert (decision.value, decision.until) == ("more_time", until)


@pytest.mark.parametrize(("text", "starts_on"), STARTS)
def test_the_day_from_which_a_yes_holds(text: str, starts_on: date | None) -> None:
    decision = read_answer(text, sent_on=date(2026, 10, 12))

    assert decision is not None
    assert decision.value in ("yes", "yes_if")
    assert decision.starts_on == starts_on


def test_the_words_and_their_line_are_given() -> None:
    text = "Dag Els\n\nBedankt voor je mail.\nDat zal helaas niet lukken. Fijne dag nog!\n\nTom"

    decision = read_answer(text)

    assert decision is not None
    assert (decision.because, decision.line) == ("Dat zal helaas niet lukken.", 4)


def test_the_own_department_is_not_another_one() -> None:
    text = "Dat kan zeker bij Sport."

    assert read_answer(text, directory=DIRECTORY, own="sport") == read_answer(text)


def test_a_quote_below_the_answer_says_nothing() -> None:
    text = "Prima voor ons.\n\nVan: Stagebureau\nVerzonden: maandag\n\nIs het helaas niet mogelijk?"

    assert value_of(text) == "yes"


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(), st.lists(st.sampled_from([*YES, *NO, *MORE_TIME, "\n", "> "])).map(" ".join)))
def test_any_text_gives_a_decision_with_its_words_or_none(text: str) -> None:
    decision = read_answer(text, directory=DIRECTORY, sent_on=date(2026, 10, 12))

    assert decision is None or (decision.because and 1 <= decision.line <= text.count("\n") + 1)
