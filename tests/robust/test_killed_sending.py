"""Killed at any moment while it sends: every letter arrived once, or is shown for a person to decide."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from mail.smtp_server import PostOffice, post_office
from services.outboxes import asked, broken
from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.services.desk import Desk

LETTERS_A_KILL = 5
SENDER = """
import sys, time
from stagedesk.cli import main
from stagedesk.services.mail_out import outbox_sending
print("ready", flush=True)
for _again in range(int(sys.stdin.readline())):
    main(["send"])  # the server may take a moment to see that the one before is gone
    time.sleep(0.02)
"""


def sender(desk: Desk, config: Path) -> subprocess.Popen[bytes]:
    """A process that has everything in memory and begins to send when it is told to."""
    environment = os.environ | {
        "STAGEDESK_CONFIG": str(config),
        "STAGEDESK_DATABASE": desk.settings.database,
        "STAGEDESK_OUTBOX": desk.settings.outbox,
        "STAGEDESK_NOW": desk.now().isoformat(),
    }
    return subprocess.Popen(
        [sys.executable, "-c", SENDER],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def begin(process: subprocess.Popen[bytes], times: int) -> None:
    assert process.stdin
    assert process.stdout
    assert process.stdout.readline() == b"ready\n"
    process.stdin.write(f"{times}\n".encode())
    process.stdin.flush()


def killed_at_random(desk: Desk, office: PostOffice, config: Path, dice: random.Random, kills: int) -> int:
    """Kill senders one after the other, each a moment after its first letter came; how many were at work."""
    at_work, following = 0, sender(desk, config)
    for kill in range(kills):
        process = following
        before = office.conversations
        begin(process, 500)
        if kill + 1 < kills:
            following = sender(desk, config)  # meanwhile: starting takes longer than anything else
        end = time.monotonic() + 60
        while office.conversations == before and process.poll() is None and time.monotonic() < end:
            time.sleep(0.001)
        time.sleep(dice.uniform(0, 0.15))
        at_work += process.poll() is None
        process.send_signal(signal.SIGKILL)
        process.communicate()
    return at_work


@pytest.mark.parametrize("kills", [8, pytest.param(200, marks=pytest.mark.slow)])
def test_killed_while_sending(desk: Desk, tmp_path: Path, kills: int) -> None:
    dice = random.Random(kills)
    for _letter in range(kills * LETTERS_A_KILL):
        asked(desk)
    desk.clock.pass_time(minutes=2)  # type: ignore[attr-defined]

    config = tmp_path / "stagedesk.toml"
    with post_office(slow=0.006) as office:
        config.write_text(f'[smtp]\nhost = "127.0.0.1"\nport = {office.port}\ntls = "none"\n')
        at_work = killed_at_random(desk, office, config, dice, kills)
        assert broken(desk) == []
        last = sender(desk, config)
        begin(last, 10)
        last.communicate(timeout=900)

    with session():
        states = dict(m.tuples(m.Outgoing.select(m.Outgoing.mail_id, m.Outgoing.state)))
    arrived = Counter(office.mail_ids())
    shown = {mail_id for mail_id, state in states.items() if state == "uncertain"}
    counted = {state: list(states.values()).count(state) for state in ("sent", "uncertain")}
    there = len(shown & set(arrived))
    sys.stdout.write(f"killed at work: {at_work} of {kills}; {counted}; there after all: {there}\n")
    assert at_work > kills / 2
    assert set(states.values()) <= {"sent", "uncertain"}
    assert not Path(desk.settings.outbox).exists()
    assert set(arrived.values()) <= {1}
    assert set(states) - set(arrived) <= shown
    assert broken(desk) == []
