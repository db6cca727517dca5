"""Something to pick, without all that shows it."""

from typing import NamedTuple


class Choice(NamedTuple):
    """Something to pick: its code, and what a person reads."""

    code: str
    name: str
    detail: str = ""
    available: bool = True
    reason: str = ""
    """Why it cannot be picked now; shown in place of the detail."""
    label: str = ""
    """What stands before it, where digits do not."""
