"""The names and words of the large demo."""

import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

from stagedesk import assets


@cache
def said() -> Mapping[str, Any]:
    return tomllib.loads(assets.data("demo-large.toml").read_text(encoding="utf-8"))
