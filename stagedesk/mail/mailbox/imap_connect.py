"""Connecting to a mailbox and logging in, with a sentence for each thing that can be wrong."""

import imaplib
import socket
import ssl
from collections.abc import Callable

from stagedesk import errors
from stagedesk.domain.text import clean
from stagedesk.i18n import _
from stagedesk.mail.mailbox.imap_line import Line
from stagedesk.mail.mailbox.imap_secret import Secret
from stagedesk.settings_mailbox import Mailbox


def connect(box: Mailbox, secret: Secret, stopped: Callable[[], bool] = lambda: False) -> Line:
    """An open, logged-in connection.

    Errors: MailboxError; Stopped.
    """
    line = _reach(box, stopped)
    try:
        _log_in(box, line, secret)
        line.learn_features()
    except BaseException as error:
        line.end(politely=False)
        if isinstance(error, (imaplib.IMAP4.error, OSError, ValueError)):
            raise _lost(box, error, secret) from None
        raise
    return line


def words_of(error: Exception, secret: Secret | None = None) -> str:
    """What the server or the system says, safe to show."""
    if isinstance(error, TimeoutError):
        return _("no answer")
    if isinstance(error, OSError) and error.strerror:
        return clean(error.strerror, limit=200)
    said = error.args[0] if error.args else ""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    if secret and secret.text:
        text = text.replace(secret.text, "…")
    return clean(text, limit=300) or type(error).__name__


def _reach(box: Mailbox, stopped: Callable[[], bool]) -> Line:
    at = {"host": box.host, "port": box.port, "seconds": box.timeout}
    try:
        context = None if box.tls == "none" else ssl.create_default_context(cafile=box.ca_file or None)
    except OSError as error:
        why = error.strerror or str(error)
        raise _error(box, _("ca_file cannot be used: {why}"), why=why) from None
    try:
        direct = context if box.tls == "tls" else None
        line = Line(box.host, box.port, patience=box.timeout, context=direct, stopped=stopped)
    except ssl.SSLCertVerificationError as error:
        raise _not_trusted(box, error) from None
    except ssl.SSLError:
        detail = _('{host} does not speak TLS on port {port}; perhaps tls = "starttls" or another port')
        raise _error(box, detail, **at) from None
    except socket.gaierror:
        raise _error(box, _("nobody knows the server {host}"), **at) from None
    except TimeoutError:
        raise _error(box, _("{host} does not answer on port {port} within {seconds} seconds"), **at) from None
    except (imaplib.IMAP4.error, OSError, ValueError) as error:
        detail = _("{host} cannot be reached on port {port}: {why}")
        raise _error(box, detail, why=words_of(error), **at) from None
    if box.tls == "starttls" and context:
        _start_tls(box, line, context)
    return line


def _start_tls(box: Mailbox, line: Line, context: ssl.SSLContext) -> None:
    try:
        line.starttls(context)
    except BaseException as error:
        line.end(politely=False)
        if isinstance(error, ssl.SSLCertVerificationError):
            raise _not_trusted(box, error) from None
        if isinstance(error, (imaplib.IMAP4.error, OSError, ValueError)):
            detail = _("{host} starts no TLS on port {port}: {why}")
            why = words_of(error)
            raise _error(box, detail, host=box.host, port=box.port, why=why) from None
        raise


def _log_in(box: Mailbox, line: Line, secret: Secret) -> None:
    """Errors are those of imaplib; a refusal is told at once, in words that never hold the secret."""
    try:
        if secret.is_token:
            words = f"user={box.user}\1auth=Bearer {secret.text}\1\1".encode()
            answers = iter([words])  # a refusal comes as a question, to which the answer is nothing
            line.authenticate("XOAUTH2", lambda _question: next(answers, b""))
        elif "AUTH=PLAIN" in line.capabilities:
            plain = f"\0{box.user}\0{secret.text}".encode()
            line.authenticate("PLAIN", lambda _question: plain)
        else:
            _log_in_plainly(box, line, secret)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error as error:
        detail = _("{host} does not let {user} in ({why}). Look at the password or the token.")
        why = words_of(error, secret)
        raise _error(box, detail, host=box.host, user=box.user, why=why) from None


def _log_in_plainly(box: Mailbox, line: Line, secret: Secret) -> None:
    if "LOGINDISABLED" in line.capabilities:
        detail = _("{host} takes passwords only over TLS; set tls to tls or starttls")
        raise _error(box, detail, host=box.host)
    if not (box.user + secret.text).isascii():
        detail = _("{host} takes only passwords and users of plain letters (ASCII)")
        raise _error(box, detail, host=box.host)
    user = box.user.replace("\\", "\\\\").replace('"', '\\"')
    line.login(f'"{user}"', secret.text)


def _not_trusted(box: Mailbox, error: ssl.SSLCertVerificationError) -> errors.MailboxError:
    detail = _(
        "the certificate of {host} is not trusted: {why}. If the city has an authority of its own, "
        "name its file in ca_file."
    )
    return _error(box, detail, host=box.host, why=clean(error.verify_message or str(error), limit=200))


def _lost(box: Mailbox, error: Exception, secret: Secret) -> errors.MailboxError:
    detail = _("{host} ends the connection while logging in: {why}")
    return _error(box, detail, host=box.host, why=words_of(error, secret))


def _error(box: Mailbox, detail: str, **values: object) -> errors.MailboxError:
    return errors.MailboxError(name=box.name, detail=detail.format(**values))
