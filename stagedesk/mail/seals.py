"""Signed and encrypted mail (S/MIME, PGP): said so; no signature is checked and nothing is decrypted."""

from typing import Final

from stagedesk.mail.cms import signed_content
from stagedesk.mail.parts import Part

ENVELOPES: Final = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})


def seal_of(part: Part) -> str:
    """A warning for a part that seals others, or empty."""
    if part.type == "multipart/signed":
        return "smime: signed" if "pkcs7" in part.parameters.get("protocol", "").lower() else "pgp: signed"
    if part.type == "multipart/encrypted":
        return "pgp: encrypted, cannot be read"
    return ""


def open_envelope(part: Part, content: bytes) -> tuple[bytes | None, str]:
    """What an S/MIME file holds where it is only signed, and the warning for either case."""
    if inside := signed_content(content):
        return inside, "smime: signed"
    if part.parameters.get("smime-type", "").lower() == "signed-data":
        return None, "smime: signed, the text is inside the attachment"
    return None, "smime: encrypted, cannot be read"


def seal_in(text: str) -> str:
    """The same for armour that was written into the text itself."""
    if "-----BEGIN PGP" not in text:
        return ""
    if "-----BEGIN PGP MESSAGE-----" in text:
        return "pgp: encrypted, cannot be read"
    return "pgp: signed" if "-----BEGIN PGP SIGNED MESSAGE-----" in text else ""
