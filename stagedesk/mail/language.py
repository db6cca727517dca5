"""Which language a text is in, from its small words alone."""

import re
from collections import Counter
from typing import Final

from stagedesk.mail.words import fold

LANGUAGES: Final = ("nl", "fr", "en", "de")

_SMALL_WORDS: Final[dict[str, str]] = {
    "nl": """
        aan alvast als bedankt ben beste bij bijlage deze dit een eens en er gaat geachte geen
        goed graag groet groeten groetjes heb hebben heeft het hierbij hoe ik is jaar jouw jullie
        kan kunnen maar maken meer met mij mijn mogelijk naar niet nog of om onze onder ons ook op
        opleiding over prima samen stageplaats stuur te tot uit uw van vanaf vanuit voor vraag
        wanneer wat we weten wel wij worden wordt zal zij zijn zoek zou zullen dag doen door
        goedendag hallo hartelijk leerling maandag mag mee nu school stagiair student tijdens uur
        vriendelijke weken zich ze af die dat de dank ja neen nee hoor gerust moet even plaats
        lukt helaas""",
    "fr": """
        afin ai aimerais au aurais aux avec avez bien bonjour bonne ce cela ces cette chez
        cordialement dans de des donc du elle en est et etre etudiant etudiante fait il ils j je
        jour jusqu la le les leur lors ma madame mais mes meme merci moi mon monsieur ne non notre
        nos nous n ou oui par pas pendant peut plus pour pourrais pouvez qu que qui remercie
        salutations sa semaines ses si son sont souhaite suis sur tous tout tres un une vos votre
        vous y""",
    "en": """
        a about am an and any are as at be because been by can could dear do does for from get had
        has have he hello her hi his how i if in into is it its like looking me my not of on or
        our please regards she since so some student thank thanks that the their them there these
        they this to university until was we weeks were what when where which will with would yes
        you your yours""",
    "de": """
        aber als am an auch auf aus bei beim bin bis bitte das dass dem den der des die durch ein
        eine einem einen einer es fur freundlichen geehrte geehrter grussen habe haben hallo ich
        ihr ihre ihnen im ist konnen mein meine meiner mit mich mir nach nicht noch oder praktikum
        schule sehr sie sind uber um und uns unser vielen vom von wenn wie wir wird wochen wurde
        zu zum zur zwischen""",
}
_LANGUAGE_OF: Final = {
    word: frozenset(name for name in LANGUAGES if word in _SMALL_WORDS[name].split())
    for words in _SMALL_WORDS.values()
    for word in words.split()
}
_WORD: Final = re.compile(r"[^\W\d_]+")
_READ: Final = 1500
_FEWEST: Final = 2


def language_of(text: str) -> str:
    """Code "nl", "fr", "en" or "de"; empty where there are too few words to tell."""
    counts = dict.fromkeys(LANGUAGES, 0.0)
    words = _WORD.findall(fold(text[:_READ]))
    for names, times in Counter(map(_LANGUAGE_OF.get, words)).items():
        for name in names or ():
            counts[name] += times / len(names or ())
    (best, most), (_, second), *_ = sorted(counts.items(), key=lambda item: -item[1])
    return best if most >= _FEWEST and most >= 1.4 * second else ""
