"""The open desk as the screens know it; imported in a worker, for with it comes the database."""

from functools import cached_property
from typing import TYPE_CHECKING

from stagedesk.driver import choose
from stagedesk.services.desk import Clock, Desk, real_clock
from stagedesk.settings import Settings
from stagedesk.ui.reading import Reading

if TYPE_CHECKING:
    from stagedesk.ui.deciding import Deciding
    from stagedesk.ui.register_deciding import RegisterDeciding
    from stagedesk.ui.register_reading import RegisterReading


class Office:
    def __init__(self, desk: Desk, reading: Reading) -> None:
        self.desk = desk
        self.reading = reading
        self.begun = reading.latest()
        """What had happened before anything was shown: a list that is read after this holds it."""

    @cached_property
    def deciding(self) -> "Deciding":
        # Imported after the first list is on the screen: with it comes all that writes letters.
        from stagedesk.ui.deciding import Deciding

        return Deciding(self.desk)

    @cached_property
    def register(self) -> "RegisterReading":
        from stagedesk.ui.register_reading import RegisterReading  # only who goes there needs it

        return RegisterReading(self.desk)

    @cached_property
    def registering(self) -> "RegisterDeciding":
        from stagedesk.ui.register_deciding import RegisterDeciding

        return RegisterDeciding(self.desk)


def opened(settings: Settings, clock: Clock = real_clock) -> Office:
    """Open the desk of these settings."""
    choose(settings.database)
    from stagedesk.services import setup

    desk = setup.open_desk(settings, clock)
    with setup.connected():
        assert desk.calendar  # read here, so that the screens can count working days
        return Office(desk, Reading(desk))
