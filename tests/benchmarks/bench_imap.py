"""Reading a mailbox from a real Dovecot on this machine, against bare imaplib in batches of 50.

Run it with `python tests/benchmarks/bench_imap.py`; it needs Debian's package dovecot-imapd.
"""

import argparse
import gc
import imaplib
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from email.message import EmailMessage
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent.parent), str(Path(__file__).parent.parent / "mail")]

from imap_server import HOST, PASSWORD, Server, dovecot  # noqa: E402

from stagedesk.mail.mailbox.imap import Reader  # noqa: E402
from stagedesk.services import setup  # noqa: E402
from stagedesk.services.mail_in import mailboxes  # noqa: E402
from stagedesk.settings import Settings  # noqa: E402

BATCH = 50
WORDS = (
    "graag",
    "stage",
    "museum",
    "bibliotheek",
    "sport",
    "groen",
    "periode",
    "school",
    "opleiding",
    "vraag",
)


def a_mail(number: int) -> bytes:
    """4 KB on average, half of them with an HTML part."""
    chance = random.Random(number)
    mail = EmailMessage()
    mail["From"] = f"Student {number} <student{number}@school.example>"
    mail["To"] = "stage@stad.example"
    mail["Subject"] = f"Stage {number}"
    mail["Message-ID"] = f"<bench-{number}@school.example>"
    text = "\n".join(" ".join(chance.choices(WORDS, k=12)) for _line in range(chance.randrange(10, 60)))
    mail.set_content(text)
    if number % 2:
        mail.add_alternative(f"<p>{text}</p>", subtype="html")
    return mail.as_bytes()


def bare(server: Server) -> int:
    """What anybody would write: log in, look, fetch fifty at a time."""
    with imaplib.IMAP4(HOST, server.port) as client:
        client.authenticate("PLAIN", lambda _question: f"\0{server.user}\0{PASSWORD}".encode())
        client.select("INBOX", readonly=True)
        uids = client.uid("SEARCH", "ALL")[1][0].split()
        number = 0
        for first in range(0, len(uids), BATCH):
            some = b",".join(uids[first : first + BATCH]).decode()
            _ok, parts = client.uid("FETCH", some, "(UID BODY.PEEK[])")
            number += sum(1 for part in parts if isinstance(part, tuple))
    return number


def ours(server: Server) -> int:
    with closing(Reader(server.box())) as reader:
        folder = reader.open("INBOX")
        return sum(1 for _mail in reader.mails(folder, sorted(folder.uids)))


def seconds(work: Callable[[], object]) -> float:
    gc.collect()
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def whole_way(server: Server, folder: Path, turn: int) -> tuple[float, float]:
    """Into a desk: all of it, and again with nothing new."""
    url = f"sqlite:///{folder / f'{turn}.db'}"
    desk = setup.make_desk(Settings(database=url, mailboxes=(server.box(),)))
    first = seconds(lambda: mailboxes.fetch_all(desk))
    return first, seconds(lambda: mailboxes.fetch_all(desk))


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mails", type=int, default=2_000)
    parser.add_argument("--turns", type=int, default=7)
    arguments = parser.parse_args()
    with dovecot() as place, tempfile.TemporaryDirectory() as temporary:
        server = place.new()
        place.fill(server, map(a_mail, range(arguments.mails)))
        assert bare(server) == ours(server) == arguments.mails  # the server has its index now
        before = peak()
        spans = [
            (seconds(lambda: bare(server)), seconds(lambda: ours(server))) for _turn in range(arguments.turns)
        ]
        after_reading = peak()
        way = [whole_way(server, Path(temporary), turn) for turn in range(3)]
        reference, mine = (statistics.median(each) for each in zip(*spans, strict=True))
        first, again = (statistics.median(each) for each in zip(*way, strict=True))
        for name, span in (
            ("imaplib, batches of 50", reference),
            ("the desk reads", mine),
            ("and takes in", first),
        ):
            print(f"{name:24} {arguments.mails / span:8.0f} mails/s {span / reference:6.2f} x imaplib")
        print(f"{'again, nothing new':24} {again * 1000:8.0f} ms")
        print(
            f"memory: {before:.0f} MB before, {after_reading:.0f} MB after reading, {peak():.0f} MB at last"
        )


if __name__ == "__main__":
    main()
