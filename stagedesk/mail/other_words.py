"""The words of those who write to the city for something else than an internship."""

from typing import Final

from stagedesk.mail.words import either

# All run on folded text: lower case, no accents.

FIGURES: Final = either(
    r"\b(?:aantal|hoeveel|combien de|how many|number of)\b<15>\b(?:stagiair\w*|stages|stageplaatsen"
    r"|stageaanvragen|internships|interns|stagiaires)\b<80>\b(?:jaar|jaren|20\d\d|afgelopen|vorige?|totaal"
    r"|per (?:jaar|directie|dienst)|werden|waren|had|heeft|hebben|aangeboden|last year|annees?|year|years"
    r"|zijn er)\b",
    r"\b(?:cijfers|cijfermateriaal|statistiek\w*|chiffres|statistiques|statistics"
    r"|figures)\b<60>\b(?:stage\w*|stagiair\w*|interns?|internships?)\b",
    r"\b(?:stage\w*|stagiair\w*|interns?|internships?)\b<80>\b(?:cijfers|cijfermateriaal|statistiek\w*"
    r"|chiffres|statistiques|statistics)\b",
    r"\b(?:hoeveel|combien de|how many)\b<50>\b(?:stage (?:liepen|deden|volgden|hebben gelopen"
    r"|gelopen hebben)"
    r"|stages? (?:hebben )?(?:gelopen|gedaan)|ont (?:fait|effectue) (?:un|leur) stage|did an internship"
    r"|have interned)\b",
    r"\b(?:schriftelijke vraag|mondelinge vraag|raadsvraag|parlementaire vraag"
    r"|question ecrite)\b<60>\bstag\w+\b|\b(?:overzicht|evolutie)\b<20>\b(?:aantal|van de"
    r"|van alle) stag\w+\b",
    signs="cijfer|statisti|chiffres|figures|aantal|hoeveel|combien|how many|number of|"
    "schriftelijke|mondelinge|raadsvraag|parlementaire|question ecrite|overzicht|evolutie",
)
HOLIDAY_JOB: Final = either(
    r"\b(?:vakantie ?(?:jobs?|werk|baan\w*|baantje)|studenten ?(?:jobs?|werk|arbeid|baan)|job ?studente?n?"
    r"|zomer ?(?:jobs?|werk)|bijbaan\w*|weekend ?(?:jobs?|werk)|flexi-?jobs?|student jobs?|summer jobs?"
    r"|holiday jobs?|jobs? (?:d'|pour )?(?:etudiante?s?|vacances|ete)|jobistes?|ferienjob\w*|nebenjob"
    r"|monitor (?:op|bij) het speelplein|monitorenwerk)\b"
)
VACANCY: Final = either(
    r"\b(?:vacatures?|openstaande (?:betrekking|functie)|spontane sollicitatie|candidature spontanee"
    r"|sollicitatie(?:brief)?"
    r"|solliciteer|vaste (?:job|baan)|job offer|vacancy|vacancies|offre d'emploi|emploi fixe|postuler"
    r"|werfreserve|functie van|contract van onbepaalde duur|open position|stellenangebot)\b"
)
CITIZEN: Final = either(
    r"\b(?:rijbewijs|paspoort|reispas\w*|kids-id|passeport|passport|identiteitskaart|eid|parkeer\w*"
    r"|parkeren|bewonerskaart|afval\w*|vuilnis\w*"
    r"|huisvuil|grofvuil|gft|recyclagepark|containerpark|stoeptegel\w*|voetpad|straatverlichting"
    r"|lantaarn\w*|sluikstort\w*|\w*overlast|klacht|geluidshinder|bouwvergunning|omgevingsvergunning|premie"
    r"|belasting\w*|factuur|boete|geboorteakte|trouwen|huwelijk|overlijden|zaal (?:huren|reserveren)"
    r"|zaalverhuur|reservatie|lidkaart|uitleentermijn|verloren voorwerp|gas-boete|hond|ratten|riool\w*"
    r"|vrijwilligers?(?:werk)?|benevol(?:e|at)|volunteer(?:ing)?|op de wachtlijst|plaats (?:in|bij) (?:de "
    r"|een |het )?(?:creche|kinderopvang|kinderdagverblijf|opvang"
    r"|rusthuis)"
    r"|vergunning\w*|openbaar domein|wegenwerken|put in de weg|adreswijziging|verhuis\w*"
    r"|inschrijving(?:sgeld)? (?:zwemles|kamp"
    r"|speelplein)|zwemles\w*|openingsuren|huren|verhuur|residence (?:card|permit)|(?:new|my) address"
    r"|driving licen[cs]e|garbage"
    r"|parking permit|acte de naissance|demenag\w*|stationnement|carte d'identite|poubelles?"
    r"|permis de conduire)\b"
)
