"""How departments say yes and no, and why, in Dutch, French and English."""

import re
from typing import Final

from stagedesk.mail.words import Phrases, either

# All run on folded text (lower case, no accents), one clause at a time.
_FINE: Final = (
    r"(?:prima|ok|oke|okee|okay|goed|akkoord|in orde|perfect|haalbaar|super|top|fijn|mogelijk|doenbaar"
    r"|uitstekend|oki|geen (?:enkel )?probleem|welgekomen)"
)
_ACT: Final = (
    r"(?:ontvangen|begeleiden|opvangen|plaatsen|inplannen|inpassen|meelopen|meedraaien|aanbieden"
    r"|verwelkomen|starten|beginnen|terecht|inzetten|opnemen|aannemen|aanvaarden|onthalen|bij ons"
    r"|hier stage)"
)
_OUR: Final = r"(?:ons|mij|me|de dienst|onze dienst|het team|ons team|deze dienst|de ploeg)"
NO_OBJECTION: Final = either(
    r"\b(?:geen|zonder) (?:enkel |enkele )?(?:probleem|bezwaar|bezwaren|problemen)\b(?! om)",
    r"\b(?:niets|niks|geen tegenargument\w*) (?:op )?tegen\b",
    r"\bspreekt (?:er )?niets tegen\b",
    r"\b(?:waarom|zeker) niet\?",
    r"\b(?:pas de|aucun|sans) (?:probleme|souci|objection|inconvenient)s?\b",
    r"\bno (?:problem|objections?|worries)\b",
)
_SOME: Final = (
    r"\b(?:een|1|twee|2|drie|3|vier|4) (?:student\w*|leerling\w*|stagiair\w*|cursist\w*|kandida\w+"
    r"|persoon|personen|week|weken|dag|dagen|maand|maanden) (?:lukt|lukken|kan|kunnen|mag|mogen|gaat|past"
    r"|(?:is|zijn|lijkt) (?:voor ons |wel "
    r"|zeker |perfect )*(?:ok|oke|goed|haalbaar|mogelijk|doenbaar|welkom))"
    r"(?=\W*$|[,;]| (?:zeker|wel|perfect|prima|bij ons|voor ons|vanaf|starten|komen|terecht)\b)"
)
YES: Final = either(
    _SOME,
    rf"\b{_FINE},? (?:hoor )?(?:wat \w+ betreft|voor (?:{_OUR}|de \w+|team \w+|deze periode|die periode)\b"
    rf"|hier\b|langs (?:deze|onze|mijn) kant|bij (?:ons|mij|de \w+)\b|om te (?:starten|beginnen|komen)"
    rf"|dat (?:hij|zij|ze|de)\b)",
    rf"^\W*{_FINE},? (?:als|mits|indien|zolang|op voorwaarde|onder voorbehoud|provided|if|as long"
    rf"|a condition|pour autant)\b",
    r"\bja\W*$|\bkijken? (?:er ?naar|ernaar) uit\b|\bc'est en ordre\b",
    rf"\b(?:voor|wat|langs|bij) (?:{_OUR}|onze kant|deze kant|mijn kant)(?: betreft)?,? (?:is "
    rf"|zou )?(?:het |dat |dit |zeker |uiteraard |helemaal )*(?:is )?(?:zeker |helemaal |perfect "
    rf"|wel )*(?:{_FINE}|ja|kan dat|kan dit|kan het|welkom)\b",
    r"^\W*(?:ja|jazeker|jawel|jep|yes|yep|uiteraard|natuurlijk|vanzelfsprekend|zeker|zeker en vast|absoluut"
    r"|sure|certainly|of course|oui|bien sur|volontiers|certainement|d'accord|akkoord|agreed|approved"
    r"|goedgekeurd|tuurlijk|met (?:veel )?plezier|avec plaisir|with pleasure|heel graag|zeer graag"
    r"|graag hoor)\b(?! (?:bedankt|merci))",
    r"\b(?:wij|we|ik|ben|zijn|is|gaan|ga|gaat) <2>akkoord\b(?! te gaan)",
    r"\bakkoord (?:met|om|dat|hoor)\b",
    rf"\b(?:is|lijkt|klinkt|vind|vinden) <4>{_FINE}\b(?! (?:ontvangen|verlopen|gelopen|geweest|begonnen"
    rf"|gestart|aangekomen|dat je|dat jullie|om te weten|nieuws))",
    r"\b(?:stuur|stuurt|geef|zet|plan|schrijf|leg) <3>(?:maar|gerust) (?:\w+ )?(?:door|in|vast"
    r"|op de planning)\b(?! (?:naar|aan) )",
    r"\blaat <3>(?:maar|gerust|zeker) (?:komen|starten|beginnen|aansluiten|langskomen|contact opnemen"
    r"|bellen)\b",
    r"\b(?:hebben|heb) <2>(?:werk|opdrachten|taken) (?:genoeg )?voor (?:hem|haar|hen|ze|deze|die)\b",
    r"\b(?:kunnen|kan|konden) <3>(?:goed|best|zeker) gebruiken\b",
    r"\b(?:mag|mogen) (?:zeker |gerust |dus |dan |wel |hier )*(?:<5>(?:komen|starten|beginnen|langskomen"
    r"|aansluiten|inplannen|doorsturen|plannen|starten)"
    rf"|bij {_OUR}|voor {_OUR}|doorgaan|doorsturen|ingepland)\b",
    r"\b(?:kan|kunnen|zal|zullen|zou graag|gaan|zal ik|gaan we|wil|willen) <6>"
    + _ACT
    + r"\b(?! (?:met|bij) het)",
    r"\b(?:dat|dit|het) (?:kan|lukt|gaat|past|mag)\b(?! <2>(?:eventueel|over|om|alleen maar|erover|beter"
    r"|bij (?!ons)))",
    r"\b(?:dat|dit|het) (?:is|moet|zal|gaat) <2>(?:mogelijk|haalbaar|lukken|kunnen|te regelen|doenbaar)\b",
    r"\b(?:lukt|kan) (?:dat|dit|het) (?:zeker|perfect|wel|prima|goed|uiteraard)\b",
    r"\b(?:lukt|past|kan) (?:(?:zeker|perfect|prima|bij ons|voor ons)\b|hier(?= (?:zeker|perfect|wel)\b"
    r"|\W*$))",
    r"\b(?:van harte |zeker |altijd |hartelijk |uiteraard |heel |meer dan )*welkom\b(?! bij de stad)",
    r"\b(?:zien|zie|ziet) <4>zitten\b",
    r"\b(?:nemen|neem) (?!contact)<3>(?:graag|aan|over|mee aan boord|onder onze hoede)\b(?! (?:contact|op))",
    r"\b(?:begeleiden|ontvangen|verwelkomen|begeleidt|ontvangt|verwelkomt) <2>(?:graag|met plezier)\b",
    r"\b(?:willen|wil|zouden|zou) <2>graag <3>(?:begeleiden|ontvangen|hebben|verwelkomen|opnemen"
    r"|een kans geven|ingaan|aannemen)\b",
    r"\b(?:willen|wil) (?:hem|haar|ze|deze \w+|de \w+) <1>(?:wel|graag|zeker)\b",
    r"\b(?:wij|we) nemen (?:hem|haar|ze|de (?:student|stagiair|leerling|kandidaat)\w*|deze \w+)\b(?! (?:op"
    r"|mee op))",
    r"\b(?:wij|we|ik) bevestig\w* <1>(?:dat|de stage|de komst|zijn|haar)\b",
    r"\b(?:positief advies|positief antwoord|antwoord is positief|positieve reactie)\b",
    r"\b(?:hebben|heb|is er|er is|hebben we|voorzien|bieden) <4>(?:plaats|plek|plaatsje|plekje|ruimte"
    r"|stageplaats|stageplek|(?:een|1|twee|2|drie|3) (?:stage)?(?:plaats|plek)(?:en|ken)?)\b(?! (?:nodig"
    r"|in te))",
    r"\b(?:groen licht|doen we|komt in orde|gaan ervoor|zeker en vast|heel graag|met (?:veel )?plezier)\b",
    r"\b(?:komt|past) (?:\w+ )?(?:goed|prima|perfect|mooi) (?:uit|in|bij ons)\b",
    r"\b(?:ok|oke|top|prima|super|perfect|goed|graag),? (?:doen we|we doen het|kom maar|hij is welkom"
    r"|maar door)\b",
    # French
    r"\bc'est (?:bon|ok|d'accord|parfait|possible|faisable|tout bon|entendu)\b",
    r"\b(?:ok|d'accord|parfait|bon|oui|feu vert) (?:pour|de notre cote|chez) ?(?:nous|moi|le service)?\b",
    r"\bpour (?:nous|moi),? (?:c'est |ca va|ok|d'accord|pas de)",
    r"\b(?:nous|on|je) (?:pouvons|peut|peux|pourrons) (?:bien )?(?:l'|le |la |les )?(?:accueillir|prendre"
    r"|recevoir|encadrer)\b",
    r"\bnous (?:l'|le |la )?(?:acceptons|accueillons|accueillerons|prenons)\b",
    r"\b(?:sommes|suis) d'accord\b",
    r"\b(?:il|elle|l'etudiante?|l'eleve) (?:peut|pourra) (?:<2>)(?:commencer|venir|debuter|faire)\b",
    r"\b(?:est|sera) (?:la |le )?bienvenue?\b",
    r"\bnous avons (?:encore )?(?:une|de la|1|deux|2) places?\b",
    r"\b(?:ca|cela) (?:nous )?(?:va|convient|marche)\b(?! pas)",
    # English
    r"\b(?:fine|ok|okay|good|great|alright) (?:with|by|for|on) (?:us|me|our side)\b",
    r"\b(?:that|this|it) (?:works|is fine|is ok|suits us|would work|will work)\b",
    r"\b(?:happy|glad|pleased|delighted) to (?:host|take|have|welcome|offer)\b",
    r"\bwe (?:can|could|will|'ll) (?:certainly |gladly |definitely )?(?:take|host|offer|accommodate|welcome"
    r"|have)\b",
    r"\bwe(?:'d| would) love to\b",
    r"\bgo ahead\b",
    r"\b(?:is|are) (?:very |most )?welcome\b",
    r"\b(?:he|she|they|the student) (?:can|may) <1>(?:start|come|begin|join)\b",
    r"\bwe have (?:a|one|room|space|two|2)\b <1>(?:place|spot|room|space|for)\b",
)
NOD: Final = re.compile(r"\W*(?:ok|oke|okay|oki|goed|kan|mag|ja)\W*$")
WEAK_YES: Final = re.compile(r"\W*(?:prima|perfect|uitstekend|super|top|goed zo|mooi|parfait|great)\W*$")
YES_ALONE: Final = either(
    r"(?:prima|ok|oke|okee|okay|oki|super|top|perfect|mag|graag|zeker|ja|jawel|yes|yep|oui|uiteraard|goed"
    r"|is goed|d'accord|parfait|fine|sure|great|akkoord|in orde|doen|zeker doen|helemaal goed|heel goed"
    r"|zeker goed|helemaal akkoord|komt in orde|geen probleem|no problem|mag zeker"
    r"|ok bedankt voor het aanbod|ja graag|ja prima|ja hoor|ja zeker|ok prima|ok graag|prima hoor"
    r"|yes please|👍|👌|ok 👍|prima 👍|top 👍)"
)
NEGATION: Final = either(
    r"\b(?:niet|geen|nooit|noch|evenmin|onmogelijk|nergens|amper|nauwelijks|moeilijk|zonder|niemand)\b",
    r"\b(?:ne|n') ?\w+ (?:malheureusement |helas |vraiment |donc )?(?:pas|plus|jamais|guere)\b",
    r"\bpas\b(?! (?:vanaf|in|na|op|begin|eind|half|volgend|van|starten|beginnen|kan|ten) )|\b(?:aucune?"
    r"|impossible)\b",
    r"\b(?:not|no|never|cannot|can't|won't|don't|couldn't|unable|isn't|doesn't|hardly)\b",
)
NOT_A_NEGATION: Final = either(
    r"\b(?:niet|geen|pas) (?:alleen|erg|meer dan|eerder dan|later dan|vroeger dan|vergeten|te vergeten"
    r"|enkel|slecht)\b",
    r"\b(?:not only|pas seulement|not before|not until|niet voor|pas avant)\b",
    r"\b(?:indien|als|wanneer|zo) niet\b",
    r"\bniet aarzelen\b|\baarzel (?:\w+ )?niet\b",
)
SOME_ONLY: Final = either(_SOME)
NO: Final = either(
    r"^\W*niet dus\b|\bniet dus\W*$|\b(?:dat|dit) is (?:\w+ ){0,2}te veel\b",
    r"\b(?:hebben|heb) (?:we |wij )?al iemand\b(?! (?:die|om|gevonden))|^\W*onmogelijk\b",
    r"\bplaats(?:en)?\b <5>(?:ingevuld|bezet|vergeven|weg|ingenomen|toegewezen)\b",
    r"\bniemand <2>bij\b",
    r"\b(?:kunnen|kan) <4>niet <4>(?:geven|bieden|voorzien|garanderen)\b",
    r"^\W*(?:nee|neen|njet|non|nope|no)\b(?! (?:problem|objection|worries|hoor ik))",
    r"\b(?:wordt|is|dus|antwoord|het) (?:een )?(?:nee|neen)\b",
    r"\bgeen <3>(?:(?:stage)?plaats(?:en|je)?|(?:stage)?plek(?:ken|je)?|ruimte|capaciteit|mogelijkhe(?:id"
    r"|den)|begeleiding|(?:stage)?begeleiders?|(?:stage)?mentor(?:en|s)?|tijd|(?:stage)?opdracht(?:en)?"
    r"|taken|werk|personeel|interesse|stagiai?re?s?|stages?|leerlingen|studenten|aanbod|nood|behoefte|optie"
    r"|kandida(?:at|ten)|werkplek|erkenning|budget|gevolg|match|mensen|collega's|plaats meer|stagiaires"
    r"|leerling|student|draagvlak|bureauruimte|\w+plaats|\w+ruimte)\b",
    r"\b(?:neemt|nemen|neem) <3>geen\b|\b(?:krijgen|krijg) <4>niet <1>(?:geregeld|rond|ingepland"
    r"|georganiseerd)\b|^\W*negatief\b",
    r"\b(?:bij|voor) (?:ons|mij|onze dienst|deze dienst|de dienst|de \w+) (?:\w+ )?(?:helaas "
    r"|jammer genoeg |zeker |alvast |dus |echt |spijtig genoeg |momenteel |nu )*niet\b",
    r"\b(?:volzet|volgeboekt|overbevraagd|overbezet|onderbezet|onderbemand)\b",
    r"\b(?:zitten|zit|zijn) <3>(?:al |helemaal |reeds )*vol\b(?! (?:enthousiasme|goesting|ideeen|energie))",
    r"\b(?:moeten|moet) <4>(?:weigeren|afwijzen|passen|bedanken|teleurstellen|neen? zeggen"
    r"|negatief antwoorden)\b",
    r"\b(?:weigeren|passen) (?:we|wij) (?:voor|deze|dit|graag)\b|\b(?:we|wij|ik) (?:pas|passen|bedank"
    r"|bedanken) voor (?:deze|dit|de)\b|\b(?:we|wij|ik) (?:pas|passen|bedank|bedanken) (?:deze keer"
    r"|dit jaar|ditmaal|hiervoor|liever)\b"
    r"|\b(?:slaan|sla) <3>over\b|\bvoorbij ?(?:te )?(?:laten )?ga(?:an|at)?\b"
    r"|\b(?:zijn|is|zitten) <4>al <1>bezet\b",
    r"\b(?:liever|beter|eerder|alvast|sowieso|helaas|jammer genoeg|spijtig genoeg|spijtig) niet\b",
    r"\bkunnen <5>niet (?:<3>)(?:ingaan|aanbieden|begeleiden|ontvangen|opvangen|helpen|plaatsen|garanderen"
    r"|doen)\b",
    r"\b(?:niet|geen) (?:mogelijk|haalbaar|evident|doenbaar|realistisch|geschikt|opportuun|wenselijk"
    r"|in te passen|aan de orde|voor ons|bij ons|op ingaan|te doen|passend)\b",
    r"\b(?:lukt|lukken|gaat|gaan|kan|past|passen|werkt) (?:\w+ ){0,4}niet\b|\bniet (?:lukken|gaan|kunnen"
    r"|passen)\b",
    r"\b(?:deze keer|dit jaar|nu|dit semester|momenteel|voorlopig|deze periode|die periode) (?:\w+ )?niet\b",
    r"\b(?:zit|doen|doe|werken|gaan|wensen|willen|wil) <5>niet (?:\w+ ){0,2}?(?:in|mee|ingaan|op in"
    r"|in te gaan|meewerken|deelnemen)\b",
    r"\bniet <3>(?:meewerken|aan mee|meedoen|ingaan|in te gaan|begeleiden|opvangen|ontvangen|plaatsen"
    r"|aannemen)\b",
    r"\bte (?:laat|druk|weinig (?:tijd|mensen|personeel|plaats|werk|ruimte)|kort dag|hoog|zwaar|veel werk)\b",
    r"\bniemand <4>(?:begeleiden|opvangen|ontvangen|opleiden|vrij|beschikbaar|tijd|aannemen|bij nemen)\b",
    r"\bal (?:genoeg|voldoende|te veel|meer dan genoeg) stagiai?re?s?\b",
    r"\b(?:don't|do not) have (?:anyone|anybody|the|any|enough)\b",
    r"\bbegin(?:nen)? (?:ik |we |wij )?(?:daar |er )?niet aan\b|\bnegatief (?:antwoord|advies)\b"
    r"|\b(?:antwoord|advies) is negatief\b",
    r"\b(?:is|wordt|blijft|lijkt) <3>onmogelijk\b",
    # French
    r"\b(?:n'|ne )(?:est|sera|serait|va|pouvons|pouvez|peut|pourrons|convient|avons|prenons|acceptons"
    r"|souhaitons|voyons) (?:malheureusement |helas |donc )?(?:pas|plus|aucune?|personne)\b",
    r"\b(?:pas|plus|aucune?) (?:de |d')?(?:place|possible|possibilite|capacite|disponibilite|encadrement"
    r"|maitre de stage)s?\b",
    r"\b(?:impossible|complets?|devons refuser|refusons|pas pour nous|pas chez nous)\b",
    # English
    r"\b(?:cannot|can't|can not|won't be able|will not be able|unable|not able|couldn't) <3>(?:take|host"
    r"|offer|accommodate|help|supervise|place|do|have|to)\b",
    r"\b(?:no|not enough|any) (?:more )?(?:room|places?|capacity|space|vacanc\w+|supervisor|mentor|time"
    r"|openings?)\b",
    r"\b(?:not possible|not feasible|not for us|not with us|have to decline|must decline|fully booked"
    r"|we are full|regret)\b",
)
REASONS: Final[tuple[tuple[str, Phrases], ...]] = (
    (
        "no_mentor",
        either(r"\b(?:begeleid\w+|mentor\w*|stagementor\w*|encadrement|maitre de stage|supervis\w+)\b"),
    ),
    ("too_late", either(r"\bte laat\b|\btrop tard\b|\btoo late\b|\bte kort (?:dag|op voorhand)\b")),
    ("too_young", either(r"\bte jong\b|\btoo young\b|\btrop jeune\b|\bminderjarig\w*\b")),
    ("outsourced", either(r"\b(?:uitbesteed|extern uitgevoerd|onderaannemer\w*)\b")),
    ("telework", either(r"\b(?:telewerk\w*|thuiswerk\w*|teletravail|homework\w*|remote)\b")),
    ("no_suitable_tasks", either(r"\b(?:opdracht\w*|taken|geschikt\w*|zinvol\w*|passend\w*|tasks|taches)\b")),
    ("level_mismatch", either(r"\b(?:niveau|enkel (?:bachelor|master)\w*|hoger onderwijs)\b")),
    ("no_recognition", either(r"\b(?:erkenning|erkend\w*|leerbedrijf)\b")),
    ("no_budget", either(r"\b(?:budget\w*|begroting)\b")),
    ("language", either(r"\b(?:nederlands|nederlandstalig|taal)\b")),
    (
        "no_capacity",
        either(
            r"\b(?:druk|capaciteit|volzet|plaats|plaatsen|plek|plekken|ruimte|onderbezet|onderbemand"
            r"|personeelstekort|werkdruk|stagiai?re?s?|place|places|capacity|capacite|complets?|room|space"
            r"|full)\b"
        ),
    ),
    (
        "period_impossible",
        either(
            r"\b(?:periode|die weken|die maand|vakantie|gesloten|zomer|in (?:januari|februari|maart|april"
            r"|mei|juni|juli|augustus|september|oktober|november|december))\b"
        ),
    ),
)
