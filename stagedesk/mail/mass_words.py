"""The words of those who write to everybody: advertisers, newsletters, and programs for the absent."""

import re
from typing import Final

from stagedesk.mail.words import either

# All run on folded text: lower case, no accents.

SPAM: Final = either(
    r"\b(?:seo|backlinks?|first page of google|google ranking|rank(?:ing)? (?:higher|your)|bitcoin"
    r"|crypto\w*|casino|viagra|cialis|lottery|inheritance|beneficiary|investment opportunit\w+|guest post"
    r"|lead generation|web ?design services|mailbox (?:is|has)|verify your (?:account|mailbox|identity)"
    r"|(?:overdue|unpaid|outstanding) (?:invoice|payment)s?|invoice is overdue|payment details|legal action"
    r"|your (?:account|password) (?:will|has|is)|quota|wire transfer|gift cards?|lening(?:en)? (?:vanaf"
    r"|tegen|aan)|you have won|u hebt gewonnen|u heeft gewonnen|wachtwoord verloopt|uw account wordt)\b",
    r"\b(?:vrijblijvende? (?:demo|offerte|kennismaking|gesprek)|korting|promoprijs|actieprijs|profiteer nu"
    r"|aanbieding|gratis proefperiode|special offer|free trial|book a demo|boek een demo|accountmanager"
    r"|account manager|sales manager|onze oplossing|our solution|onze software|offre speciale"
    r"|demo gratuite)\b",
    r"\b(?:save up to \d|bespaar tot|fraction of the (?:cost|price)|\d+[- ]minute (?:call|chat|demo)"
    r"|business development)\b",
    r"\b(?:click here|klik hier|cliquez ici|limited time|act now|100% free|risk-free)\b",
    signs="seo|backlink|google|rank|bitcoin|crypto|casino|viagra|cialis|lottery|inheritance|"
    "beneficiary|investment|guest post|lead gen|design|mailbox|your |quota|transfer|gift|"
    "overdue|unpaid|outstanding|payment|legal action|lening|you have won|gewonnen|wachtwoord|account"
    "|vrijblijv|korting|prijs|profiteer|"
    "aanbieding|proefperiode|offer|offre|free|demo|sales|oplossing|solution|software|click|"
    "save up|bespaar|fraction|minute|business dev|klik|clique|limited|act now",
)
NEWSLETTER: Final = either(
    r"\b(?:nieuwsbrief|newsletter|uitschrijven|uit te schrijven|afmelden voor|schrijf (?:je"
    r"|u) (?:hier )?uit|meld (?:je|u) (?:hier )?af"
    r"|unsubscribe|se desinscrire|desabonner|desinscription|infolettre|view (?:this"
    r"|it) (?:e-?mail )?in (?:your )?browser|bekijk (?:deze|de) (?:e-?mail|mail|nieuwsbrief)|(?:online"
    r"|web)versie|in (?:je|uw) browser|voorkeuren (?:aanpassen|wijzigen)"
    r"|ontvang(?:t|en)? (?:je |u )?deze (?:e-?mail|mail|nieuwsbrief) omdat|webinar|studiedag)\b",
    signs="nieuwsbrief|newsletter|schrijven|afmelden|schrijf je|schrijf u|meld je|meld u|unsubscribe|"
    "desinscri|desabonner|infolettre|view this|view it|bekijk de|versie|browser|voorkeuren|ontvang|webinar|"
    "studiedag",
)
AUTOMATIC: Final = either(
    r"\b(?:dit is een automatisch|automatisch (?:gegenereerd|verstuurd|verzonden)|this is an automat"
    r"|automatically generated|message automatique|genere automatiquement|automatisch erstellt"
    r"|do not reply to this|ne pas repondre a ce"
    r"|(?:gelieve|hoeft|kunt)(?: u)? niet (?:te )?antwoorden op (?:deze|dit) (?:e-?mail|mail|bericht))",
    signs="automat|reply to this|repondre a ce|antwoorden op",
)
# Of a newsletter's own words, those that no personal letter has.
LEAVING: Final = re.compile(
    r"uit(?: te )?schrijven|afmelden|schrijf (?:je|u) (?:hier )?uit|unsubscribe|desinscri|desabonn|omdat$"
)
AWAY: Final = either(
    r"\b(?:afwezig|met (?:\w+)?verlof|niet op kantoor|op vakantie|buiten kantoor|out of (?:the )?office"
    r"|on (?:annual )?leave|travell?ing|on (?:holiday|vacation)|absente?|en conge|abwesend"
    r"|niet aanwezig)\b<60>\b(?:tot|t/m|tem|terug|until"
    r"|till|jusqu\w*|van|vanaf|bis|back)\b"
)
AWAY_TOO: Final = either(
    r"\b(?:dringende?|dringend|urgente?s?|contacteer|neem contact|automatisch|wordt niet|worden niet"
    r"|niet doorgestuurd|bij (?:mijn )?terugkomst|upon my return|a mon retour|en cas d'urgence|adressez-vous"
    r"|limited access|beperkte? toegang|please contact|veuillez contacter"
    r"|kan u terecht|kan je terecht|beantwoord ik)\b"
)
