"""Tokens of Microsoft 365, which lets nobody in with a password: by client secret, or a code typed once."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from stagedesk import errors
from stagedesk.domain.text import clean
from stagedesk.i18n import _
from stagedesk.settings import data_folder
from stagedesk.settings_login import Login

AUTHORITY = "https://login.microsoftonline.com/"
AS_DESK = ["https://outlook.office365.com/.default"]


def token(
    box: Login,
    tell: Callable[[str], None] | None,
    stopped: Callable[[], bool],
    *,
    http_client: Any = None,  # msal's own idea of one: anything with get and post
) -> str:
    """An access token, from those that are kept where one is still good.

    Errors: MailboxError.
    """
    try:
        import msal
    except ImportError:
        detail = _("Microsoft 365 needs a package: pip install 'stagedesk[microsoft]'")
        raise errors.MailboxError(name=box.name, detail=detail) from None
    options: dict[str, Any] = {"authority": AUTHORITY + box.microsoft_tenant, "http_client": http_client}
    if not http_client:
        options["timeout"] = box.timeout
    try:
        if box.microsoft_secret_env:
            found = _as_desk(msal, box, options)
        else:
            found = _as_person(msal, box, options, tell, stopped)
    except (OSError, ValueError, KeyError) as error:  # no network; no such tenant; something in between
        why = clean(str(error).partition("\n")[0], limit=200)
        raise _failed(box, why) from None
    if "access_token" in found:
        return str(found["access_token"])
    words = str(found.get("error_description") or found.get("error") or "?")
    raise _failed(box, clean(words.partition("\n")[0], limit=300))


def _failed(box: Login, why: str) -> errors.MailboxError:
    return errors.MailboxError(name=box.name, detail=_("Microsoft 365 gives no token: {why}").format(why=why))


def _as_desk(msal: Any, box: Login, options: dict[str, Any]) -> dict[str, Any]:
    secret = os.environ.get(box.microsoft_secret_env)
    if not secret:
        detail = _("the variable {variable}, which holds its client secret, is not set").format(
            variable=box.microsoft_secret_env
        )
        raise errors.MailboxError(name=box.name, detail=detail)
    app = msal.ConfidentialClientApplication(box.microsoft_client_id, client_credential=secret, **options)
    found: dict[str, Any] = app.acquire_token_for_client(AS_DESK)
    return found


def _as_person(
    msal: Any,
    box: Login,
    options: dict[str, Any],
    tell: Callable[[str], None] | None,
    stopped: Callable[[], bool],
) -> dict[str, Any]:
    kept, file = msal.SerializableTokenCache(), data_folder() / f"microsoft-{box.name}.json"
    if file.exists():
        kept.deserialize(file.read_text(encoding="utf-8"))
    app = msal.PublicClientApplication(box.microsoft_client_id, token_cache=kept, **options)
    # Whoever signed in: for a shared mailbox that is not the address of the mailbox.
    found: dict[str, Any] | None = None
    for account in app.get_accounts():
        found = found or app.acquire_token_silent([box.SCOPE], account=account)
    if not found:
        found = _ask_person(app, box, tell, stopped)
    if kept.has_state_changed:
        _keep(file, kept.serialize())
    return found


def _ask_person(
    app: Any, box: Login, tell: Callable[[str], None] | None, stopped: Callable[[], bool]
) -> dict[str, Any]:
    if tell is None:
        detail = _("somebody must sign in to Microsoft 365 once. Do so with: stagedesk {command}")
        raise errors.MailboxError(name=box.name, detail=detail.format(command=box.COMMAND))
    flow: dict[str, Any] = app.initiate_device_flow([box.SCOPE])
    if "user_code" not in flow:
        return flow
    tell(clean(str(flow["message"]), limit=500))
    found: dict[str, Any] = app.acquire_token_by_device_flow(
        flow, exit_condition=lambda flow: stopped() or flow.get("expires_at", 0) < time.time()
    )
    return found


def _keep(file: Path, text: str) -> None:
    """Write the tokens where only their owner can read them, whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    new = file.with_suffix(".new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        out.write(text)
    new.replace(file)
