"""The desk's own signature under a reference: an answer finds its request by it when all else was lost."""

import secrets
from collections.abc import Iterable

from stagedesk.db import models as m
from stagedesk.domain import token

LETTERS = "letters"


def secret() -> bytes:
    """What signs the letters of this desk; made at first use. Inside a session."""
    found = m.Secret.get_or_none(m.Secret.name == LETTERS)
    if found is None:
        m.Secret.insert(name=LETTERS, value=secrets.token_hex(32)).on_conflict_ignore().execute()
        found = m.Secret.get(m.Secret.name == LETTERS)
    return bytes.fromhex(found.value)


def tag_for(reference: str, department: str = "") -> str:
    """What goes into the subject of a letter to this department, or to the applicant's side."""
    return token.tag(reference, token.sign(secret(), reference, department))


def addressee(key: bytes, tag: token.Tag, departments: Iterable[str]) -> str | None:
    """Whose letter carried this tag: a department asked, or "" for the applicant; None where it is forged."""
    each = ("", *departments)
    return next((one for one in each if token.is_signed(key, tag.signature, tag.reference, one)), None)
