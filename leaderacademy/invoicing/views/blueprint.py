"""The blueprint of the money pages, and what all of them need."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from flask import Blueprint, request
from werkzeug.exceptions import NotFound

from leaderacademy.accounts.access import current_learner
from leaderacademy.core import clock
from leaderacademy.core.audit import SYSTEM, Actor
from leaderacademy.invoicing.rules.money import plain_euro
from leaderacademy.invoicing.service.issuing import BERLIN

blueprint = Blueprint("money", __name__)

ID = "int(max=2147483647)"
Found = TypeVar("Found")

# Where it is shown what a document is about, by its subject (`booking:17`); "" for an unknown one.
# Filled by the application.
subject_pages: list[Callable[[str], str]] = []


@blueprint.app_template_filter("betrag")
def betrag(cents: int) -> str:
    """1.234,50 as a form takes it."""
    return plain_euro(cents)


def actor() -> Actor:
    """Who is acting, for the history."""
    person = current_learner()
    return SYSTEM if person is None else Actor(person.id, person.name or person.email or "Trainer")


def page_of(subject: str) -> str:
    """The address of what a document is about, or ""."""
    return next((found for ask in subject_pages if (found := ask(subject))), "")


def today() -> date:
    """The day in Germany."""
    return clock.now().astimezone(BERLIN).date()


def found_or_404(get: Callable[[int], Found], number: int) -> Found:
    """What the service gives, or the page that nothing is there."""
    try:
        return get(number)
    except LookupError as error:
        raise NotFound from error


def page_asked() -> int:
    """The page of a list that the address names, from 1."""
    text = request.args.get("seite", "")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 6 else 1


@dataclass(frozen=True, slots=True)
class Pager:
    """Where one is in a list of several pages."""

    page: int
    count: int
    size: int

    @property
    def pages(self) -> int:
        """How many there are, at least one."""
        return max(1, -(-self.count // self.size))

    @property
    def before(self) -> int:
        """The page before, 0 for none."""
        return min(self.page, self.pages + 1) - 1

    @property
    def after(self) -> int:
        """The page after, 0 for none."""
        return self.page + 1 if self.page < self.pages else 0
