"""Asking the services from a screen: in a worker, with the answer handed back to the screen's own thread."""

from collections.abc import Callable
from itertools import count
from typing import Any, TypeVar

from textual import on, work
from textual.dom import DOMNode
from textual.message import Message

from stagedesk.driver import in_words
from stagedesk.errors import StagedeskError

Answer = TypeVar("Answer")
_numbers = count(1)


class Asking(DOMNode):
    """Part of the app and of every screen."""

    class Answered(Message, bubble=False):
        """From the worker: what to do with the answer."""

        def __init__(self, kind: str, then: Callable[[], None]) -> None:
            super().__init__()
            self.kind = kind
            self.then = then

    def __init__(self, *arguments: Any, **options: Any) -> None:  # Any: whatever the app or screen takes
        super().__init__(*arguments, **options)
        self._asked: set[str] = set()
        self._waiting: dict[str, Callable[[], None]] = {}

    def database_url(self) -> str:
        raise NotImplementedError

    def failed(self, error: StagedeskError) -> None:
        raise NotImplementedError

    def ask(self, kind: str, question: Callable[[], Answer], then: Callable[[Answer], None]) -> None:
        """Ask in a worker: one question of a kind at a time, and of those that wait only the newest."""
        if kind in self._asked:
            self._waiting[kind] = lambda: self.ask(kind, question, then)
            return
        self._asked.add(kind)
        self._ask(kind, question, then)

    def have_done(self, step: Callable[[], Answer], then: Callable[[Answer], None]) -> None:
        """Have something done that must not be left out, whatever is asked after it."""
        self.ask(f"step {next(_numbers)}", step, then)

    def caught(self, question: Callable[[], Answer]) -> Answer | StagedeskError:
        """In a worker: the answer, or what a person is told instead."""
        try:
            with in_words(self.database_url()):
                return question()
        except StagedeskError as error:
            return error

    @work(thread=True, group="ask")
    def _ask(self, kind: str, question: Callable[[], Answer], then: Callable[[Answer], None]) -> None:
        try:
            with in_words(self.database_url()):
                answer = question()
        except StagedeskError as error:
            failure = error
            self.post_message(self.Answered(kind, lambda: self.failed(failure)))
        else:
            self.post_message(self.Answered(kind, lambda: then(answer)))

    @on(Answered)
    def take_answer(self, message: Answered) -> None:
        self._asked.discard(message.kind)
        following = self._waiting.pop(message.kind, None)
        message.then()
        if following is not None:
            following()
