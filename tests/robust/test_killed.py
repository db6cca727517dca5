"""Killing the desk at any moment loses nothing and doubles nothing."""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from openpyxl import load_workbook

from builders import a_mail, a_raw
from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.services.answers import referrals
from stagedesk.services.checking import check
from stagedesk.services.desk import Desk
from stagedesk.services.mail_in import intake

KILLS = 8
MAILS = 240


def worker(desk: Desk, *arguments: str) -> subprocess.Popen[bytes]:
    """Run Python with these arguments as a process of its own, at this desk."""
    environment = os.environ | {
        "STAGEDESK_DATABASE": desk.settings.database,
        "STAGEDESK_OUTBOX": desk.settings.outbox,
        "STAGEDESK_OUTBOX_GRACE": "0",
        "STAGEDESK_USER": "els",
        "STAGEDESK_NOW": desk.now().isoformat(),
    }
    return subprocess.Popen(
        [sys.executable, *arguments], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )


def kill_at_random(desk: Desk, dice: random.Random, start: Callable[[], subprocess.Popen[bytes]]) -> int:
    """Start the work again and again and kill it somewhere on its way; returns how many were killed."""
    killed = 0
    for kill in range(KILLS):
        process = start()
        try:
            process.wait(timeout=dice.uniform(0.1, 0.2 + 0.1 * kill))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            killed += 1
        process.communicate()
    return killed


def a_folder(folder: Path) -> Path:
    folder.mkdir()
    for number in range(MAILS):
        # Every third mail answers the one before it.
        answers = f"m{number - 1}@x.example" if number % 3 == 2 else None
        raw = a_raw(f"Mail {number} over een stage.\n", mail_id=f"m{number}@x.example", answers=answers)
        (folder / f"{number:03}.eml").write_bytes(raw)
    return folder


def a_few_requests(desk: Desk, number: int) -> list[str]:
    intake.take_in(desk, [a_mail() for _each in range(number)])
    with session():
        return [ref for (ref,) in m.tuples(m.Request.select(m.Request.reference).order_by(m.Request.id))]


def broken(desk: Desk) -> list[str]:
    return [f"{each.rule}: {each.where}: {each.detail}" for each in check.check(desk)]


def test_killed_while_fetching(desk: Desk, tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "mails")

    killed = kill_at_random(
        desk, random.Random(1), lambda: worker(desk, "-m", "stagedesk", "fetch", "--eml", str(folder))
    )
    assert broken(desk) == []
    done = worker(desk, "-m", "stagedesk", "fetch", "--eml", str(folder))
    _out, said = done.communicate(timeout=60)

    assert (done.returncode, killed > 0) == (0, True), said.decode()
    assert broken(desk) == []
    with session():
        assert m.Message.select().count() == MAILS
        assert m.Request.select().count() == MAILS * 2 // 3
        assert m.Ledger.select().count() == MAILS


def test_killed_while_routing_and_sending(desk: Desk) -> None:
    refs = a_few_requests(desk, 30)
    script = (
        "import sys; from stagedesk.cli import main\n"
        "for ref in sys.argv[1:]: main(['route', ref, 'musea']); main(['work'])\n"
    )

    def start() -> subprocess.Popen[bytes]:
        return worker(desk, "-c", script, *refs)

    killed = kill_at_random(desk, random.Random(2), start)
    assert broken(desk) == []
    start().communicate(timeout=120)

    assert killed > 0
    assert broken(desk) == []
    with session():
        assert m.Referral.select().count() == len(refs)
        assert m.Outgoing.select().where(m.Outgoing.state == "sent").count() == len(refs)
    files = [file.name for file in Path(desk.settings.outbox).glob("[!.]*.eml")]
    assert len(files) == len(set(files)) == len(refs)


def test_killed_while_exporting(desk: Desk, tmp_path: Path) -> None:
    for ref in a_few_requests(desk, 20):
        referrals.route(desk, ref, "musea", by="els")
    target = tmp_path / "month.xlsx"

    def start() -> subprocess.Popen[bytes]:
        month = f"{desk.today():%Y-%m}"
        return worker(desk, "-m", "stagedesk", "export", "--month", month, "--output", str(target))

    kill_at_random(desk, random.Random(3), start)
    process = start()
    _out, said = process.communicate(timeout=60)

    assert process.returncode == 0, said.decode()
    assert broken(desk) == []
    assert len(load_workbook(target).sheetnames) >= 5
