"""Where the stylesheet and the shipped data are, in a checkout and in an installed wheel."""

from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


@cache
def root() -> Path:
    """Return the folder that holds stagedesk.tcss and data/.

    A wheel carries them inside the package; a checkout keeps them one level up.
    """
    for candidate in (PACKAGE / "_assets", PACKAGE.parent):
        if (candidate / "stagedesk.tcss").is_file() and (candidate / "data").is_dir():
            return candidate
    raise FileNotFoundError(f"stagedesk.tcss and data/ are missing next to {PACKAGE}; reinstall stagedesk")


def stylesheet() -> Path:
    return root() / "stagedesk.tcss"


def data(*parts: str) -> Path:
    return root().joinpath("data", *parts)
