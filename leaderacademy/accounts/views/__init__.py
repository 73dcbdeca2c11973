"""The account pages; importing this package puts all of them on the one blueprint."""

from leaderacademy.accounts.views import account, registration, signing_in
from leaderacademy.accounts.views.pages import blueprint

__all__ = ["account", "blueprint", "registration", "signing_in"]
