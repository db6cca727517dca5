"""What departments say besides yes and no: conditions, doubts, not yet, somebody else, politeness."""

import re
from typing import Final

from stagedesk.mail.words import either

# All run on folded text (lower case, no accents), one sentence at a time.
FROM_THEN: Final = either(
    r"\b(?:vanaf|met ingang van|ten vroegste|a partir d[ue]|des|from|starting|as of|not before)\b"
)
THANKS: Final = either(r"\b(?:bedankt|dank|merci|dankjewel|thanks|thank you)\b")
GONE: Final = either(
    r"\b(?:niet (?:meer|langer) (?:actief|werkzaam|in dienst)|werk <2>niet (?:meer|langer)|mailinglijst"
    r"|uit dienst|uit cc|niet voor mij bedoeld)\b",
)
ABOUT_THE_MAIL: Final = either(
    r"\b(?:bijlagen?|openen|bestand|link|attachment|attachments|piece jointe|pdf|mailadres|bereiken"
    r"|bereikbaar)\b",
)
UNDECIDED: Final = either(r"\bnog (?:niet|geen|niemand)\b")
OPEN_CLAUSE: Final = re.compile(
    r"\W*(?:als|indien|wanneer|zodra|of|wie|hoe|if|si|whether|mocht|moest|onder de \d\d?|jonger dan \d\d?)\b"
)
SOMEBODY: Final = re.compile(r"\b(?:(?<!zo )iemand|quelqu'un|somebody|someone|anyone)\b")
POLITE: Final = either(
    r"\b(?:sorry|excuses|desole|sorry) (?:voor|pour|for) (?:de |het |the |mijn |le |la )?(?:late"
    r"|laattijdige|trage|vertraging|ongemak|retard|delay|wachten)\b[^.,;!?]*",
    r"\b(?:laat|laten|hoor|horen|bel|mail|contacteer|vraag|aarzel|geef)\b[^.!?;]{0,40}\b(?:als|indien"
    r"|mocht\w*|moest\w*|wanneer)\b[^.!?;]{0,60}\b(?:vragen|vraag|nodig|info\w*|onduidelijk\w*"
    r"|anders)\b[^.!?;]*",
    r"\b(?:als|indien|mocht\w*|moest\w*|bij) <4>(?:vragen|vraag|iets nodig|extra info"
    r"|meer info\w*)\b[^,.!?;]*",
    r"\b(?:graag gedaan|geen dank|goed ontvangen|goede? vraag|goe[di]e?n?(?: ?)(?:morgen|middag|dag|avond)"
    r"|hoe gaat het|ja of nee|ja dan nee|al dan niet|zo goed als|zo goed mogelijk|zo snel mogelijk"
    r"|goede collega)\b",
    r"\balles (?:goed|ok)\b[^.!?]*\?",
    r"\b(?:fijn|prettig|goed|leuk|fijne|prettige|goede|leuke|mooie)e? (?:weekend|dag|avond|week|vakantie"
    r"|middag)\b",
    r"\b(?:bedankt|dank|merci|dankjewel|thanks|thank you) (?:je |u |jullie |alvast )?(?:voor|om|for"
    r"|pour)\b[^,.!?;]*",
    r"\b(?:n'hesitez pas|do not hesitate|don't hesitate|feel free|let me know if|let us know if)\b[^.!?;]*",
    r"\bsi vous avez [^.,!?;]{0,40}questions?\b[^.,!?;]*",
    r"\bif (?:you|there) [^.,!?;]{0,40}questions?\b[^.,!?;]*",
)
NO_MORE_THAN: Final = either(
    r"\b((?:kunnen|kan|hebben|heb|is er|nemen|ontvangen|begeleiden) <2>)maar(?= (?:een|1|twee|2|drie|3"
    r"|de helft|voor|tot)\b)",
)
JUST_DO: Final = either(
    r"\b((?:laat|laten|stuur|stuurt|sturen|geef|zet|plan|schrijf|leg|kom|doe|bezorg|neem|begin"
    r"|start) <3>)maar\b",
)
REGRET: Final = either(
    r"\b(?:helaas|jammer(?: genoeg)?|spijtig(?: genoeg)?|het spijt|sorry|malheureusement|helas|desolee?s?"
    r"|regret\w*|unfortunately|afraid)\b",
    r"\b(?:hebben|zijn er|is er|heb) al (?:een|1|twee|2|drie|3|vier|4|genoeg|voldoende|veel) \w*stagiai?r",
)
CONDITION: Final = either(
    r"\b(?:een|1|twee|2|drie|3|vier|4|vijf|5|meer|allebei|allemaal) (?:is|zijn|wordt) <1>te veel\b",
    r"\b(?:niet (?:vroeger|eerder|langer|later)|(?:langer|vroeger|eerder|later|meer) niet)\b",
    r"\b(?:mits|op voorwaarde|voorwaarde|enkel|alleen|slechts|uitsluitend|tenzij|zolang|behalve|hooguit"
    r"|maximaal|maximum|ten vroegste|ten laatste|onder voorbehoud|in principe|normaal|normaliter"
    r"|normalerwijze|liefst|bij voorkeur|waarschijnlijk wel|afhankelijk|hangt af)\b",
    r"\bal (?:zou|zouden|is het wel|moet|moeten|hebben)\b|\b(?:dan wel|max|sauf|(?:een|1) van de (?:twee|2"
    r"|drie|3))\b",
    r"\b(?:maar|doch|echter|weliswaar)\b(?! (?:door|komen|in|vast|weten|eens|een|dan|doen|welkom))",
    r"\bpas (?:vanaf|in|na|op|van|volgend|wanneer|als|vanaf|starten|beginnen|te|kan|kunnen|om|tegen|ten"
    r"|begin|eind|half)\b",
    r"\b(?:niet voor|niet eerder dan|niet vroeger dan) (?:<2>)(?:\d|januari|februari|maart|april|mei|juni"
    r"|juli|augustus|september|oktober|november|december|pasen|nieuwjaar|de)\b",
    r"\b(?:als|indien|wanneer|zodra) (?:er|het|dat|dit|de|deze|die|hij|zij|ze|je|jullie|we|wij|iedereen"
    r"|haar|zijn|alles|u)\b",
    r"\b(?:wel) (?:eerst|graag eerst|pas|met|een|op voorwaarde)\b|\b(?:graag|wel|moet|moeten) eerst\b"
    r"|\beerst (?:een|nog) \w*gesprek",
    r"\b(?:in een|in) (?:andere|latere) periode\b",
    r"\b(?:mais|a condition|sous reserve|uniquement|seulement|pour autant que|en principe|de preference"
    r"|sauf si|si (?:elle|il|on|l'|le|la|les|vous))\b",
    r"\b(?:but|provided|as long as|only|on condition|unless|in principle|subject to|preferably|not before"
    r"|not until|if (?:he|she|they|the|it|we|you))\b",
)
CONDITION_ALONE: Final = either(
    r"^\W*(?:mits|enkel|alleen|slechts|uitsluitend|pas (?:vanaf|in|na)|seulement|uniquement|only)\b",
)
BUT_THEN: Final = either(
    r"\b(?:in|vanaf|op|na|voor) \w+ ja\b",
    r"\bwel\b <4>(?:kan|kunnen|mogelijk|plaats|plek|lukt|lukken|welkom|ok|goed|ruimte|haalbaar)\b",
    r"\b(?:vanaf|in|na|voor|later|begin|eind|volgend|vanaf de|het|tweede|2de|eerste|januari|februari|maart"
    r"|april|mei|juni|juli|augustus|september|oktober|november|december|week|semester|jaar|najaar|voorjaar"
    r"|schooljaar|zomer|maand|periode|dag|dagen)\b[^.!?;]{0,40}\bwel\b(?! (?:jammer|spijtig|bedankt))",
    r"\bwel (?:<2>)(?:vanaf|in|na|later|begin|eind|volgend|januari|februari|maart|april|mei|juni|juli"
    r"|augustus|september|oktober|november|december)\b",
    r"\bmais (?:<3>)(?:a partir|en|possible)\b[^.!?;]{0,30}\b(?:oui|possible|ok)\b|\bbut <3>(?:from"
    r"|in) [^.!?;]{0,30}\b(?:fine|ok|possible|works)\b",
)
DOUBT: Final = either(
    r"\b(?:misschien|mogelijks|eventueel|wellicht|allicht|vermoed\w*|vermoedelijk|twijfel\w*|betwijfel"
    r"|waarschijnlijk|peut-etre|sans doute|maybe|perhaps|possibly|probably|might|hopelijk)\b",
    r"\b(?:ik|we|wij) (?:denk|denken|geloof|hoop|hopen)\b|\bdenk ik\b|\bzou (?:moeten |wel "
    r"|eventueel )?kunnen\b|\bi think\b|\bje pense\b",
)
UNSURE: Final = either(
    r"\b(?:weet|weten|zie|zien|heb|hebben) <2>(?:nog )?(?:niet|geen) (?:of|zeker|goed|zicht|idee|hoe|wie"
    r"|wat)\b",
    r"\b(?:niet zeker|geen idee|geen zicht|not sure|pas (?:encore )?sur|ne sais pas|don't know"
    r"|do not know)\b",
)
LATER: Final = either(
    r"\b(?:nadenken|bedenken)\b|\bdan (?:beslissen|bekijken|bespreken|weten|laten) (?:we|wij|ik)\b",
    r"\bnog (?:<3>)(?:bekijken|nakijken|bespreken|overleggen|aftoetsen|navragen|uitzoeken|afwachten|intern"
    r"|besproken|bekeken)\b",
    r"\b(?:kom|komen|terugkomen|terug) <4>(?:op terug|erop terug|hierop terug|hier op terug|daarop terug"
    r"|op terugkomen)\b|\b(?:er|hier|daar)op terug ?(?:te )?komen\b|\b(?:kom|komen) <4>terug bij (?:je"
    r"|jullie|u)\b|\bop terug ?(?:te )?komen\b",
    r"\b(?:moet|moeten|ga|gaan|zal|zullen|wil|willen|ik|we|wij|kan|kunnen|even|eerst) <6>(?:bespreken"
    r"|overleggen|aftoetsen|nakijken|navragen|uitzoeken|bevragen|afstemmen|voorleggen|aankaarten"
    r"|bekijken)\b",
    r"\b(?:ik|we|wij) <3>(?:bekijk|bekijken|bespreek|bespreken|overleg|overleggen|check|checken|onderzoek"
    r"|onderzoeken)\b",
    r"\b(?:bekijk|bekijken|bespreek|bespreken|overleg|overleggen|check|checken) (?:ik|we|wij)\b",
    r"\b(?:wordt|worden|zal|moet) <4>(?:besproken|bekeken|voorgelegd|onderzocht|behandeld|beslist"
    r"|afgetoetst)\b",
    r"\b(?:vraag|vragen|kijk|kijken) <4>na\b|\b(?:leg|leggen) <4>voor\b|\btoets\w* <4>af\b|\b(?:neem|nemen"
    r"|neemt) <4>op met\b",
    r"\b(?:ermee|er mee|hiermee|nog volop) bezig\b|\bantwoord volgt\b|\bvolgt (?:\w+ )?(?:nog|later|snel)\b"
    r"|\beven afwachten\b",
    r"\b(?:vraag|zal) (?:ik )?het (?:hem|haar|hen|eens|even|mijn|onze)\b(?! (?:aan|bij|naar))",
    r"\btot <3>(?:de tijd|tijd) (?:krijgen|hebben|nemen)\b",
    r"\b(?:bespreek|bespreken|bekijk|bekijken|(?<!na )overleg|overleggen|toets|vraag|vragen|check|leg"
    r"|leggen|kijk|kijken|stem|agendeer|agenderen) (?:dit|dat|het|deze|de|haar|zijn|hem|je|jullie|even|eens"
    r"|nog|intern|met|ik|we|wij) <5>(?:na|af|voor|met (?:mijn|het|de|onze|ons)|op het|op de|tijdens|intern"
    r"|binnen|in team|team\w*|volgende|eerst|nog|even|deze week|morgen|maandag|dinsdag|woensdag|donderdag"
    r"|vrijdag)\b",
    r"\b(?:meer|extra|wat|nog|even|beetje) (?:\w+ )?(?:tijd|uitstel|bedenktijd|geduld|respijt)\b"
    r"|\b(?:uitstel|bedenktijd|geduld)\b",
    r"\b(?:nog|binnen) (?:een|1|twee|2|enkele|een paar|paar) (?:weekjes?|week|weken|dagen|dag)\b",
    r"\bnog niet (?:<3>)(?:zeggen|beslist|beslissen|bevestigen|bekeken|besproken|duidelijk|rond|antwoorden"
    r"|uit|zeker|bepaald)\b|\bnog geen (?:beslissing|antwoord|zicht|idee|reactie|uitsluitsel"
    r"|duidelijkheid)\b",
    r"\b(?:later|volgende week|begin volgende week|eind deze week|na (?:mijn|de"
    r"|het) \w+) (?:\w+ ){0,3}?(?:antwoord\w*|laten weten|duidelijkheid|uitsluitsel|meer nieuws"
    r"|beslis\w*)\b",
    r"\b(?:hou|houden|houd) <4>(?:in beraad|even op|nog even)\b|\bin beraad\b|\bwacht\w* <3>op (?:antwoord"
    r"|nieuws|reactie|feedback|bevestiging|het diensthoofd|de mentor|mijn|de directeur)\b"
    r"|\bwacht\w* (?:\w+ ){0,3}?(?:op antwoord|nog af|af)\b",
    r"\b(?:teamoverleg|teamvergadering|stafvergadering|teammeeting|werkoverleg|dienstoverleg|college"
    r"|diensthoofd) (?:<3>)?(?:bespreken|voorleggen)\b",
    # French and English
    r"\bj'en (?:parle|parlerai|discute|discuterai)\b|\b(?:nous|on) (?:en )?(?:discutons|discute|verifions"
    r"|verifie|examinons)\b",
    r"\b(?:reviens|revenons|reviendrai|reviendrons|revenir) (?:vers|a) ?(?:vous|toi)?\b",
    r"\b(?:dois|devons|vais|allons) (?:d'abord |encore )?(?:l'|le |la |en )?(?:verifier|demander|discuter"
    r"|parler|consulter|voir)\b",
    r"\b(?:plus de temps|un peu de temps|encore (?:un peu|quelques jours)|delai)\b",
    r"\b(?:get|come|be) back to you\b|\bneed (?:some |a bit |a little )?(?:more )?time\b|\b(?:discuss|check"
    r"|look into) (?:this|it|that|with)\b",
)
WILL_TELL: Final = either(
    r"\b(?:ik|we|wij) (?:laat|laten|geef|geven|meld|melden|hou|houden) <4>(?:weten|een seintje|seintje"
    r"|op de hoogte)\b",
    r"\b(?:laat|laten|geef|geven) (?:ik|we|wij) <5>(?:weten|seintje|antwoord|bescheid)\b",
    r"\b(?:hoort|hoor|verneemt|krijgt|krijg|horen|krijgen) <3>(?:nog|snel|binnenkort|spoedig"
    r"|later) <4>(?:van (?:mij|ons|me)|iets|antwoord|nieuws|bericht)\b",
    r"\bhoor(?:t|en)? (?:je|u|jullie) <3>van (?:mij|ons)\b",
    r"\b(?:je|jullie|u) (?:hoort|hoor|krijgt|krijg|horen|verneemt) <4>(?:van (?:mij|ons|me)|antwoord"
    r"|nieuws)\b",
    r"\b(?:tiendrons|tiens) (?:vous |au )|\b(?:let you know|keep you posted)\b",
)
ELSEWHERE: Final = either(
    r"\b(?:vraag|vragen|probeer|proberen|contacteer|contacteren|mail|mailen|bel|stuur|sturen|verwijs"
    r"|verwijzen|informeer|leg|richt) <6>(?:aan|bij|naar|met|voor|tot|van)\b(?! (?:ons|mij|me|de (?:student"
    r"|school|leerling|kandidaat|ouders|docent)|haar|hem|zijn|het hoofd|mijn|onze|de hr|elkaar))",
    r"\b(?:contact (?:op )?(?:nemen )?(?:met|opnemen met)|neem contact op met|contacteer|probeer)\b",
    r"\b(?:beter|best|eerder|meer|iets|goed|mooi|vast|zeker|vraag|bestemd|materie|spek) (?:op (?:zijn"
    r"|haar) plaats |thuis |terecht |passen |voor |past |iets )?<1>(?:bij|voor|naar|van)\b(?! (?:ons|mij"
    r"|me)\b)",
    r"\b(?:zit|zitten|past|passen|hoort|horen|is) <3>beter (?:thuis |op (?:zijn|haar) plaats )?(?:in|op)\b",
    r"\b(?:hoort|horen|past|passen|thuis|valt|ligt|zit|zitten|moet|moeten|terecht|kan|kunnen) <5>(?:bij"
    r"|onder|naar) (?!ons|mij|me\b)",
    r"\b(?:doorgestuurd|doorsturen|doorgegeven|doorverwezen|doorverwijzen|door te sturen|stuur\w* <4>door"
    r"|geef <4>door) (?:aan|naar)\b",
    r"\b(?:zie|zoekt|zoeken) (?:nog |de |bij )*|\b(?:dit|dat|deze|die) (?:is|was|lijkt|hoort) <3>(?:voor"
    r"|van|bij)\b|\bis (?:hiervoor|daarvoor|hier) (?:bevoegd|de juiste|best geplaatst)\b|\b(?:leggen"
    r"|neerleggen)\b",
    r"\b(?:misschien|mogelijk|mogelijks|wellicht|eventueel|wel)\b",
    r"\b(?:adresser|transmettre|transferer|contacter|adressez|demandez|voyez|contactez|transmettez"
    r"|transferez|essayez|renvoyez"
    r"|plutot)\b",
    r"\b(?:try|ask|contact|forward|send|pass|rather|better|belongs?|suited|is (?:something )?for)\b",
    r"\b(?:but|mais) (?:rather |plutot )?(?:for|pour)\b",
)
OTHER_SERVICE: Final = either(
    r"\bniet de (?:juiste|bevoegde) dienst\b|\bverkeerd geadresseerd\b|\bverkeerde adres\b",
    r"\b(?:een |naar |bij |aan )?(?:andere|ander|verkeerde|bevoegde) (?:dienst|afdeling|team|departement"
    r"|diensten)\b",
    r"\bniet (?:\w+ )?(?:onze|ons) (?:bevoegdheid|dienst|domein|materie|werkterrein|afdeling|team)\b",
    r"\b(?:un autre|mauvais) (?:service|departement)\b|\b(?:another|wrong|different) (?:department|team"
    r"|service)\b",
    r"\b(?:pas pour (?:notre|ce) (?:service|departement)|not for (?:our|this) (?:department|team|service))\b",
)
TOWARDS: Final = re.compile(
    r"\b(?:aan|bij|naar|met|voor|van|tot|onder|contacteer|probeer|zie|vraag|mail|bel|chez|au|aux|a|avec|le"
    r"|du|pour|to|with|by|for|try|ask|contact) (?:(?:de|het|onze|mijn|jullie|eens|best|liever|even|dienst"
    r"|afdeling|team|collega's?|mensen|van|eventueel|misschien|the|le|la|service|des|du|eerder|beter) "
    r"|l')*$|\bbeter (?:thuis |op (?:zijn|haar) plaats )?(?:in|op) (?:de |het |een )?$"
    r"|^\W*(?:(?:misschien|wellicht|de|of|en|dienst|eventueel) )*$|: $"
)
AND_THEY: Final = re.compile(
    r"\W*(?:misschien|zoekt|zoeken|is (?:hiervoor|hier|bevoegd|daarvoor)|wel\b|kan\b|heeft|dan\b)"
)
ASKS: Final = either(
    r"\bgraag (?:<3>)(?:cv|motivatie\w*|meer info\w*|extra info\w*|bijkomende info\w*|meer uitleg"
    r"|verduidelijking)\b",
    r"\b(?:hadden|had|zouden|zou|willen|wil) (?:<3>)graag (?:<3>)(?:weten|geweten|vernemen|info\w*)\b",
    r"\b(?:meer|extra|bijkomende) (?:info\w*|uitleg|details|gegevens) (?:nodig|hebben|krijgen|ontvangen"
    r"|bezorgen)\b",
    r"\b(?:plus d'info\w*|davantage d'info\w*|more info\w*|more details)\b",
)
GREETING: Final = re.compile(
    r"^\s*(?:beste|dag|dear|hallo|hello|hey|hi|hoi|geachte|heren|goe[di]e?n? ?(?:morgen|middag|dag|avond)"
    r"|bonjour|bonsoir|cher|chere|madame|monsieur|salut|collega'?s?|liebe|ha)\b[^.!?;\n]{0,50}?(?:[,!.:]|$"
    r"|(?=\n))"
)
CLOSING: Final = re.compile(
    r"(?:^|(?<=[\n.!?,;]))[ \t]*(?:(?:met|mvg|vr|hartelijke|vriendelijke|collegiale|sportieve|warme|zonnige"
    r"|beste|de beste|lieve|veel|alvast|avec|kind|best|warm|many)[ \t.]+)*(?:groet(?:en|jes)?|mvg|vg"
    r"|grtn?z?|gr|cordialement|salutations|bien a (?:vous|toi)|regards|cheers"
    r"|sincerely)\b(?=[^\n]{0,60}(?:\n|$))|(?:^|\n)[ \t]*(?:verzonden (?:vanaf|met|vanuit|via)"
    r"|verstuurd (?:vanaf|met|via)|sent from|envoye (?:de mon|depuis)|outlook voor|get outlook|-- *(?:\n|$)"
    r"|_{8,}|van: |de: |from: |op [^\n]{4,90} schreef )"
)
