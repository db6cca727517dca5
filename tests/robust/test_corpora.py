"""Mail that other people wrote: all of it is taken in, once, and the desk stays whole."""

import os
from pathlib import Path

import pytest

from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.mail.sources import eml
from stagedesk.services.checking import check
from stagedesk.services.desk import Desk
from stagedesk.services.mail_in import intake

CORPUS = os.environ.get("STAGEDESK_MAIL_CORPUS", "")
FOLDERS = sorted(folder.name for folder in Path(CORPUS).iterdir() if folder.is_dir()) if CORPUS else ["-"]


@pytest.mark.skipif(not CORPUS, reason="STAGEDESK_MAIL_CORPUS names no folder with mail of other people")
@pytest.mark.parametrize("name", FOLDERS)
def test_a_folder_of_strange_mail_is_taken_in_once(desk: Desk, name: str) -> None:
    folder = Path(CORPUS) / name
    files = [file for file in folder.rglob("*") if file.is_file() and not file.name.startswith(".")]

    first = intake.take_in(desk, eml(folder))
    again = intake.take_in(desk, eml(folder))

    assert first.seen == len(files) > 0
    assert (first.failed, again.known) == (0, first.seen)
    with session():
        assert m.Ledger.select().count() == first.seen
        assert m.Message.select().count() == first.seen - first.duplicates
    assert check.check(desk) == []
