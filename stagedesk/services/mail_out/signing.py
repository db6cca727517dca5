"""The desk's own signature under a reference: an answer finds its request by it when all else was lost."""

import secrets
from collections.abc import Iterable
from typing import Any

from stagedesk.db import models as m
from stagedesk.db.prepared import prepared
from stagedesk.domain import token

LETTERS = "letters"


def secret() -> bytes:
    """What signs the letters of this desk; made at first use. Inside a session."""
    found = _value(LETTERS)
    if not found:
        m.Secret.insert(name=LETTERS, value=secrets.token_hex(32)).on_conflict_ignore().execute()
        found = _value(LETTERS)
    ((value,),) = found
    return bytes.fromhex(value)


@prepared
def _value(name: Any) -> Any:
    return m.Secret.select(m.Secret.value).where(m.Secret.name == name).tuples()


def tag_for(reference: str, department: str = "") -> str:
    """What goes into the subject of a letter to this department, or to the applicant's side."""
    return tag_by(secret(), reference, department)


def tag_by(key: bytes, reference: str, department: str = "") -> str:
    """The same by a secret that was read already."""
    return token.tag(reference, token.sign(key, reference, department))


def addressee(key: bytes, tag: token.Tag, departments: Iterable[str]) -> str | None:
    """Whose letter carried this tag: a department asked, or "" for the applicant; None where it is forged."""
    each = ("", *departments)
    return next((one for one in each if token.is_signed(key, tag.signature, tag.reference, one)), None)
