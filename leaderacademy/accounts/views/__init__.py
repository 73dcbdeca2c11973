"""The account pages; importing this package puts all of them on the one blueprint."""

from leaderacademy.accounts.views import account, joining, registration, signing_in
from leaderacademy.accounts.views.factors import code_app, giving, own, passkeys
from leaderacademy.accounts.views.pages import blueprint
from leaderacademy.accounts.views.studio import accounts, team

__all__ = [
    "account",
    "accounts",
    "blueprint",
    "code_app",
    "giving",
    "joining",
    "own",
    "passkeys",
    "registration",
    "signing_in",
    "team",
]
