"""The words of a mail that can tell departments apart: folded, without the words that everybody uses."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

LONGEST_TEXT: Final = 20_000
LONGEST_WORD: Final = 30
MOST_WORDS: Final = 400
SHORT_WORDS: Final = frozenset({"hr"})  # all others of two letters are too common

_WORD: Final = re.compile(r"[^\W\d_]{2,}")
# Short runs, because normalising a pile of marks takes quadratic time.
_ACCENTED: Final = re.compile(r"[^\x00-\x7f]{1,40}")
_MARKS: Final = re.compile("[\u0300-\u036f]+")
_LETTERS: Final = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i"})

_DUTCH: Final = """
aan aangezien aanvraag achter afgelopen al alle alleen allemaal alles als alvast alvorens ander andere
anders april augustus bedankt beetje begin beginnen ben bent best beste bij bijlage bijvoorbeeld binnen
binnenkort blijven boven contact daar daarna daarom daarvoor dag dagen dan dank danken dat de december den
denk der deze die dien dinsdag dit doe doen donderdag door doorheen dus echt een eens eerste einde elk elke
en enkel enkele er erg eventueel februari gaan gaat geachte gedurende geen gegevens gehele geven goed goede
graag groet groeten groetjes had hallo hartelijk heb hebben hebt heeft heel helaas hele hen het hier hij hoe
hoeveel hoi hoor horen hun ieder iedere iemand iets ik in indien ingevuld is jaar januari je jij jou jouw
juli jullie juni kan kom komen komend komende kon konden kunnen kunt laat laten later maak maand maandag
maanden maar maart mag mail mails maken me mede mee meer meest mei met mevrouw mij mijn mijnheer min minder
mocht moet moeten mogelijk mogelijkheid mogen mvg naam naar namelijk natuurlijk nemen net niet niets nieuwe
nodig nog nooit nou november nu nul of oktober om omdat omtrent onder ons onze ook op opnemen over per
periode plaats precies reeds rond september sinds sindsdien slechts snel sommige soms staat stage
stageplaats stageplaatsen stageplek stageplekken stages stagiair stagiaire stagiaires stagiairs steeds stel
sturen stuur te tegen ter terug terwijl tijd tijdens toch toe toen tot tussen uit uiteraard uren uur uw uwe
vaak van vanaf vandaar vanuit veel vele verder vertel via vind vinden volgend volgende voor vooraf vooral
voorbeeld vraag vragen vriendelijk vriendelijke vrijdag vroeg waar waarbij waardoor waarin waarom waarvan
waarvoor wanneer want waren was wat we week weken wel welk welke wens werd wij wil willen wilt woensdag word
worden wordt zal zaterdag ze zee zeer zeker zelf zich zie zien zij zijn zin zit zo zoals zodat zoek zoeken
zoekende zondag zonder zou zouden zullen zult
"""
_FRENCH: Final = """
afin ailleurs ainsi alors aout apres au aucun aucune aupres aussi autre autres aux avant avec avez avoir
avons avril bien bonjour ce ceci cela celle ces cet cette ceux chaque chez comme comment cordialement dans
de debut decembre depuis des deux dois donc dont du elle elles en encore entre est et etais etait ete etes
etre faire fait fevrier fin ici il ils janvier je jour jours juillet juin la le les leur leurs lors lui ma
madame mai mais mars meme merci mes moi moins mois mon monsieur ne nos notre nous novembre octobre on ont ou
par parce pas pendant peu peut plus pour pourquoi pourriez pouvez pouvoir puis quand que quel quelle
quelques qui sa salutations sans se semaine semaines septembre sera serait ses seulement si son sont
souhaite souhaiterais sous stagiaires suis sur ta tous tout toute toutes tres trop tu un une vers voici voir
vos votre voudrais vous
"""
_ENGLISH: Final = """
about after all also am an and any are as ask at august be because been before being best but by can contact
could day days dear did do does doing during each either else end every february find first for from get
give go had has have he hello her here him his hope how if in intern internship internships into is its
january july june just kindly know last let like look looking made mail make many march may me might month
months more most much must my need new no not now october of off on once one only or other our out over own
per placement please possible regards said same she should since sincerely so some soon start still such
take than thank thanks that the their them then there these they this those through time to too two under
until up us very via was we week weeks well were what when where which while who will wish with within
without would year years yet you your yours
"""
_GERMAN: Final = """
aber alle als also am an auch auf aus bei bin bis bitte da damen damit dann das dass dem den der des die
dies diese dieser doch dort du durch ein eine einem einen einer eines er es etwas freundlichen fur geehrte
geehrter gegen gern gerne grusse guten habe haben hat herren hier ich ihnen ihr ihre ihren im immer in ist
ja jede kann kein keine konnen mehr mein meine mich mir mit nach nicht noch nur ob oder ohne praktikum
praktikumsplatz sehr sein seine sich sie sind so tag tage uber um und uns unser vom von vor war was wegen
weil wenn werden wie wir wird wo woche wochen zu zum zur zwischen
"""
STOP_WORDS: Final = frozenset(f"{_DUTCH} {_FRENCH} {_ENGLISH} {_GERMAN}".split())


def fold(text: str) -> str:
    """Return the text in lower case and without accents, so that `privé` and `PRIVE` are one word."""
    text = text.casefold()
    return text if text.isascii() else _ACCENTED.sub(lambda run: _plain(run.group()), text)


@lru_cache(2048)  # a language has few accented letters, a mail has many
def _plain(accented: str) -> str:
    # Casefold again: mathematical and other fancy capitals become plain ones only here.
    plain = unicodedata.normalize("NFKD", accented.translate(_LETTERS)).casefold()
    return _MARKS.sub("", unicodedata.normalize("NFKD", plain))


def words(text: str) -> tuple[str, ...]:
    """Return each telling word once, in the order in which they first stand in the text.

    Bounded on purpose: of a novel or a pasted file only the beginning counts.
    """
    found = dict.fromkeys(_WORD.findall(fold(text[:LONGEST_TEXT])))
    return tuple([word for word in found if _tells(word)][:MOST_WORDS])


def leaves_out(text: str) -> bool:
    """Tell whether a short text loses a word that might have meant something, as `it` in `it-support`."""
    found = _WORD.findall(fold(text))
    return any(not _tells(word) and word not in STOP_WORDS for word in found)


def _tells(word: str) -> bool:
    return (2 < len(word) <= LONGEST_WORD and word not in STOP_WORDS) or word in SHORT_WORDS
