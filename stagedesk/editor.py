"""The person's own editor, opened on a text."""

import os
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path


def edited(text: str) -> str | None:
    """The text as the editor leaves it; None when the editor was left with an error, as `:cq` does.

    Errors: OSError where it does not start.
    """
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or shutil.which("nano") or "vi"
    command = shlex.split(editor)
    with tempfile.TemporaryDirectory(prefix="stagedesk-") as folder:
        # The folder is for this person only, and the text goes when the editor closes.
        file = Path(folder) / "text.txt"
        file.write_text(text, encoding="utf-8")
        if subprocess.run([*command, str(file)], check=False).returncode:
            return None
        return file.read_text(encoding="utf-8", errors="replace").rstrip("\n")
