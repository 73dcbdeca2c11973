"""The pages of course mails; importing this package puts all of them on the one blueprint."""

from leaderacademy.nudges.views import links, own, studio
from leaderacademy.nudges.views.blueprint import blueprint

__all__ = ["blueprint", "links", "own", "studio"]
