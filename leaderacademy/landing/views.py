"""The pages without a learner: the front page, the legal pages, and what machines ask for."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from hashlib import sha256
from typing import Any

from flask import Blueprint, Response, current_app, render_template, request
from flask import session as cookie
from werkzeug.exceptions import NotFound

from leaderacademy.accounts.access import current_learner, public
from leaderacademy.accounts.models import Person
from leaderacademy.booking.rules.dates import BERLIN
from leaderacademy.booking.service import upcoming_trainings
from leaderacademy.booking.service.pricing import private_gross
from leaderacademy.content.catalogue import catalogue
from leaderacademy.content.course import Course
from leaderacademy.content.text_pages import shows_text
from leaderacademy.core import clock
from leaderacademy.core.database import session, start_reading, start_writing
from leaderacademy.insight.service.visits import visits
from leaderacademy.invoicing.service import operator
from leaderacademy.landing.rules.dates import DateLine, date_line
from leaderacademy.landing.rules.legs import heading_lines, legs_of
from leaderacademy.landing.rules.placeholders import pieces
from leaderacademy.landing.rules.sources import short_sources
from leaderacademy.landing.rules.together import company_of, together_of
from leaderacademy.learning.service.state import learner_state, progress_of
from leaderacademy.logbook.rules.example import SHEETS, example_of

blueprint = Blueprint("landing", __name__)
DATES_SHOWN = 3
LEGAL = ("impressum", "datenschutz", "agb", "barrierefreiheit")


@dataclass(frozen=True, slots=True)
class KeptPage:
    """The last front page that was made for visitors without a cookie, and for what state."""

    state: Hashable
    html: str
    etag: str


@blueprint.get("/")
@public
def home() -> Response:
    """The front page; for everybody without a cookie it is made once per state."""
    _count_visit(clock.now())
    return front_page()


@shows_text("landing.yml")
def front_page() -> Response:
    """The page itself; nobody is counted."""
    now = clock.now()
    course = catalogue.course()
    policy = operator().policy
    dates = tuple(
        date_line(one, cents := one.first_price(now), private_gross(one, cents, policy))
        for one in upcoming_trainings(now)[:DATES_SHOWN]
    )
    today = now.astimezone(BERLIN).date()
    # A flash message or a name in the head belongs to one person only.
    person = current_learner()
    if cookie or person or current_app.debug:
        return Response(_home(course, dates, today, _way_on(course, person)))
    return _shared(course, dates, today)


def _count_visit(now: datetime) -> None:
    """A number per day and nothing else; written at most once a minute."""
    if request.method != "GET" or not visits.count(request.user_agent.string, now):
        return
    start_writing()
    visits.write()
    session.commit()
    start_reading()


def _shared(course: Course, dates: tuple[DateLine, ...], today: date) -> Response:
    state = (course.digest, dates, today)
    kept = current_app.extensions.get("front_page")
    if not isinstance(kept, KeptPage) or kept.state != state:
        html = _home(course, dates, today)
        kept = KeptPage(state, html, sha256(html.encode()).hexdigest()[:24])
        current_app.extensions["front_page"] = kept
    response = Response(kept.html)
    response.set_etag(kept.etag)
    response.make_conditional(request)
    return response


def _way_on(course: Course, person: Person | None) -> tuple[str, str] | None:
    """Address and name of where somebody who has begun goes on."""
    if person is None:
        return None
    progress = progress_of(course, learner_state(person.id))
    following = progress.next
    if progress.finished and not progress.new_lessons:
        return "/kurs", "Zu Ihrem Kurs"
    if following is None or not (progress.started or following.visit.seen_at):
        return None
    place = f"#{following.visit.position}" if following.visit.position else ""
    number = f"Weiter: Lektion\u00a0{following.plan.number}"
    return f"/kurs/{following.plan.slug}{place}", number


def _home(
    course: Course,
    dates: tuple[DateLine, ...],
    today: date,
    way_on: tuple[str, str] | None = None,
) -> str:
    if not len(course.landing):
        raise NotFound
    return render_template(
        "landing/home.html",
        course=course,
        t=course.landing,
        heading_lines=heading_lines(course.landing.hero.heading),
        legs=legs_of(course),
        sources=short_sources(course),
        company=company_of(course),
        example=example_of(course.logbook, today),
        sheets=SHEETS,
        together=together_of(course),
        dates=dates,
        pieces=pieces,
        way_on=way_on,
        base_url=_base_url(),
    )


def _base_url() -> str:
    return str(current_app.config["SETTINGS"].base_url)


@blueprint.get("/impressum", endpoint="impressum", defaults={"slug": "impressum"})
@blueprint.get("/datenschutz", endpoint="datenschutz", defaults={"slug": "datenschutz"})
@blueprint.get("/agb", endpoint="agb", defaults={"slug": "agb"})
@blueprint.get(
    "/barrierefreiheit", endpoint="barrierefreiheit", defaults={"slug": "barrierefreiheit"}
)
@public
def legal(slug: str) -> str:
    """A legal page; what the operator has not filled in yet stands out."""
    page = catalogue.course().pages.get(slug)
    if page is None:
        raise NotFound
    return render_template("landing/page.html", page=page, pieces=pieces(page.html))


for _slug in LEGAL:
    shows_text(f"pages/{_slug}.md")(partial(legal, _slug))


@blueprint.get("/robots.txt")
@public
def robots() -> Response:
    """What search engines may read."""
    return _plain("landing/robots.txt", "text/plain")


@blueprint.get("/sitemap.xml")
@public
def sitemap() -> Response:
    """Every public page of the course."""
    lessons = [f"/kurs/{lesson.slug}" for lesson in catalogue.course().lessons]
    pages = ["/", "/kurs", *lessons, "/selbst-check", "/glossar", "/quellen", "/training"]
    legal_pages = [f"/{slug}" for slug in LEGAL if slug in catalogue.course().pages]
    return _plain("landing/sitemap.xml", "application/xml", paths=pages + legal_pages)


def _plain(template: str, mimetype: str, **context: Any) -> Response:
    text = render_template(template, base_url=_base_url(), **context)
    response = Response(text, mimetype=mimetype)
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response
