"""One question per file, each imported when it is first asked: the first list does without any."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from stagedesk.ui.dialogs.ask_date import AskDate as AskDate
    from stagedesk.ui.dialogs.ask_date import Quick as Quick
    from stagedesk.ui.dialogs.choose import Choose as Choose
    from stagedesk.ui.dialogs.close import Close as Close
    from stagedesk.ui.dialogs.close import Closing as Closing
    from stagedesk.ui.dialogs.close import Ending as Ending
    from stagedesk.ui.dialogs.confirm import Confirm as Confirm
    from stagedesk.ui.dialogs.hand_over import Handing as Handing
    from stagedesk.ui.dialogs.hand_over import HandOver as HandOver
    from stagedesk.ui.dialogs.keys import Keys as Keys
    from stagedesk.ui.dialogs.letter_choice import AskApplicant as AskApplicant
    from stagedesk.ui.dialogs.letter_choice import WaitUntil as WaitUntil
    from stagedesk.ui.dialogs.letter_choice import WhichAnswer as WhichAnswer
    from stagedesk.ui.dialogs.letter_choice import WhichDepartment as WhichDepartment
    from stagedesk.ui.dialogs.message import Tell as Tell
    from stagedesk.ui.dialogs.preview import Preview as Preview
    from stagedesk.ui.dialogs.with_letter import Seen as Seen
    from stagedesk.ui.dialogs.with_letter import WithLetter as WithLetter
    from stagedesk.ui.dialogs.write import Write as Write

_FILES = {
    "AskApplicant": "letter_choice",
    "AskDate": "ask_date",
    "Choose": "choose",
    "Close": "close",
    "Closing": "close",
    "Confirm": "confirm",
    "Ending": "close",
    "HandOver": "hand_over",
    "Handing": "hand_over",
    "Keys": "keys",
    "Preview": "preview",
    "Quick": "ask_date",
    "Seen": "with_letter",
    "Tell": "message",
    "WaitUntil": "letter_choice",
    "WhichAnswer": "letter_choice",
    "WhichDepartment": "letter_choice",
    "WithLetter": "with_letter",
    "Write": "write",
}


def __getattr__(name: str) -> Any:  # Any: whatever that dialog is
    if name not in _FILES:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_FILES[name]}"), name)
