"""Signed and encrypted mail (S/MIME, PGP): recognised and said so; the desk neither checks nor opens it."""

from stagedesk.mail.parts import Part


def seal_of(part: Part) -> str:
    """A warning for a part that seals others, or empty."""
    if part.type == "multipart/signed":
        return "smime: signed" if "pkcs7" in part.parameters.get("protocol", "").lower() else "pgp: signed"
    if part.type == "multipart/encrypted":
        return "pgp: encrypted, cannot be read"
    if part.type in ("application/pkcs7-mime", "application/x-pkcs7-mime"):
        if part.parameters.get("smime-type", "").lower() == "signed-data":
            return "smime: signed, the text is inside the attachment"
        return "smime: encrypted, cannot be read"
    return ""


def seal_in(text: str) -> str:
    """The same for armour that was written into the text itself."""
    if "-----BEGIN PGP" not in text:
        return ""
    if "-----BEGIN PGP MESSAGE-----" in text:
        return "pgp: encrypted, cannot be read"
    return "pgp: signed" if "-----BEGIN PGP SIGNED MESSAGE-----" in text else ""
