"""How often the suggested department is right, and what a suggestion costs: python bench_suggestion.py.

The mails are made up, with a fixed seed: 18 departments, Dutch compounds, 80 % clear, 12 % about two
departments, 8 % that name nothing, and stray words of other departments. In the second corpus a
department has subtopics, so that words come in groups. Real mail is harder: read the order of the
methods and the costs, not the percentages. The linear support vector machine is run when scikit-learn
can be imported.
"""

import math
import random
import statistics
import sys
import warnings
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from timeit import timeit

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))

from stagedesk.domain.suggestion import Model, Rule
from stagedesk.domain.words import words

SIZES = (0, 10, 30, 100, 300, 1000, 3000)
TESTED = 600
RULE_WORDS = 6

TOPICS = {
    "archief": "archief erfgoed charters inventaris depot digitalisering bronnen geschiedenis register",
    "bibliotheek": "bibliotheek boeken collectie lezen uitlenen catalogus jeugdboeken leesclub lener",
    "burgerzaken": "burgerzaken loket paspoort bevolking huwelijk rijbewijs identiteitskaart aangifte akte",
    "communicatie": "communicatie pers website campagne redactie fotografie drukwerk huisstijl filmpjes",
    "cultuur": "cultuur theater podium muziek festival tentoonstelling kunst programmatie geluid toneel",
    "economie": "economie handelaars ondernemers markt horeca winkels starters leegstand kermis middenstand",
    "financien": "financien boekhouding facturen begroting budget belasting betaling audit subsidies",
    "groen": "groen tuin park bomen snoeien planten begraafplaats bosbeheer maaien biodiversiteit",
    "ict": "ict informatica netwerk server programmeren helpdesk software database applicatie laptop",
    "jeugd": "jeugd speelplein kinderen jongeren animatie kamp jeugdhuis speeltuin tieners fuif",
    "juridisch": "juridisch recht wetgeving contract advies notaris reglement beroep rechtspraak privacy",
    "kinderopvang": "kinderopvang baby peuter creche verzorging kleuter begeleider opvang slapen",
    "mobiliteit": "mobiliteit verkeer fiets parkeren bus kruispunt circulatie signalisatie voetganger",
    "personeel": "personeel werving selectie loon vorming welzijn verlof rekrutering payroll talent",
    "ruimte": "ruimte stedenbouw planning architectuur woningen gis kadaster verkaveling wonen ontwerp",
    "sociaal": "sociaal ocmw armoede leefloon schuld hulpverlening steun integratie thuiszorg inclusie",
    "sport": "sport zwembad redder training lesgever sporthal atletiek club turnen voetbal",
    "techniek": "techniek elektriciteit schilder loodgieter gebouwen metaal werkplaats garage lassen",
}
_HEADS = """werk beheer project dienst beleid administratie team ondersteuning plan groep organisatie"""
_COMMON = """
opleiding school student leren ervaring interesse praktijk begeleiding semester bachelor secundair
hogeschool universiteit verslag evaluatie gesprek motivatie gemeente stad afdeling opdracht eindwerk
zelfstandig enthousiast gemotiveerd studeren richting academiejaar schooljaar voltijds overeenkomst
verzekering motivatiebrief bereikbaar kennismaken langskomen werken meelopen taken takenpakket boeiend
uitdaging kennis vaardigheden toepassen theorie bijleren groeien sfeer collega bureau sector overheid
bestuur regio antwoord reactie informatie voorstel verplicht minstens namiddag voormiddag flexibel
beschikbaar docent mentor leerkracht leerling klas graduaat onderzoek taal nederlands engels frans
computer klanten mensen publiek helpen sociale creatief nauwkeurig stipt leergierig
"""
HEADS = _HEADS.split()
COMMON = _COMMON.split()

Mail = tuple[str, tuple[str, ...]]


