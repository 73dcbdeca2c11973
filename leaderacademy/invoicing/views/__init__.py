"""The trainer's pages about invoices and money."""

from leaderacademy.invoicing.views import credit as _credit
from leaderacademy.invoicing.views import invoices as _invoices
from leaderacademy.invoicing.views import lines as _lines
from leaderacademy.invoicing.views import payments as _payments
from leaderacademy.invoicing.views import reminders as _reminders
from leaderacademy.invoicing.views import statements as _statements
from leaderacademy.invoicing.views import waiting as _waiting
from leaderacademy.invoicing.views.blueprint import blueprint

__all__ = ["blueprint"]
_PAGES = (_credit, _invoices, _lines, _payments, _reminders, _statements, _waiting)
