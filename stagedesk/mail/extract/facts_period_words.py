"""The words around dates that make them a period, its start or end, or something else."""

import re
from typing import Final

from stagedesk.mail.extract.facts_dates import CONNECTOR, MONTHS, WEEKDAY

# All run on folded text: lower case, no accents.
BETWEEN: Final = re.compile(
    r"\b(?:tussen|entre|between|zwischen)\s{1,2}(?:de |het |le |the )?(?:" + WEEKDAY + r"\s)?$"
)
GAP: Final = re.compile(
    rf"\s{{0,3}}(?:\([^)\n]{{0,16}}\)\s?)?,?\s{{0,2}}(?:(?:en|and|et)?\s?(?:loopt|duurt|eindigt|ends"
    rf"|se termine|until|gaat)\s)?(?P<how>{CONNECTOR})\s{{0,2}}(?:met\s|het\s|le\s|la\s|the\s|ongeveer\s"
    rf"|circa\s)?(?:{WEEKDAY},?\s{{1,2}})?$"
    r"|[\s,;.)]{0,6}(?:en\s)?(?:eind(?:e|igt|datum)?|end(?: date)?|(?:date de )?fin|tot|ends"
    rf"|laatste dag)(?: (?:is|stage|op|on|van de stage))?\s?[:=]?\s{{0,3}}(?:{WEEKDAY},?\s{{1,2}})?$"
)
OR: Final = re.compile(r"\s{0,3},?\s{0,2}(?:of|ofwel|or|ou|oder)\b")
NOT_A_RANGE: Final = frozenset(("en", "et", "and", "und", "&"))
START: Final = re.compile(
    r"\b(?:vanaf|van af|starts?(?:en|t|datum)?(?: vanaf| op| on| is| stage| van| in)?|begin(?:nen|t"
    r"|datum)?(?: vanaf| op| is| in)?|aanvang(?: op)?|beschikbaar vanaf|a partir d[eu]|a compter du|des"
    r"|debut(?:ant|er)?(?: le)?|date de debut|from|commence(?:ra)?(?: le| en)?|debute(?:ra)?(?: le| en)?"
    r"|begins? (?:on|in)"
    r"|starting(?: on| from| in)?|as of|start date|beginning(?: on)?|ab|van)"
    rf"\s?[:=]?\s{{0,2}}(?:het |de |le |the |ongeveer |rond |omstreeks |ten vroegste "
    rf"|l')?(?:{WEEKDAY},?\s{{1,2}})?$"
)
END: Final = re.compile(
    rf"\b(?:tot(?: en met)?|t/m|t\.?e\.?m\.?|eind(?:e|datum|igt op)?|until|till|jusqu'(?:au|a)|end date"
    rf"|date de fin|bis(?: zum)?)\s?[:=]?\s{{0,2}}(?:het |de |le |the )?(?:{WEEKDAY},?\s{{1,2}})?$"
)
WEEK_OF: Final = re.compile(
    rf"(?<!\d\s)\b(?:week|weken|semaines?|weeks?|woche)\s(?:van|du|of|from|vom)\s(?:{WEEKDAY}\s)?$"
)
DURING: Final = re.compile(
    r"\b(?:in|tijdens|gedurende|during|en|pendant|voor|maand(?:en)?|au mois de|durant|im|for|pour|stage"
    r"|periode:?|of|throughout|over|heel)\s{1,2}(?:de |het |le |the |la |l'|maand |heel |hele |month of "
    r"|mois de )*$"
)
NEXT_MONTH: Final = re.compile(rf"\b(?:{'|'.join(MONTHS)}),\s{{1,2}}$")
STARTS_NEXT: Final = re.compile(
    r"\s{0,2}(?:(?:zou|wil|kan|moet) (?:ik|zij|hij) )?(?:graag )?(?:start|begin)\w{0,3}\b"
)
LOOKS_ON: Final = re.compile(
    rf"\b(?:kijk|observatie|snuffel|inleef)stage\w{{0,3}} (?:is |valt |gaat door )?(?:op|le"
    rf"|on) (?:{WEEKDAY} )?$"
)
ONE_OR_OTHER: Final = re.compile(r"\d (?:of|ofwel|ou|or) $")
ONE_DAY: Final = re.compile(
    r"\b(?:kijkdag\w*|meeloopdag\w*|snuffeldag\w*|observatiedag\w*|stagedag\w*|inleefdag\w*|(?:een|1"
    r"|enkele) dag(?:je)?|dagje|journee|one day|dag (?:mee|komen)|shadow\w*|youca|jobday|dagen)\b"
)
STAGE: Final = re.compile(
    r"\b(?:\w{0,14}stage\w{0,10}|stagiair\w*|internship|traineeship|placement|praktikum|periodes?|period"
    r"|blok\w*|beschikbaar|disponible|available|aanvraag|bpv|werkplek\w*|werkervaring\w*|alternance"
    r"|duaal)\b"
)
ELSE: Final = re.compile(
    r"\b(?:\w{0,10}vakantie\w*(?!,? (?:dus|namelijk|te weten)\b)|\w{0,8}verlof|vacances"
    r"|holidays?|\w{0,10}examens?|exams?|blokperiode|studieverlof"
    r"|feestdag\w*|behalve|uitgezonderd|uitzondering|niet beschikbaar|onderbrek\w*|onderbroken"
    r"|except|sauf|infodag|infomoment|jobbeurs|jobdag|stagebeurs|beurs|gesprek|interview|kennismak\w*"
    r"|vergadering|afspraak|stagebezoek|bezoek|terugkom\w*|bellen|gebeld|belde|telefoon\w*|telefonisch"
    r"|gemaild|mailde|gestuurd|stuurde|verstuurd|mijn (?:vorige )?mail|uw (?:mail|bericht|brief)|brief"
    r"|schrijven|contact had|presentatie|verdediging|proclamatie|studeer\w* \w* ?af|afgestudeerd|afstuderen"
    r"|diploma|sinds|depuis|since|vorige|afgelopen|werkte|gewerkt|lessen|les|cursus|cours|classes|lectures"
    r"|semester start|geboren|gesloten|sluit|inschrijving\w*|inschrijven|opleiding (?:loopt|start|begint"
    r"|duurt)|schooljaar start)\b"
)
BACK_THEN: Final = re.compile(
    r"\b(?:werkte|gewerkt|liep ik|liep zij|liep hij|deed ik|volgde ik|j'ai (?:travaille|effectue|fait)"
    r"|i (?:worked|did|interned))\b"
)
HOLIDAYS_NEXT: Final = re.compile(r"\W{0,3}\(?(?:\w+ )?(?:\w*vakantie|examens?|vacances|verlof)\b")
PAST_NEXT: Final = re.compile(r"\W*(?:\w+\W+){0,2}?(?:werkte|heb ik gewerkt|liep ik|deed ik)\b")