class Corpus:
    """An endless, seeded supply of mails with the department that they went to."""

    def __init__(self, seed: int, *, subtopics: bool) -> None:
        self.random = random.Random(seed)
        self.subtopics = subtopics
        self.names = list(TOPICS)
        self.own = {name: line.split() + self.invented(14) for name, line in TOPICS.items()}
        self.common = COMMON + self.invented(1500)
        self.common_weights = [1 / (rank + 8) for rank in range(len(self.common))]
        self.volume = [1 / (rank + 3) for rank in range(len(self.names))]
        self.random.shuffle(self.volume)

    def invented(self, count: int) -> list[str]:
        syllables = [
            a + b + c for a in "bdfghklmnprstvwz" for b in ("a", "ee", "i", "oe", "u") for c in "nrlstk"
        ]
        return ["".join(self.random.choices(syllables, k=self.random.randint(2, 3))) for _ in range(count)]

    def rules(self) -> list[Rule]:
        return [Rule(name, tuple(line.split()[:RULE_WORDS])) for name, line in TOPICS.items()]

    def mails(self, count: int) -> list[Mail]:
        return [self.mail() for _ in range(count)]

    def mail(self) -> Mail:
        rng = self.random
        name = rng.choices(self.names, self.volume)[0]
        found = rng.choices(self.common, self.common_weights, k=rng.randint(20, 60))
        kind = rng.random()
        if kind < 0.92:
            found += self.about(name, rng.randint(3, 7))
        if 0.80 <= kind < 0.92:
            found += self.about(rng.choice(self.names), rng.randint(1, 3))
        if rng.random() < 0.25:
            found += self.about(rng.choice(self.names), 1)
        rng.shuffle(found)
        return name, words(" ".join(found))

    def about(self, name: str, count: int) -> list[str]:
        rng, own = self.random, self.own[name]
        if self.subtopics:
            topic = own[rng.randrange(4) :: 4]
            return [self.bent(rng.choice(topic if rng.random() < 0.85 else own)) for _ in range(count)]
        weights = [1 / (rank + 40) for rank in range(len(own))]
        return [self.bent(word) for word in rng.choices(own, weights, k=count)]

    def bent(self, word: str) -> str:
        """Return a word as people write it: mostly plain, else an ending or part of a longer word."""
        head = self.random.choice(HEADS)
        bent = [f"{word}{head}", f"{word}s{head}", f"stads{word}", f"{head}s{word}", f"{word}en", f"{word}s"]
        return word if self.random.random() < 0.7 else self.random.choice(bent)


class Method:
    """Learns nothing and knows nothing."""

    def learn(self, department: str, words: tuple[str, ...]) -> None:
        pass

    def best(self, mails: Sequence[tuple[str, ...]]) -> list[list[str]]:
        return [self.rank(mail) for mail in mails]

    def rank(self, mail: tuple[str, ...]) -> list[str]:
        return []


