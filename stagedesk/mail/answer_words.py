"""How departments say yes, no, later and ask somebody else, in Dutch, French and English."""

import re
from typing import Final

# All patterns run on folded text (lower case, no accents), one sentence at a time. A gap is a bounded
# number of whole words, so that no pattern can take more than linear time.
_GAP: Final = r"(?:[\w'-]+ ){0,%d}?"


def _any(*patterns: str) -> re.Pattern[str]:
    spaced = (re.sub(r"<(\d)>", lambda gap: _GAP % int(gap.group(1)), pattern) for pattern in patterns)
    return re.compile("|".join(f"(?:{pattern})" for pattern in spaced))


THANKS: Final = _any(r"\b(?:bedankt|dank|merci|dankjewel|thanks|thank you)\b")
GONE: Final = _any(
    r"\b(?:niet (?:meer|langer) (?:actief|werkzaam|in dienst)|werk <2>niet (?:meer|langer)|mailinglijst|uit dienst)\b",
)
ABOUT_THE_MAIL: Final = _any(
    r"\b(?:bijlagen?|openen|bestand|link|attachment|attachments|piece jointe|pdf|mailadres|bereiken|bereikbaar)\b",
)
UNDECIDED: Final = _any(r"\bnog (?:niet|geen|niemand)\b")
OPEN_CLAUSE: Final = re.compile(r"\W*(?:als|indien|wanneer|zodra|of|wie|hoe|if|si|whether|mocht|moest)\b")
SOMEBODY: Final = re.compile(r"\b(?:iemand|quelqu'un|somebody|someone|anyone)\b")
_FINE: Final = (
    r"(?:prima|ok|oke|okee|okay|goed|akkoord|in orde|perfect|haalbaar|super|top|fijn|mogelijk|doenbaar"
    r"|uitstekend|oki|geen (?:enkel )?probleem|welgekomen)"
)
_ACT: Final = (
    r"(?:ontvangen|begeleiden|opvangen|plaatsen|inplannen|inpassen|meelopen|meedraaien|aanbieden|verwelkomen|starten"
    r"|beginnen|terecht|inzetten|opnemen|aannemen|aanvaarden|onthalen|bij ons|hier stage)"
)
_OUR: Final = r"(?:ons|mij|me|de dienst|onze dienst|het team|ons team|deze dienst|de ploeg)"

