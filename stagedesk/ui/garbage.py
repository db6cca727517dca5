"""Python's garbage collector kept out of the way: a full look stops every key for a tenth of a second."""

import gc

NEW, YOUNG, OLD = 10_000, 10, 10
"""So many new objects, looks at those, and looks at the survivors come before the next wider look."""


def look_seldom() -> None:
    gc.set_threshold(NEW, YOUNG, OLD)


def do_not_look_yet() -> None:
    """While the desk is being opened: nearly all that is made then stays."""
    gc.disable()


def keep_what_is_there() -> None:
    """What was imported by now is never garbage: it is not looked at again, but from now on what is new."""
    gc.freeze()
    gc.enable()
