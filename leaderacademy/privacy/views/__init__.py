"""What may be done with all of a person's data; importing this puts the pages on the blueprint."""

from leaderacademy.privacy.views import own, studio
from leaderacademy.privacy.views.blueprint import blueprint

__all__ = ["blueprint", "own", "studio"]
