"""Connecting to the mail server that letters leave by, with a sentence for each thing that can be wrong."""

import base64
import smtplib
import socket
import ssl
from collections.abc import Callable

from stagedesk import errors
from stagedesk.domain.text import clean
from stagedesk.i18n import _
from stagedesk.mail.mailbox.imap_secret import Secret, Tell, secret
from stagedesk.settings_smtp import Smtp

Failure = (smtplib.SMTPException, OSError, ValueError)


def connect(
    settings: Smtp, tell: Tell | None = None, stopped: Callable[[], bool] = lambda: False
) -> smtplib.SMTP:
    """An open connection, over which letters can go.

    Errors: SmtpDown where the server is not there or has no time; SmtpError where a person must do something.
    """
    key = _secret(settings, tell, stopped)
    line = _reach(settings)
    try:
        line.ehlo_or_helo_if_needed()
        if settings.tls == "starttls":
            _start_tls(settings, line)
        if key:
            _log_in(settings, line, key)
    except BaseException as error:
        line.close()
        if isinstance(error, Failure):
            detail = _("the connection ends before a letter could go: {why}")
            raise _down(settings, detail, why=words_of(error, key)) from None
        raise
    return line


def words_of(error: Exception, key: Secret | None = None) -> str:
    """What the server or the system says, safe to show."""
    if isinstance(error, TimeoutError) or "timed out" in str(error):
        return _("no answer")
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        words = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
        text = f"{error.smtp_code} {words}"
    elif isinstance(error, smtplib.SMTPServerDisconnected):
        text = _("the server closed the connection")
    else:
        text = (isinstance(error, OSError) and error.strerror) or str(error)
    if key and key.text:
        text = text.replace(key.text, "…")
    return clean(text, limit=300) or type(error).__name__


def _secret(settings: Smtp, tell: Tell | None, stopped: Callable[[], bool]) -> Secret | None:
    try:
        return secret(settings, tell, stopped) if settings.user else None
    except errors.MailboxError as error:
        raise _error(settings, "{why}", why=error.values["detail"]) from None


def _reach(settings: Smtp) -> smtplib.SMTP:
    at = {"port": settings.port, "seconds": settings.timeout}
    hello = settings.hello or None
    try:
        if settings.tls == "tls":
            return smtplib.SMTP_SSL(
                settings.host, settings.port, hello, timeout=settings.timeout, context=_context(settings)
            )
        return smtplib.SMTP(settings.host, settings.port, hello, timeout=settings.timeout)
    except ssl.SSLCertVerificationError as error:
        raise _not_trusted(settings, error) from None
    except ssl.SSLError:
        detail = _('it does not speak TLS on port {port}; perhaps tls = "starttls" or another port')
        raise _error(settings, detail, **at) from None
    except socket.gaierror:
        raise _down(settings, _("nobody knows this server")) from None
    except TimeoutError:
        raise _down(settings, _("no answer on port {port} within {seconds} seconds"), **at) from None
    except Failure as error:
        detail = _("it cannot be reached on port {port}: {why}")
        raise _down(settings, detail, why=words_of(error), **at) from None


def _context(settings: Smtp) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=settings.ca_file or None)
    except OSError as error:
        detail = _("ca_file cannot be used: {why}")
        raise _error(settings, detail, why=error.strerror or str(error)) from None


def _start_tls(settings: Smtp, line: smtplib.SMTP) -> None:
    context = _context(settings)
    try:
        line.starttls(context=context)
        line.ehlo()
    except ssl.SSLCertVerificationError as error:
        raise _not_trusted(settings, error) from None
    except (smtplib.SMTPNotSupportedError, smtplib.SMTPResponseException):
        detail = _('it offers no TLS on port {port}; perhaps tls = "tls" or another port')
        raise _error(settings, detail, port=settings.port) from None


class _NoWay(Exception):
    """The server knows no way to log in that the desk knows, too."""


def _log_in(settings: Smtp, line: smtplib.SMTP, key: Secret) -> None:
    ways = line.esmtp_features.get("auth", "").upper().split()
    try:
        if key.is_token:
            words = f"user={settings.user}\1auth=Bearer {key.text}\1\1"
            # A refusal comes as a question, to which the answer is nothing.
            line.auth("XOAUTH2", lambda question=None: words if question is None else "")
        elif "PLAIN" in ways:
            _log_in_plainly(settings, line, key)
        elif "LOGIN" not in ways and "CRAM-MD5" not in ways:
            raise _NoWay
        elif (settings.user + key.text).isascii():
            line.login(settings.user, key.text)
        else:
            raise _error(settings, _("it takes only passwords and users of plain letters (ASCII)"))
    except smtplib.SMTPServerDisconnected:
        raise
    except (smtplib.SMTPNotSupportedError, _NoWay):
        detail = _("it asks nobody to log in; leave user out, or protect the line with tls")
        raise _error(settings, detail) from None
    except smtplib.SMTPResponseException as error:
        if 400 <= error.smtp_code < 500:
            raise
        detail = _("it does not let {user} in ({why}). Look at the password or the token.")
        raise _error(settings, detail, user=settings.user, why=words_of(error, key)) from None


def _log_in_plainly(settings: Smtp, line: smtplib.SMTP, key: Secret) -> None:
    """smtplib's own way knows only ASCII."""
    words = base64.b64encode(f"\0{settings.user}\0{key.text}".encode()).decode()
    code, said = line.docmd("AUTH", f"PLAIN {words}")
    if not 200 <= code < 300:
        raise smtplib.SMTPAuthenticationError(code, said)


def _not_trusted(settings: Smtp, error: ssl.SSLCertVerificationError) -> errors.SmtpError:
    detail = _(
        "its certificate is not trusted: {why}. If the city has an authority of its own, "
        "name its file in ca_file."
    )
    return _error(settings, detail, why=clean(error.verify_message or str(error), limit=200))


def _error(settings: Smtp, detail: str, **values: object) -> errors.SmtpError:
    return errors.SmtpError(host=settings.host, detail=detail.format(**values))


def _down(settings: Smtp, detail: str, **values: object) -> errors.SmtpDown:
    return errors.SmtpDown(host=settings.host, detail=detail.format(**values))
