"""A mail that says thank you and nothing else: nobody has to look at it."""

import re
from typing import Final

from stagedesk.mail.words import Phrases, fold

LONGEST: Final = 400
_GREETING: Final = re.compile(
    r"\s*(?:beste|dag|geachte|hallo|hoi|hey|hi|hello|dear|bonjour|bonsoir|madame|monsieur|goe[di]e?\w*"
    r"|good (?:morning|afternoon|evening))\b[^.,!?\n]{0,40}(?:[,.!]|\n|$)"
)
_NAME: Final = re.compile(
    r"(?:^|[.,!\n])\s*((?:[A-ZÀ-Þ][\w'’-]*)(?: (?:van|de[nr]?|el|[A-ZÀ-Þ][\w'’-]*)){0,3})[ .]*$"
)
_SENTENCE: Final = re.compile(r"[.!,;\n]+|(?<=\w)\s+-\s+")
_BEFORE: Final = (
    r"(?:en |and |et )?(?:super |heel erg |hartelijk |alvast |nogmaals |zeer |oke? |ok |prima |top |many "
    r"|grand )*"
)
_WHOM: Final = r"(?: (?:u|je|jou|jullie|you|vous|a vous|a toi))?"
_MUCH: Final = (
    r"(?: (?:wel|zeer|hartelijk|veel|nogmaals|alvast|heel erg|so much|very much|a lot|again|beaucoup|bien"
    r"|voor alles|for everything|pour tout))*"
)
_FOR: Final = (
    r"(?: (?:voor|for|pour|de|om)(?: (?:uw|je|jullie|de|het|dit|deze|your|the|this|votre|vos|ton|ta|la|le"
    r"|cette|snelle?|vlotte?|vriendelijke?|duidelijke?|fijne?|leuke?|quick|kind|fast|prompt|rapide|aimable))*"
    r" (?:antwoord(?:en)?|reactie|bericht|mail(?:tje)?|e-mail|info(?:rmatie)?|moeite|hulp|tijd|update"
    r"|bevestiging|ontvangstbevestiging|terugkoppeling|opvolging|medewerking|uitleg|begrip|feedback"
    r"|answer|reply|message|help|time|information|confirmation|response|effort"
    r"|reponse|aide|temps|informations?|retour|te helpen|het laten weten|letting me know))?"
)
_THANKED: Final = r"(?:bedankt|dank|dankjewel|dankuwel|danku|dankje|thanks|thank|thx|merci|mercikes)"
_THANKS: Final = f"{_BEFORE}{_THANKED}{_WHOM}{_MUCH}{_FOR}{_MUCH}"
# Said besides a thank-you; alone it may be the answer to something.
_WELL: Final = (
    r"(?:super|top|prima|fijn|perfect|perfekt|ok|oke|okay|oki|goed|in orde|genoteerd|begrepen|tof|great"
    r"|noted|understood|parfait|d'accord|bien recu|goed ontvangen)(?: zo)?"
)
_WISH: Final = (
    r"(?:nog )?(?:een )?(?:heel )?(?:fijne?|prettige?|mooie?|leuke?|goede?) (?:dag|avond|middag|namiddag"
    r"|week|weekend|vakantie|weekeinde)(?: (?:nog|verder|gewenst|toegewenst))*"
    r"|(?:have a )?(?:nice|good|great) (?:day|evening|weekend|week)"
    r"|bonne (?:journee|soiree|semaine|fin de semaine)|bon week-?end"
)
_ENDING: Final = (
    r"(?:met )?(?:vriendelijke|hartelijke) groet(?:en|jes)?|groet(?:en|jes)?|mvg|(?:kind|best) regards"
    r"|cordialement|bien a vous"
)
_THANK_YOU: Final = Phrases((_THANKS,))
_POLITE: Final = Phrases((_THANKS, _WELL, _WISH, _ENDING))


def is_courtesy(visible: str) -> str:
    """The words of the thank-you where a mail has no others, else nothing; without quotes and signature.

    A number, a question or a single word that is not known as politeness makes it a mail to be read.
    """
    text = visible.strip()
    if not text or len(text) > LONGEST or "?" in text or any(sign.isdigit() for sign in text):
        return ""
    text = fold(_without_name(text))
    if greeting := _GREETING.match(text):
        text = text[greeting.end() :]
    said = [" ".join(part.split()) for part in _SENTENCE.split(text)]
    said = [part for part in said if any(sign.isalpha() for sign in part)]
    thanks = [part for part in said if _THANK_YOU.fullmatch(part)]
    return thanks[0] if thanks and all(_POLITE.fullmatch(part) for part in said) else ""


def _without_name(text: str) -> str:
    """Whoever wrote stands alone at the end, and is nothing that is said."""
    name = _NAME.search(text)
    if name is None or _SAYS.search(fold(name[1])) or _POLITE.fullmatch(fold(name[1])):
        return text
    return text[: name.start(1)]


_SAYS: Final = re.compile(r"\b(?:ja|nee|neen|niet|geen|stop|graag|yes|no|oui|non|akkoord|accept\w*)\b")