class RulesOnly(Method):
    """Count exact routing words; the department with most of them wins."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.points = defaultdict(set)
        for rule in rules:
            for word in rule.words:
                self.points[word].add(rule.department)

    def rank(self, mail: tuple[str, ...]) -> list[str]:
        points = Counter(name for word in mail for name in self.points.get(word, ()))
        return [name for name, _ in points.most_common(3)]


class TextbookBayes(Method):
    """Complement naive Bayes on token counts, with the rules as three virtual mails when there are any."""

    def __init__(self, names: Iterable[str], rules: Iterable[Rule] = ()) -> None:
        self.votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self.tokens = Counter(dict.fromkeys(names, 0))
        for rule in rules:
            for _ in range(3):
                self.learn(rule.department, rule.words)

    def learn(self, department: str, words: tuple[str, ...]) -> None:
        self.tokens[department] += len(words)
        for word in words:
            self.votes[word][department] += 1

    def rank(self, mail: tuple[str, ...]) -> list[str]:
        if not self.votes:
            return []
        everything, known = self.tokens.total() + len(self.votes), [w for w in mail if w in self.votes]
        scores = {name: len(known) * math.log(everything - own) for name, own in self.tokens.items()}
        for word in known:
            total = self.votes[word].total()
            for name in scores:
                scores[name] -= math.log(1 + total - self.votes[word][name])
        return sorted(scores, key=lambda name: -scores[name])[:3]


class Stagedesk(Method):
    def __init__(self, rules: Iterable[Rule] = ()) -> None:
        self.model = Model(rules)

    def learn(self, department: str, words: tuple[str, ...]) -> None:
        self.model.learn(department, words)

    def rank(self, mail: tuple[str, ...]) -> list[str]:
        return [one.department for one in self.model.suggest(mail)]


class SupportVectors(Method):
    """What a heavy library makes of the same words."""

    def __init__(self) -> None:
        self.seen: list[Mail] = []

    def learn(self, department: str, words: tuple[str, ...]) -> None:
        self.seen.append((department, words))

    def best(self, mails: Sequence[tuple[str, ...]]) -> list[list[str]]:
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.svm import LinearSVC

        if len({name for name, _ in self.seen}) < 3:
            return [[] for _ in mails]
        warnings.simplefilter("ignore")  # it finds ten mails for eighteen departments few
        vectors = TfidfVectorizer(sublinear_tf=True, token_pattern=r"\S+")
        machine = LinearSVC()
        machine.fit(vectors.fit_transform(" ".join(w) for _, w in self.seen), [name for name, _ in self.seen])
        scores = machine.decision_function(vectors.transform(" ".join(mail) for mail in mails))
        return [[str(machine.classes_[i]) for i in row.argsort()[::-1][:3]] for row in scores]


def curve(method: Method, corpus_mails: list[Mail]) -> list[tuple[float, float]]:
    """Return top-1 and top-3 percentages after each number of examples."""
    learnt, tested = corpus_mails[: SIZES[-1]], corpus_mails[SIZES[-1] :]
    points, done = [], 0
    for size in SIZES:
        for name, mail in learnt[done:size]:
            method.learn(name, mail)
        done = size
        best = method.best([mail for _, mail in tested])
        first = sum(found[:1] == [name] for (name, _), found in zip(tested, best, strict=True))
        three = sum(name in found for (name, _), found in zip(tested, best, strict=True))
        points.append((100 * first / len(tested), 100 * three / len(tested)))
    return points


def methods(corpus: Corpus) -> dict[str, Callable[[], Method]]:
    rules = corpus.rules()
    found: dict[str, Callable[[], Method]] = {
        "routing words only, exact": lambda: RulesOnly(rules),
        "textbook CNB": lambda: TextbookBayes(corpus.names),
        "textbook CNB + 3 virtual mails": lambda: TextbookBayes(corpus.names, rules),
        "stagedesk, without rules": Stagedesk,
        "stagedesk": lambda: Stagedesk(rules),
    }
    try:
        import sklearn  # noqa: F401 - only where somebody installed it
    except ImportError:
        return found
    return found | {"TF-IDF + LinearSVC": SupportVectors}


def accuracy(*, subtopics: bool, seeds: Sequence[int]) -> dict[str, list[tuple[float, float]]]:
    curves = defaultdict(list)
    for seed in seeds:
        corpus = Corpus(seed, subtopics=subtopics)
        mails = corpus.mails(SIZES[-1] + TESTED)
        for name, make in methods(corpus).items():
            curves[name].append(curve(make(), mails))
    mean = statistics.fmean
    return {
        name: [(mean(p[0] for p in at), mean(p[1] for p in at)) for at in zip(*runs, strict=True)]
        for name, runs in curves.items()
    }


def honesty() -> list[tuple[int, int, float]]:
    """Return dots, how often they were shown, and how often the first suggestion was then right."""
    shown, right = Counter[int](), Counter[int]()
    for subtopics in (False, True):
        corpus = Corpus(4, subtopics=subtopics)
        model, done = Model(corpus.rules()), 0
        for size in SIZES:
            for name, mail in corpus.mails(size - done):
                model.learn(name, mail)
            done = size
            for name, mail in corpus.mails(TESTED):
                for best in model.suggest(mail, 1):
                    shown[best.strength] += 1
                    right[best.strength] += best.department == name
    return [(dots, shown[dots], 100 * right[dots] / shown[dots]) for dots in sorted(shown)]


def costs() -> dict[str, float]:
    corpus = Corpus(7, subtopics=False)
    mails = corpus.mails(4000)
    model = Model(corpus.rules())
    trained = timeit(lambda: [model.learn(*mail) for mail in mails[:3000]], number=1) / 3
    each = sorted(timeit(partial(model.suggest, mail), number=1) for _, mail in mails[3000:])
    long_text = " ".join(word for _, mail in mails for word in mail)[:4096]
    read = statistics.median(timeit(partial(words, long_text), number=1) for _ in range(50))
    return {
        "training, ms per 1,000 mails": 1000 * trained,
        "a suggestion after 3,000 mails, ms, median": 1000 * statistics.median(each),
        "a suggestion after 3,000 mails, ms, 95 %": 1000 * each[int(len(each) * 0.95)],
        "words of a text of 4 KB, ms, median": 1000 * read,
    }


def say(line: str) -> None:
    sys.stdout.write(line + "\n")


def main() -> None:
    for subtopics in (False, True):
        say(f"Right at first / among three, %, {'subtopics' if subtopics else 'plain'} corpus, 3 seeds")
        say(f"{'examples':32}" + "".join(f"{size:>9}" for size in SIZES))
        for name, points in accuracy(subtopics=subtopics, seeds=(1, 2, 3)).items():
            say(f"{name:32}" + "".join(f"{first:5.0f}/{three:3.0f}" for first, three in points))
    for dots, shown, right in honesty():
        say(f"{dots} of 3 dots: shown {shown} times, right {right:.0f} %")
    for what, value in costs().items():
        say(f"{what}: {value:.2f}")


if __name__ == "__main__":
    main()
