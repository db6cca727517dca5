"""A screen about the register: placements, places and the directory."""

from datetime import date

from stagedesk.ui.register_deciding import RegisterDeciding
from stagedesk.ui.register_reading import RegisterReading
from stagedesk.ui.screens.doing import Doing
from stagedesk.ui.widgets.lines_view import LinesView


class RegisterScreen(Doing):
    """J and K scroll the lines to read on it, where there are any."""

    @property
    def register(self) -> RegisterReading:
        return self.opened_office.register

    @property
    def registering(self) -> RegisterDeciding:
        return self.opened_office.registering

    @property
    def today(self) -> date:
        return self.opened_office.desk.today()

    def action_scroll_mail(self, lines: int) -> None:
        for each in self.query(LinesView):
            each.scroll_relative(y=lines, animate=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "scroll_mail":
            return bool(self.query(LinesView))
        return super().check_action(action, parameters)
