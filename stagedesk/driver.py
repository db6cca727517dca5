"""The choice of database driver, which has to fall before Peewee is imported."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from stagedesk import errors
from stagedesk.i18n import _

SCHEMES = ("sqlite:", "postgresql://", "postgres://")


def choose(url: str) -> None:
    """Import Peewee with the driver that this address needs; does nothing once Peewee is there.

    Peewee imports psycopg wherever it is installed, which takes longer than everything else together
    that a command on SQLite does.
    """
    if not url.startswith(SCHEMES):
        detail = _("an address begins with sqlite:/// or postgresql://")
        raise errors.DatabaseError(url=without_password(url), detail=detail)
    if "peewee" in sys.modules or "psycopg" in sys.modules or not url.startswith("sqlite:"):
        return
    sys.modules["psycopg"] = None  # type: ignore[assignment]  # None: Python's mark of "not to be found"
    try:
        import peewee  # noqa: F401
    finally:
        del sys.modules["psycopg"]


@contextmanager
def in_words(url: str) -> Iterator[None]:
    """What the driver says about a full disk or a lost server becomes a sentence for a person."""
    try:
        yield
    except Exception as error:
        if _is_of_the_driver(error):
            raise errors.DatabaseError(url=without_password(url), detail=str(error).strip()) from error
        raise


def _is_of_the_driver(error: Exception) -> bool:
    """Whether the server or the file failed; a broken rule of the schema is a fault of the program."""
    peewee = sys.modules.get("peewee")
    if peewee is None:
        return False
    failed = (peewee.OperationalError, peewee.InterfaceError)
    return isinstance(error, failed) or type(error) is peewee.DatabaseError  # "file is not a database"


def without_password(url: str) -> str:
    """The address as it may be shown and logged."""
    scheme, mark, rest = url.partition("://")
    login, at, place = rest.rpartition("@")
    return f"{scheme}{mark}{login.partition(':')[0]}{at}{place}" if at else url
