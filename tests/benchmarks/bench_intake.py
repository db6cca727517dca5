"""How fast mail is taken in: stagedesk beside a bare parse and insert, and beside `notmuch new` where it is.

Run it with `python tests/benchmarks/bench_intake.py [--mails 20000] [--runs 5]`. All three read the same
Maildir, each run in a process of its own, in turn. The mails are made from a seed: Dutch, 4.4 KB on
average, half of them multipart/alternative, 35 % replies to an earlier one.
"""

import argparse
import email
import os
import random
import resource
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

from stagedesk import assets
from stagedesk.mail.sources import maildir
from stagedesk.services import setup
from stagedesk.services.desk import Desk
from stagedesk.services.importing import imports
from stagedesk.services.mail_in import intake
from stagedesk.settings import Settings

RATE, OF_BARE, OF_NOTMUCH = 1500, 2.0, 0.5
START = datetime(2026, 2, 27, 16, 0, tzinfo=UTC)
PIECES = (
    "Ik ben op zoek naar een stageplaats in het kader van mijn opleiding aan de hogeschool.",
    "Mijn stage loopt van 9 februari tot en met 29 mei 2026, vier dagen per week.",
    "Zou het mogelijk zijn om deze periode bij jullie dienst door te brengen?",
    "In bijlage vindt u mijn motivatiebrief en het stageformulier van de school.",
    "De begeleider van de school komt twee keer langs en wil graag een vaste mentor.",
    "Ik heb eerder vrijwilligerswerk gedaan in het museum en in de bibliotheek van de stad.",
    "Het gaat om een stage van twaalf weken in het tweede semester, in totaal 480 uur.",
    "Graag hoor ik of er nog plaats is, en aan wie ik mij mag richten voor een gesprek.",
    "Ik woon in de buurt en kan met de fiets komen, ook op woensdag en in het weekend.",
    "Vorig jaar volgde ik een snuffelstage bij de groendienst, en dat is mij goed bevallen.",
    "De opleiding vraagt dat er een overeenkomst wordt getekend voor de eerste dag.",
    "Er is geen vergoeding nodig, de school betaalt de verzekering tegen ongevallen.",
    "Onze leerlingen uit het zesde jaar zoeken elk voorjaar een plek om te leren.",
    "Kan ik ook bij een andere dienst terecht als er bij de sportdienst geen plaats is?",
    "Ik spreek Nederlands, Frans en een beetje Engels, en ik werk graag met mensen.",
    "Alvast hartelijk bedankt voor de moeite en voor een antwoord op deze vraag.",
)
SUBJECTS = (
    "Stage",
    "Stageplaats gezocht",
    "Vraag over een stage",
    "Kandidatuur stagiair",
    "Aanvraag stage tweede semester",
)
NAMES = (
    "Nora",
    "Bram",
    "Yasmina",
    "Lotte",
    "Jef",
    "Amina",
    "Ruben",
    "Zoë",
    "Thibault",
    "Inès",
    "Mila",
    "Daan",
)
SURNAMES = (
    "Willems",
    "De Smet",
    "Peeters",
    "Benali",
    "Claes",
    "Van den Broeck",
    "Özdemir",
    "Maes",
    "Dubois",
    "Jansen",
)
SCHEMA = """
create table mail (id integer primary key, raw blob, message_id text, sender text, subject text, body text);
create index mail_id on mail (message_id);
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mails", type=int, default=20_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", choices=TOOLS, help=argparse.SUPPRESS)
    parser.add_argument("--in", dest="folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.only:
        TOOLS[options.only](options.folder)
        return
    with tempfile.TemporaryDirectory() as folder:
        size = generate(Path(folder) / "mails", options.mails)
        report(measure(Path(folder), options.runs), options.mails, size, options.runs)


def generate(folder: Path, count: int) -> int:
    """Write the mails into a Maildir; returns their size together."""
    dice = random.Random(20_000)
    for name in ("cur", "new", "tmp"):
        (folder / name).mkdir(parents=True)
    earlier: list[tuple[str, str, str]] = []
    size = 0
    for number in range(count):
        raw = a_mail(dice, number, earlier)
        (folder / "cur" / f"{number:06}.bench:2,S").write_bytes(raw)
        size += len(raw)
    return size


def a_mail(dice: random.Random, number: int, earlier: list[tuple[str, str, str]]) -> bytes:
    name = f"{dice.choice(NAMES)} {dice.choice(SURNAMES)}"
    sender = f"{name} <{name.split()[0].lower()}.{number}@student.example>"
    mail, mail_id = EmailMessage(), f"{number}.{dice.getrandbits(64):x}@mail.student.example"
    text = f"Beste,\n\n{prose(dice, dice.randint(9, 35))}\nMet vriendelijke groeten,\n{name}\n"
    subject = f"{dice.choice(SUBJECTS)} {number}"
    if earlier and dice.random() < 0.35:
        parent, subject, quoted = dice.choice(earlier[-2000:])
        mail["In-Reply-To"] = mail["References"] = f"<{parent}>"
        subject = f"Re: {subject}"
        lines = "\n".join(f"> {line}" for line in quoted.splitlines())
        text += (
            f"\nOp ma 2 feb. 2026 om 10:{number % 60:02} schreef {name} <nora@student.example>:\n{lines}\n"
        )
    else:
        earlier.append((mail_id, subject, text))
    mail["From"], mail["To"], mail["Subject"] = sender, "Stagebalie <stage@rivierstad.example>", subject
    mail["Message-ID"] = f"<{mail_id}>"
    mail["Date"] = format_datetime(START - timedelta(minutes=(20_000 - number) * 3))
    mail["Received"] = (
        f"from mx{number % 7}.student.example by mx.rivierstad.example with ESMTPS; id {mail_id[:16]}"
    )
    mail.set_content(text, cte="quoted-printable" if number % 3 else "8bit")
    if dice.random() < 0.5:
        mail.add_alternative(html(text), subtype="html")
    return mail.as_bytes()


def prose(dice: random.Random, sentences: int) -> str:
    paragraphs = [" ".join(dice.choices(PIECES, k=3)) for _each in range(max(1, sentences // 3))]
    return "\n\n".join(paragraphs) + "\n"


def html(text: str) -> str:
    paragraphs = "".join(f"<p style='margin:0'>{each}</p>\n" for each in text.split("\n\n"))
    return f"<html><head><meta charset='utf-8'></head><body>{paragraphs}</body></html>"


def bare(folder: Path) -> None:
    """Nothing but the standard library: parse with compat32, insert the raw bytes and the text."""
    base = sqlite3.connect(folder / "bare.db")
    base.executescript(f"pragma journal_mode=wal; pragma synchronous=normal; {SCHEMA}")
    begun = time.perf_counter()
    rows = []
    for file in sorted((folder / "mails" / "cur").iterdir()):
        rows.append(bare_row(file.read_bytes()))
        if len(rows) == 500:
            insert(base, rows)
            rows = []
    insert(base, rows)
    say(begun)


def bare_row(raw: bytes) -> tuple[bytes, str, str, str, str]:
    mail = email.message_from_bytes(raw)
    texts = (part for part in mail.walk() if part.get_content_type() == "text/plain")
    body = "".join(
        part.get_payload(decode=True).decode(part.get_content_charset() or "utf-8", "replace")
        for part in texts
    )
    return raw, mail["message-id"], mail["from"], mail["subject"], body


def insert(base: sqlite3.Connection, rows: list[tuple[bytes, str, str, str, str]]) -> None:
    with base:
        base.executemany(
            "insert into mail (raw, message_id, sender, subject, body) values (?, ?, ?, ?, ?)", rows
        )


def stagedesk(folder: Path) -> None:
    """Everything: raw bytes, threads, duplicates, who asks, what it is, search, history, ledger."""
    settings = Settings(database=f"sqlite:///{folder}/desk.db", desk_email="stage@rivierstad.example")
    desk = setup.make_desk(settings, lambda: START + timedelta(hours=1))
    sample_directory(desk)
    memory = []
    begun = time.perf_counter()
    account = intake.take_in(
        desk, maildir(folder / "mails"), progress=lambda _account: memory.append(megabytes())
    )
    say(begun)
    quarters = [memory[len(memory) * part // 4 - 1] for part in (1, 2, 3, 4)]
    print(account, "resident MB at each quarter:", *quarters, file=sys.stderr)


def sample_directory(desk: Desk) -> None:
    """The invented city that `stagedesk init --sample` gives."""
    for what in ("staff", "departments", "schools"):
        imports.import_directory(desk, what, assets.data(f"{what}.csv"), by="desk")


def megabytes() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 2**20


def notmuch(folder: Path) -> None:
    config = folder / "notmuch-config"
    config.write_text(
        f"[database]\npath={folder}/mails\n[user]\nname=a\nprimary_email=a@b.example\n[new]\ntags=new\n"
    )
    shutil.rmtree(folder / "mails" / ".notmuch", ignore_errors=True)
    begun = time.perf_counter()
    subprocess.run(
        ["notmuch", "new", "--quiet"], env=os.environ | {"NOTMUCH_CONFIG": str(config)}, check=True
    )
    say(begun)


def say(begun: float) -> None:
    """Seconds, seconds of work of all its processes, the largest of them in MB, and its largest helper."""
    took = time.perf_counter() - begun
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    worked = sum(each.ru_utime + each.ru_stime for each in used)
    print(took, worked, *(each.ru_maxrss // 1024 for each in used))


TOOLS: dict[str, Callable[[Path], None]] = {"stagedesk": stagedesk, "bare": bare, "notmuch": notmuch}


def measure(folder: Path, runs: int) -> dict[str, list[tuple[float, float, int, int]]]:
    tools = [name for name in TOOLS if name != "notmuch" or shutil.which("notmuch")]
    found: dict[str, list[tuple[float, float, int, int]]] = {name: [] for name in tools}
    environment = {name: value for name, value in os.environ.items() if not name.startswith("STAGEDESK_")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    for _run in range(runs):
        for name in tools:
            for old in folder.glob("*.db*"):
                old.unlink()
            words = [sys.executable, __file__, "--only", name, "--in", str(folder)]
            said = subprocess.run(
                words, env=environment, check=True, stdout=subprocess.PIPE, text=True
            ).stdout
            took, worked, own, helpers = said.split()[-4:]
            found[name].append((float(took), float(worked), int(own), int(helpers)))
    return found


def report(found: dict[str, list[tuple[float, float, int, int]]], mails: int, size: int, runs: int) -> None:
    print(
        f"{mails} mails of {size / mails:.0f} bytes, medians of {runs} runs in turn,"
        f" Python {sys.version.split()[0]}, {os.cpu_count()} cores"
    )
    took = {name: statistics.median(each[0] for each in times) for name, times in found.items()}
    for name, seconds in took.items():
        worked = statistics.median(each[1] for each in found[name])
        own, helpers = max(each[2] for each in found[name]), max(each[3] for each in found[name])
        print(
            f"  {name:<10} {seconds:6.2f} s {mails / seconds:7.0f} mails/s, {worked:6.2f} s of work,"
            f" at most {own} MB + {helpers} MB a helper"
        )
    print(f"stagedesk: {mails / took['stagedesk']:.0f} mails/s (at least {RATE})")
    print(f"stagedesk / bare: {took['stagedesk'] / took['bare']:.2f} (at most {OF_BARE})")
    if "notmuch" in took:
        print(f"stagedesk / notmuch new: {took['stagedesk'] / took['notmuch']:.2f} (at most {OF_NOTMUCH})")


if __name__ == "__main__":
    main()
