"""A value as JSON that any program reads and no terminal obeys."""

import json
import re
from typing import Any

# What JSON may hold as it is and a terminal would obey: C1, bidi and invisible characters.
_OBEYED = re.compile(
    "[\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e0fff]"
)
_NO_LETTER = re.compile("[\ud800-\udfff]")


def as_json(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    text = _NO_LETTER.sub("\ufffd", text)
    return _OBEYED.sub(lambda found: json.dumps(found.group())[1:-1], text)
