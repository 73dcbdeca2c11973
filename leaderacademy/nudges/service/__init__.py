"""What course mails do for their pages, their jobs and the application."""

from leaderacademy.nudges.rules.consent import CONSENT
from leaderacademy.nudges.service.check_in import CHECK_IN, write_check_in
from leaderacademy.nudges.service.consent import ask_at_checkout, ask_while_registering
from leaderacademy.nudges.service.letters import Step, further_writers
from leaderacademy.nudges.service.outside import by_pages
from leaderacademy.nudges.service.people import before_deletion, export_person, merge_mails
from leaderacademy.nudges.service.planning import further_sources
from leaderacademy.nudges.service.sources import Source

__all__ = [
    "CHECK_IN",
    "CONSENT",
    "Source",
    "Step",
    "ask_at_checkout",
    "ask_while_registering",
    "before_deletion",
    "by_pages",
    "export_person",
    "further_sources",
    "further_writers",
    "merge_mails",
    "write_check_in",
]
