"""Paragraphs that were sent as format=flowed (RFC 3676), put together again."""

from typing import Final

_SIGNATURE: Final = "-- "


def unflow(text: str, *, delete_space: bool = False) -> str:
    """A line that ends in a space goes on in the next one of the same quote depth."""
    paragraphs: list[list[str]] = []
    open_depth = -1  # the depth of a line that is not finished yet
    for line in text.splitlines():
        depth, content = _stripped(line)
        if open_depth != depth or content == _SIGNATURE:
            paragraphs.append([">" * depth + " " * bool(depth)])
        goes_on = content.endswith(" ") and content != _SIGNATURE
        paragraphs[-1].append(content[:-1] if goes_on and delete_space else content)
        open_depth = depth if goes_on else -1
    return "\n".join(map("".join, paragraphs))


def _stripped(line: str) -> tuple[int, str]:
    content = line.lstrip(">")
    return len(line) - len(content), content.removeprefix(" ")