POLITE: Final = _any(
    r"\b(?:laat|laten|hoor|horen|bel|mail|contacteer|vraag|aarzel|geef)\b[^.!?;]{0,40}\b(?:als|indien|mocht\w*|moest\w*"
    r"|wanneer)\b[^.!?;]{0,60}\b(?:vragen|vraag|nodig|info\w*|onduidelijk\w*|anders)\b[^.!?;]*",
    r"\b(?:als|indien|mocht\w*|moest\w*|bij) <4>(?:vragen|vraag|iets nodig|extra info|meer info\w*)\b[^,.!?;]*",
    r"\b(?:graag gedaan|geen dank|goed ontvangen|goede? vraag|goe[di]e?n?(?: ?)(?:morgen|middag|dag|avond)|"
    r"hoe gaat het|ja of nee|ja dan nee|al dan niet|zo goed als|zo goed mogelijk|zo snel mogelijk|goede collega)\b",
    r"\balles (?:goed|ok)\b[^.!?]*\?",
    r"\b(?:fijn|prettig|goed|leuk|fijne|prettige|goede|leuke|mooie)e? (?:weekend|dag|avond|week|vakantie|middag)\b",
    r"\b(?:bedankt|dank|merci|dankjewel|thanks|thank you) (?:je |u |jullie |alvast )?(?:voor|om|for|pour)\b[^,.!?;]*",
    r"\b(?:n'hesitez pas|do not hesitate|don't hesitate|feel free|let me know if|let us know if)\b[^.!?;]*",
    r"\bsi vous avez [^.,!?;]{0,40}questions?\b[^.,!?;]*",
    r"\bif (?:you|there) [^.,!?;]{0,40}questions?\b[^.,!?;]*",
)
NO_OBJECTION: Final = _any(
    r"\b(?:geen|zonder) (?:enkel |enkele )?(?:probleem|bezwaar|bezwaren|problemen)\b(?! om)",
    r"\b(?:niets|niks|geen tegenargument\w*) (?:op )?tegen\b",
    r"\bspreekt (?:er )?niets tegen\b",
    r"\b(?:waarom|zeker) niet\?",
    r"\b(?:pas de|aucun|sans) (?:probleme|souci|objection|inconvenient)s?\b",
    r"\bno (?:problem|objections?|worries)\b",
)
YES: Final = _any(
    rf"\b{_FINE},? (?:hoor )?(?:wat \w+ betreft|voor (?:{_OUR}|de \w+|team \w+|deze periode|die periode)\b|hier\b|langs"
    rf" (?:deze|onze|mijn) kant|bij (?:ons|mij|de \w+)\b|om te (?:starten|beginnen|komen)|dat (?:hij|zij|ze|de)\b)",
    rf"\b(?:voor|wat|langs|bij) (?:{_OUR}|onze kant|deze kant|mijn kant)(?: betreft)?,? (?:is |zou )?(?:het |dat |dit |zeker"
    rf" |uiteraard |helemaal )*(?:is )?(?:zeker |helemaal |perfect |wel )*(?:{_FINE}|ja|kan dat|kan dit|kan het|welkom)\b",
    r"^\W*(?:ja|jazeker|jawel|jep|yes|yep|uiteraard|natuurlijk|vanzelfsprekend|zeker|zeker en vast|absoluut|sure"
    r"|certainly|of course|oui|bien sur|volontiers|certainement|d'accord|akkoord|agreed|approved|goedgekeurd|tuurlijk"
    r"|met (?:veel )?plezier|avec plaisir|with pleasure|heel graag|zeer graag|graag hoor)\b(?! (?:bedankt|merci))",
    r"\b(?:wij|we|ik|ben|zijn|gaan|ga) <2>akkoord\b(?! te gaan)",
    r"\bakkoord (?:met|om|dat|hoor)\b",
    rf"\b(?:is|lijkt|klinkt|vind|vinden) <4>{_FINE}\b(?! (?:ontvangen|aangekomen|dat je|dat jullie|om te weten|nieuws))",
    r"\b(?:stuur|stuurt|geef|zet|plan|schrijf|leg) <3>(?:maar|gerust) (?:\w+ )?(?:door|in|vast|op de planning)\b(?! (?:naar|aan) )",
    r"\blaat <3>(?:maar|gerust|zeker) (?:komen|starten|beginnen|aansluiten)\b",
    r"\b(?:mag|mogen) (?:zeker |gerust |dus |dan |wel |hier )*(?:<5>(?:komen|starten|beginnen|langskomen|aansluiten|inplannen|doorsturen|plannen|starten)"
    rf"|bij {_OUR}|voor {_OUR}|doorgaan|doorsturen|ingepland)\b",
    r"\b(?:kan|kunnen|zal|zullen|zou graag|gaan|zal ik|gaan we|wil|willen) <6>"
    + _ACT
    + r"\b(?! (?:met|bij) het)",
    r"\b(?:dat|dit|het) (?:kan|lukt|gaat|past|mag)\b(?! <2>(?:eventueel|over|om|alleen maar|erover|beter|bij (?!ons)))",
    r"\b(?:dat|dit|het) (?:is|moet|zal|gaat) <2>(?:mogelijk|haalbaar|lukken|kunnen|te regelen|doenbaar)\b",
    r"\b(?:lukt|kan) (?:dat|dit|het) (?:zeker|perfect|wel|prima|goed|uiteraard)\b",
    r"\b(?:lukt|past|kan) (?:zeker|perfect|prima|hier|bij ons|voor ons)\b",
    r"\b(?:van harte |zeker |altijd |hartelijk |uiteraard |heel |meer dan )*welkom\b(?! bij de stad)",
    r"\b(?:zien|zie|ziet) <4>zitten\b",
    r"\b(?:nemen|neem) (?!contact)<3>(?:graag|aan|over|mee aan boord|onder onze hoede)\b(?! (?:contact|op))",
    r"\b(?:begeleiden|ontvangen|verwelkomen) <2>(?:graag|met plezier)\b",
    r"\b(?:willen|wil|zouden|zou) <2>graag <3>(?:begeleiden|ontvangen|hebben|verwelkomen|opnemen|een kans geven|ingaan|aannemen)\b",
    r"\b(?:willen|wil) (?:hem|haar|ze|deze \w+|de \w+) <1>(?:wel|graag|zeker)\b",
    r"\b(?:wij|we) nemen (?:hem|haar|ze|de (?:student|stagiair|leerling|kandidaat)\w*|deze \w+)\b(?! (?:op|mee op))",
    r"\b(?:wij|we|ik) bevestig\w* <1>(?:dat|de stage|de komst|zijn|haar)\b",
    r"\b(?:positief advies|positief antwoord|antwoord is positief|positieve reactie)\b",
    r"\b(?:hebben|heb|is er|er is|hebben we|voorzien|bieden) <4>(?:plaats|plek|plaatsje|plekje|ruimte|stageplaats|stageplek"
    r"|(?:een|1|twee|2|drie|3) (?:stage)?(?:plaats|plek)(?:en|ken)?)\b(?! (?:nodig|in te))",
    r"\b(?:groen licht|doen we|komt in orde|gaan ervoor|zeker en vast|heel graag|met (?:veel )?plezier)\b",
    r"\b(?:komt|past) (?:\w+ )?(?:goed|prima|perfect|mooi) (?:uit|in|bij ons)\b",
    r"\b(?:ok|oke|top|prima|super|perfect|goed|graag),? (?:doen we|we doen het|kom maar|hij is welkom|maar door)\b",
    # French
    r"\bc'est (?:bon|ok|d'accord|parfait|possible|faisable|tout bon|entendu)\b",
    r"\b(?:ok|d'accord|parfait|bon|oui|feu vert) (?:pour|de notre cote|chez) ?(?:nous|moi|le service)?\b",
    r"\bpour (?:nous|moi),? (?:c'est |ca va|ok|d'accord|pas de)",
    r"\b(?:nous|on|je) (?:pouvons|peut|peux|pourrons) (?:bien )?(?:l'|le |la |les )?(?:accueillir|prendre|recevoir|encadrer)\b",
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
    r"\bwe (?:can|could|will|'ll) (?:certainly |gladly |definitely )?(?:take|host|offer|accommodate|welcome|have)\b",
    r"\bwe(?:'d| would) love to\b",
    r"\bgo ahead\b",
    r"\b(?:is|are) (?:very |most )?welcome\b",
    r"\b(?:he|she|they|the student) (?:can|may) <1>(?:start|come|begin|join)\b",
    r"\bwe have (?:a|one|room|space|two|2)\b <1>(?:place|spot|room|space|for)\b",
)
WEAK_YES: Final = re.compile(r"\W*(?:prima|perfect|uitstekend|super|top|goed zo|mooi|parfait|great)\W*$")
YES_ALONE: Final = _any(
    r"(?:prima|ok|oke|okee|okay|oki|super|top|perfect|mag|graag|zeker|ja|jawel|yes|yep|oui|uiteraard|goed|is goed"
    r"|d'accord|parfait|fine|sure|great|akkoord|in orde|doen|komt in orde|geen probleem|no problem|mag zeker"
    r"|ok bedankt voor het aanbod|ja graag|ja prima|ja hoor|ja zeker|ok prima|ok graag|prima hoor|yes please"
    r"|👍|👌|ok 👍|prima 👍|top 👍)"
)
NEGATION: Final = _any(
    r"\b(?:niet|geen|nooit|noch|evenmin|onmogelijk|nergens|amper|nauwelijks|moeilijk|zonder|niemand)\b",
    r"\b(?:ne|n') ?\w+ (?:malheureusement |helas |vraiment |donc )?(?:pas|plus|jamais|guere)\b",
    r"\b(?:pas|aucune?|impossible)\b",
    r"\b(?:not|no|never|cannot|can't|won't|don't|couldn't|unable|isn't|doesn't|hardly)\b",
)
NOT_A_NEGATION: Final = _any(
    r"\b(?:niet|geen|pas) (?:alleen|erg|meer dan|eerder dan|later dan|vroeger dan|vergeten|te vergeten|enkel|slecht)\b",
    r"\b(?:not only|pas seulement|not before|not until|niet voor|pas avant)\b",
    r"\b(?:indien|als|wanneer|zo) niet\b",
    r"\bniet aarzelen\b|\baarzel (?:\w+ )?niet\b",
)
NO_MORE_THAN: Final = _any(
    r"\b((?:kunnen|kan|hebben|heb|is er|nemen|ontvangen|begeleiden) <2>)maar(?= (?:een|1|twee|2|drie|3|de helft|voor|tot)\b)",
)
JUST_DO: Final = _any(
    r"\b((?:laat|laten|stuur|stuurt|sturen|geef|zet|plan|schrijf|leg|kom|doe|bezorg|neem|begin|start) <3>)maar\b",
)
NO: Final = _any(
    r"^\W*(?:nee|neen|njet|non|nope|no)\b(?! (?:problem|objection|worries|hoor ik))",
    r"\b(?:wordt|is|dus|antwoord|het) (?:een )?(?:nee|neen)\b",
    r"\bgeen <3>(?:(?:stage)?plaats(?:en|je)?|(?:stage)?plek(?:ken|je)?|ruimte|capaciteit|mogelijkhe(?:id|den)|begeleiding"
    r"|(?:stage)?begeleiders?|(?:stage)?mentor(?:en|s)?|tijd|(?:stage)?opdracht(?:en)?|taken|werk|personeel|interesse"
    r"|stagiai?re?s?|stages?|leerlingen|studenten|aanbod|nood|behoefte|optie|kandida(?:at|ten)|werkplek|erkenning|budget"
    r"|gevolg|match|mensen|collega's|plaats meer|stagiaires|leerling|student|draagvlak|gehoor)\b",
    r"\b(?:bij|voor) (?:ons|mij|onze dienst|deze dienst|de dienst|de \w+) (?:\w+ )?(?:helaas |jammer genoeg |zeker |alvast"
    r" |dus |echt |spijtig genoeg |momenteel |nu )*niet\b",
    r"\b(?:volzet|volgeboekt|overbevraagd|overbezet|onderbezet|onderbemand)\b",
    r"\b(?:zitten|zit|zijn) <3>(?:al |helemaal |reeds )*vol\b(?! (?:enthousiasme|goesting|ideeen|energie))",
    r"\b(?:moeten|moet) <4>(?:weigeren|afwijzen|passen|bedanken|teleurstellen|neen? zeggen|negatief antwoorden)\b",
    r"\b(?:weigeren|passen) (?:we|wij) (?:voor|deze|dit|graag)\b|\b(?:we|wij|ik) (?:pas|passen|bedank|bedanken) voor (?:deze|dit|de)\b|\b(?:slaan|sla) <3>over\b",
    r"\b(?:liever|beter|eerder|alvast|sowieso|helaas|jammer genoeg|spijtig genoeg|spijtig) niet\b",
    r"\bkunnen <5>niet (?:<3>)(?:ingaan|aanbieden|begeleiden|ontvangen|opvangen|helpen|plaatsen|garanderen|doen)\b",
    r"\b(?:niet|geen) (?:mogelijk|haalbaar|evident|doenbaar|realistisch|geschikt|opportuun|wenselijk|in te passen|aan de orde"
    r"|voor ons|bij ons|op ingaan|te doen|passend)\b",
    r"\b(?:lukt|lukken|gaat|gaan|kan|past|passen|werkt) (?:\w+ ){0,4}niet\b|\bniet (?:lukken|gaan|kunnen|passen)\b",
    r"\b(?:deze keer|dit jaar|nu|dit semester|momenteel|voorlopig|deze periode|die periode) (?:\w+ )?niet\b",
    r"\b(?:zit|doen|doe|werken|gaan|wensen|willen|wil) <5>niet (?:\w+ ){0,2}?(?:in|mee|ingaan|op in|in te gaan|meewerken|deelnemen)\b",
    r"\bniet <3>(?:meewerken|aan mee|meedoen|ingaan|in te gaan|begeleiden|opvangen|ontvangen|plaatsen|aannemen)\b",
    r"\bte (?:laat|druk|weinig (?:tijd|mensen|personeel|plaats|werk|ruimte)|kort dag|hoog|zwaar|veel werk)\b",
    r"\bniemand <4>(?:begeleiden|opvangen|ontvangen|opleiden|vrij|beschikbaar|tijd|aannemen|bij nemen)\b",
    r"\bal (?:genoeg|voldoende|te veel|meer dan genoeg) stagiai?re?s?\b",
    r"\b(?:don't|do not) have (?:anyone|anybody|the|any|enough)\b",
    r"\bnegatief (?:antwoord|advies)\b|\b(?:antwoord|advies) is negatief\b",
    r"\b(?:is|wordt|blijft|lijkt) <3>onmogelijk\b",
    # French
    r"\b(?:n'|ne )(?:est|sera|serait|va|pouvons|pouvez|peut|pourrons|convient|avons|prenons|acceptons|souhaitons|voyons)"
    r" (?:malheureusement |helas |donc )?(?:pas|plus|aucune?)\b",
    r"\b(?:pas|plus|aucune?) (?:de |d')?(?:place|possible|possibilite|capacite|disponibilite|encadrement|maitre de stage)s?\b",
    r"\b(?:impossible|complets?|devons refuser|refusons|pas pour nous|pas chez nous)\b",
    # English
    r"\b(?:cannot|can't|can not|won't be able|will not be able|unable|not able|couldn't) <3>(?:take|host|offer|accommodate"
    r"|help|supervise|place|do|have|to)\b",
    r"\b(?:no|not enough|any) (?:more )?(?:room|places?|capacity|space|vacanc\w+|supervisor|mentor|time|openings?)\b",
    r"\b(?:not possible|not feasible|not for us|not with us|have to decline|must decline|fully booked|we are full|regret)\b",
)
REGRET: Final = _any(
    r"\b(?:helaas|jammer(?: genoeg)?|spijtig(?: genoeg)?|het spijt|sorry|malheureusement|helas|desolee?s?|regret\w*"
    r"|unfortunately|afraid)\b",
    r"\b(?:hebben|zijn er|is er|heb) al (?:een|1|twee|2|drie|3|vier|4|genoeg|voldoende|veel) \w*stagiai?r",
)
CONDITION: Final = _any(
    r"\b(?:mits|op voorwaarde|voorwaarde|enkel|alleen|slechts|uitsluitend|tenzij|zolang|behalve|hooguit|maximaal|maximum"
    r"|ten vroegste|ten laatste|onder voorbehoud|in principe|normaal|normaliter|normalerwijze|liefst|bij voorkeur"
    r"|waarschijnlijk wel|afhankelijk|hangt af)\b",
    r"\bal (?:zou|zouden|is het wel|moet|moeten|hebben)\b|\b(?:dan wel|max|sauf|(?:een|1) van de (?:twee|2|drie|3))\b",
    r"\b(?:maar|doch|echter|weliswaar)\b(?! (?:door|komen|in|vast|weten|eens|een|dan|doen|welkom))",
    r"\bpas (?:vanaf|in|na|op|van|volgend|wanneer|als|vanaf|starten|beginnen|te|kan|kunnen|om|tegen|ten|begin|eind|half)\b",
    r"\b(?:niet voor|niet eerder dan|niet vroeger dan) (?:<2>)(?:\d|januari|februari|maart|april|mei|juni|juli|augustus"
    r"|september|oktober|november|december|pasen|nieuwjaar|de)\b",
    r"\b(?:als|indien|wanneer|zodra) (?:er|het|dat|dit|de|deze|die|hij|zij|ze|je|jullie|we|wij|iedereen|haar|zijn|alles|u)\b",
    r"\b(?:wel) (?:eerst|graag eerst|pas|met|een|op voorwaarde)\b|\b(?:graag|wel|moet|moeten) eerst\b|\beerst (?:een|nog) \w*gesprek",
    r"\b(?:in een|in) (?:andere|latere) periode\b",
    r"\b(?:mais|a condition|sous reserve|uniquement|seulement|pour autant que|en principe|de preference|sauf si|si (?:elle"
    r"|il|on|l'|le|la|les|vous))\b",
    r"\b(?:but|provided|as long as|only|on condition|unless|in principle|subject to|preferably|not before|not until|if"
    r" (?:he|she|they|the|it|we|you))\b",
)
CONDITION_ALONE: Final = _any(
    r"^\W*(?:mits|enkel|alleen|slechts|uitsluitend|pas (?:vanaf|in|na)|seulement|uniquement|only)\b",
)
BUT_THEN: Final = _any(
    r"\bwel\b <4>(?:kan|kunnen|mogelijk|plaats|plek|lukt|lukken|welkom|ok|goed|ruimte|haalbaar)\b",
    r"\b(?:vanaf|in|na|voor|later|begin|eind|volgend|vanaf de|het|tweede|2de|eerste|januari|februari|maart|april|mei|juni|juli|augustus"
    r"|september|oktober|november|december|week|semester|jaar|najaar|voorjaar|schooljaar|zomer|maand|periode|dag|dagen)\b"
    r"[^.!?;]{0,40}\bwel\b(?! (?:jammer|spijtig|bedankt))",
    r"\bwel (?:<2>)(?:vanaf|in|na|later|begin|eind|volgend|januari|februari|maart|april|mei|juni|juli|augustus|september"
    r"|oktober|november|december)\b",
    r"\bmais (?:<3>)(?:a partir|en|possible)\b[^.!?;]{0,30}\b(?:oui|possible|ok)\b|\bbut <3>(?:from|in) [^.!?;]{0,30}\b(?:fine|ok|possible|works)\b",
)
DOUBT: Final = _any(
    r"\b(?:misschien|mogelijks|eventueel|wellicht|allicht|vermoed\w*|vermoedelijk|twijfel\w*|betwijfel|waarschijnlijk|peut-etre"
    r"|sans doute|maybe|perhaps|possibly|probably|might|hopelijk)\b",
    r"\b(?:ik|we|wij) (?:denk|denken|geloof|hoop|hopen)\b|\bdenk ik\b|\bzou (?:moeten |wel |eventueel )?kunnen\b|\bi think\b|\bje pense\b",
)
UNSURE: Final = _any(
    r"\b(?:weet|weten|zie|zien|heb|hebben) <2>(?:nog )?(?:niet|geen) (?:of|zeker|goed|zicht|idee|hoe|wie|wat)\b",
    r"\b(?:niet zeker|geen idee|geen zicht|not sure|pas (?:encore )?sur|ne sais pas|don't know|do not know)\b",
)
LATER: Final = _any(
    r"\bnog (?:<3>)(?:bekijken|nakijken|bespreken|overleggen|aftoetsen|navragen|uitzoeken|afwachten|intern|besproken|bekeken)\b",
    r"\b(?:kom|komen|terugkomen|terug) <4>(?:op terug|erop terug|hierop terug|hier op terug|daarop terug|op terugkomen)\b"
    r"|\b(?:er|hier|daar)op terug ?(?:te )?komen\b|\b(?:kom|komen) <4>terug bij (?:je|jullie|u)\b|\bop terug ?(?:te )?komen\b",
    r"\b(?:moet|moeten|ga|gaan|zal|zullen|wil|willen|ik|we|wij|kan|kunnen|even|eerst) <6>(?:bespreken|overleggen|aftoetsen|nakijken"
    r"|navragen|uitzoeken|bevragen|afstemmen|voorleggen|aankaarten|bekijken)\b",
    r"\b(?:ik|we|wij) <3>(?:bekijk|bekijken|bespreek|bespreken|overleg|overleggen|check|checken|onderzoek|onderzoeken)\b",
    r"\b(?:bekijk|bekijken|bespreek|bespreken|overleg|overleggen|check|checken) (?:ik|we|wij)\b",
    r"\b(?:wordt|worden|zal|moet) <4>(?:besproken|bekeken|voorgelegd|onderzocht|behandeld|beslist|afgetoetst)\b",
    r"\b(?:vraag|vragen|kijk|kijken) <4>na\b|\b(?:leg|leggen) <4>voor\b|\btoets\w* <4>af\b|\b(?:neem|nemen|neemt) <4>op met\b",
    r"\b(?:ermee|er mee|hiermee|nog volop) bezig\b|\bantwoord volgt\b|\bvolgt (?:\w+ )?(?:nog|later|snel)\b|\beven afwachten\b",
    r"\b(?:vraag|zal) (?:ik )?het (?:hem|haar|hen|eens|even|mijn|onze)\b(?! (?:aan|bij|naar))",
    r"\btot <3>(?:de tijd|tijd) (?:krijgen|hebben|nemen)\b",
    r"\b(?:bespreek|bespreken|bekijk|bekijken|(?<!na )overleg|overleggen|toets|vraag|vragen|check|leg|leggen|kijk|kijken|stem|agendeer"
    r"|agenderen) (?:dit|dat|het|deze|de|haar|zijn|hem|je|jullie|even|eens|nog|intern|met|ik|we|wij) <5>(?:na|af|voor|met (?:mijn|het|de|onze|ons)|op het"
    r"|op de|tijdens|intern|binnen|in team|team\w*|volgende|eerst|nog|even|deze week|morgen|maandag|dinsdag|woensdag|donderdag|vrijdag)\b",
    r"\b(?:meer|extra|wat|nog|even|beetje) (?:\w+ )?(?:tijd|uitstel|bedenktijd|geduld|respijt)\b|\b(?:uitstel|bedenktijd|geduld)\b",
    r"\b(?:nog|binnen) (?:een|1|twee|2|enkele|een paar|paar) (?:weekjes?|week|weken|dagen|dag)\b",
    r"\bnog niet (?:<3>)(?:zeggen|beslist|beslissen|bevestigen|bekeken|besproken|duidelijk|rond|antwoorden|uit|zeker|bepaald)\b"
    r"|\bnog geen (?:beslissing|antwoord|zicht|idee|reactie|uitsluitsel|duidelijkheid)\b",
    r"\b(?:later|volgende week|begin volgende week|eind deze week|na (?:mijn|de|het) \w+) (?:\w+ ){0,3}?(?:antwoord\w*|laten weten|duidelijkheid"
    r"|uitsluitsel|meer nieuws|beslis\w*)\b",
    r"\b(?:hou|houden|houd) <4>(?:in beraad|even op|nog even)\b|\bin beraad\b|\bwacht\w* (?:\w+ ){0,3}?(?:op antwoord|nog af|af)\b",
    r"\b(?:teamoverleg|teamvergadering|stafvergadering|teammeeting|werkoverleg|dienstoverleg|college|diensthoofd) (?:<3>)?(?:besproken|bespreken|voorleggen|beslist)\b",
    # French and English
    r"\b(?:nous|on) (?:en )?(?:discutons|discute|verifions|verifie|examinons)\b",
    r"\b(?:reviens|revenons|reviendrai|reviendrons|revenir) (?:vers|a) ?(?:vous|toi)?\b",
    r"\b(?:dois|devons|vais|allons) (?:d'abord |encore )?(?:l'|le |la |en )?(?:verifier|demander|discuter|parler|consulter|voir)\b",
    r"\b(?:plus de temps|un peu de temps|encore (?:un peu|quelques jours)|delai)\b",
    r"\b(?:get|come|be) back to you\b|\bneed (?:some |a bit |a little )?(?:more )?time\b|\b(?:discuss|check|look into) (?:this|it|that|with)\b",
)
WILL_TELL: Final = _any(
    r"\b(?:ik|we|wij) (?:laat|laten|geef|geven|meld|melden|hou|houden) <4>(?:weten|een seintje|seintje|op de hoogte)\b",
    r"\b(?:laat|laten|geef|geven) (?:ik|we|wij) <5>(?:weten|seintje|antwoord|bescheid)\b",
    r"\b(?:hoort|hoor|verneemt|krijgt|krijg|horen|krijgen) <3>(?:nog|snel|binnenkort|spoedig|later) <4>(?:van (?:mij|ons|me)|iets|antwoord|nieuws|bericht)\b",
    r"\b(?:je|jullie|u) (?:hoort|hoor|krijgt|krijg|horen|verneemt) <4>(?:van (?:mij|ons|me)|antwoord|nieuws)\b",
    r"\b(?:tiendrons|tiens) (?:vous |au )|\b(?:let you know|keep you posted)\b",
)
ELSEWHERE: Final = _any(
    r"\b(?:vraag|vragen|probeer|proberen|contacteer|contacteren|mail|mailen|bel|stuur|sturen|verwijs|verwijzen|informeer|leg|richt)"
    r" <6>(?:aan|bij|naar|met|voor|tot|van)\b(?! (?:ons|mij|me|de (?:student|school|leerling|kandidaat|ouders|docent)|haar|hem"
    r"|zijn|het hoofd|mijn|onze|de hr|elkaar))",
    r"\b(?:contact (?:op )?(?:nemen )?(?:met|opnemen met)|neem contact op met|contacteer|probeer)\b",
    r"\b(?:beter|best|eerder|meer|iets|goed|mooi|vast|zeker|vraag|bestemd|materie|spek) (?:op (?:zijn|haar) plaats |thuis |terecht |passen |voor |past |iets )?<1>(?:bij|voor|naar|van)\b(?! (?:ons|mij|me)\b)",
    r"\b(?:hoort|horen|past|passen|thuis|valt|ligt|zit|zitten|moet|moeten|terecht|kan|kunnen) <5>(?:bij|onder|naar) (?!ons|mij|me\b)",
    r"\b(?:doorgestuurd|doorsturen|doorgegeven|doorverwezen|doorverwijzen|door te sturen|stuur\w* <4>door|geef <4>door) (?:aan|naar)\b",
    r"\b(?:zie|zoekt|zoeken) (?:nog |de |bij )*",
    r"\b(?:misschien|mogelijk|mogelijks|wellicht|eventueel|wel)\b",
    r"\b(?:adresser|contacter|adressez|demandez|voyez|contactez|transmettez|transferez|essayez|renvoyez|plutot)\b",
    r"\b(?:try|ask|contact|forward|send|pass|rather|better|belongs?|suited|is (?:something )?for)\b",
)
OTHER_SERVICE: Final = _any(
    r"\bniet de (?:juiste|bevoegde) dienst\b",
    r"\b(?:een |naar |bij |aan )?(?:andere|ander|verkeerde|bevoegde) (?:dienst|afdeling|team|departement|diensten)\b",
    r"\bniet (?:\w+ )?(?:onze|ons) (?:bevoegdheid|dienst|domein|materie|werkterrein|afdeling|team)\b",
    r"\b(?:un autre|mauvais) (?:service|departement)\b|\b(?:another|wrong|different) (?:department|team|service)\b",
)
ASKS: Final = _any(
    r"\bgraag (?:<3>)(?:cv|motivatie\w*|meer info\w*|extra info\w*|bijkomende info\w*|meer uitleg|verduidelijking)\b",
    r"\b(?:hadden|had|zouden|zou|willen|wil) (?:<3>)graag (?:<3>)(?:weten|geweten|vernemen|info\w*)\b",
    r"\b(?:meer|extra|bijkomende) (?:info\w*|uitleg|details|gegevens) (?:nodig|hebben|krijgen|ontvangen|bezorgen)\b",
    r"\b(?:plus d'info\w*|davantage d'info\w*|more info\w*|more details)\b",
)
REASONS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    (
        "no_mentor",
        _any(r"\b(?:begeleid\w+|mentor\w*|stagementor\w*|encadrement|maitre de stage|supervis\w+)\b"),
    ),
    ("too_late", _any(r"\bte laat\b|\btrop tard\b|\btoo late\b|\bte kort (?:dag|op voorhand)\b")),
    ("too_young", _any(r"\bte jong\b|\btoo young\b|\btrop jeune\b|\bminderjarig\w*\b")),
    ("outsourced", _any(r"\b(?:uitbesteed|extern uitgevoerd|onderaannemer\w*)\b")),
    ("telework", _any(r"\b(?:telewerk\w*|thuiswerk\w*|teletravail|homework\w*|remote)\b")),
    ("no_suitable_tasks", _any(r"\b(?:opdracht\w*|taken|geschikt\w*|zinvol\w*|passend\w*|tasks|taches)\b")),
    ("level_mismatch", _any(r"\b(?:niveau|enkel (?:bachelor|master)\w*|hoger onderwijs)\b")),
    ("no_recognition", _any(r"\b(?:erkenning|erkend\w*|leerbedrijf)\b")),
    ("no_budget", _any(r"\b(?:budget\w*|begroting)\b")),
    ("language", _any(r"\b(?:nederlands|nederlandstalig|taal)\b")),
    (
        "no_capacity",
        _any(
            r"\b(?:druk|capaciteit|volzet|plaats|plaatsen|plek|plekken|ruimte|onderbezet|onderbemand|personeelstekort|werkdruk"
            r"|stagiai?re?s?|place|places|capacity|capacite|complets?|room|space|full)\b"
        ),
    ),
    (
        "period_impossible",
        _any(
            r"\b(?:periode|die weken|die maand|vakantie|gesloten|zomer|in (?:januari|februari|maart|april"
            r"|mei|juni|juli|augustus|september|oktober|november|december))\b"
        ),
    ),
)
GREETING: Final = re.compile(
    r"^\s*(?:beste|dag|dear|hallo|hello|hey|hi|hoi|geachte|heren|goe[di]e?n? ?(?:morgen|middag|dag|avond)|bonjour|bonsoir"
    r"|cher|chere|madame|monsieur|salut|collega'?s?|liebe|ha)\b[^.!?;\n]{0,50}?(?:[,!.:]|$|(?=\n))"
)
CLOSING: Final = re.compile(
    r"(?:^|(?<=[\n.!?,;]))[ \t]*(?:(?:met|mvg|vr|hartelijke|vriendelijke|collegiale|sportieve|warme|zonnige|beste|de beste|lieve|veel"
    r"|alvast|avec|kind|best|warm|many)[ \t.]+)*(?:groet(?:en|jes)?|mvg|vg|grtn?z?|gr|cordialement|salutations|bien a (?:vous|toi)"
    r"|regards|cheers|sincerely)\b(?=[^\n]{0,60}(?:\n|$))"
    r"|(?:^|\n)[ \t]*(?:verzonden (?:vanaf|met|vanuit|via)|verstuurd (?:vanaf|met|via)|sent from|envoye (?:de mon|depuis)|outlook voor"
    r"|get outlook|-- *(?:\n|$)|_{8,}|van: |de: |from: |op [^\n]{4,90} schreef )"
)
