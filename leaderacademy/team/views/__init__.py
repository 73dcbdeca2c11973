"""The pages of the team, joined to one blueprint."""

from leaderacademy.team.views import check_in, sharing, takt
from leaderacademy.team.views.blueprint import blueprint

__all__ = ["blueprint", "check_in", "sharing", "takt"]
