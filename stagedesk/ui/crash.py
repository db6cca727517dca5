"""What is kept of a crash: where it happened, and nothing of what was being worked on."""

import os
import traceback
from datetime import datetime
from pathlib import Path

from stagedesk.settings import data_folder


def write_crash(error: BaseException | None) -> Path | None:
    """What broke and where, without any value: neither locals nor the message, which may quote a mail."""
    file = data_folder() / "crash.log"
    lines = [f"{type(error).__name__}\n", *traceback.format_tb(error.__traceback__)] if error else ["?\n"]
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "w") as out:
            out.writelines([f"{datetime.now().astimezone().isoformat()}\n", *lines, "\n"])
    except OSError:
        return None
    return file
