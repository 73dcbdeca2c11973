"""Builds the app: the one place that knows every part."""

from datetime import datetime

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from leaderacademy.accounts import service as accounts
from leaderacademy.accounts.access import current_learner, init_accounts
from leaderacademy.accounts.views import blueprint as accounts_blueprint
from leaderacademy.authoring import jobs as authoring_jobs
from leaderacademy.authoring import service as authoring
from leaderacademy.authoring.rules.documents import LESSONS
from leaderacademy.authoring.rules.history import PUBLISHED, RESTORED
from leaderacademy.authoring.service import people as authors
from leaderacademy.authoring.service import previews, repository
from leaderacademy.authoring.service.history import versions_of
from leaderacademy.authoring.views import blueprint as authoring_blueprint
from leaderacademy.booking import jobs as booking_jobs
from leaderacademy.booking import service as booking
from leaderacademy.booking.cli import training_cli
from leaderacademy.booking.service import placing as booking_placing
from leaderacademy.booking.service.counting import bookings_since
from leaderacademy.booking.views import blueprint as booking_blueprint
from leaderacademy.certificates import jobs as certificate_jobs
from leaderacademy.certificates import service as certificates
from leaderacademy.certificates.rules import Proof
from leaderacademy.certificates.views import blueprint as certificates_blueprint
from leaderacademy.cli.check import check_command
from leaderacademy.cli.content import content_cli
from leaderacademy.cli.serve import database_cli, serve_command, work_command
from leaderacademy.cli.trainer import trainer_cli
from leaderacademy.config import Settings, settings_from
from leaderacademy.content.catalogue import catalogue
from leaderacademy.core import audit, mail
from leaderacademy.core.database import open_database
from leaderacademy.insight import jobs as insight_jobs
from leaderacademy.insight import service as insight
from leaderacademy.insight.rules.edits import Edit
from leaderacademy.insight.views import blueprint as insight_blueprint
from leaderacademy.invoicing import jobs as invoicing_jobs
from leaderacademy.invoicing import service as invoicing
from leaderacademy.invoicing.service.operator import takes_cards
from leaderacademy.invoicing.service.reminders import mail_sources
from leaderacademy.invoicing.views import blueprint as money_blueprint
from leaderacademy.invoicing.views.blueprint import subject_pages
from leaderacademy.invoicing.views.card import blueprint as card_blueprint
from leaderacademy.landing.views import blueprint as landing_blueprint
from leaderacademy.learning import service as learning
from leaderacademy.learning.service import answers as learning_answers
from leaderacademy.learning.service import completion as learning_completion
from leaderacademy.learning.service.statistics import forget_person as forget_statistics
from leaderacademy.learning.views import blueprint as learning_blueprint
from leaderacademy.learning.views.preview import preview_page
from leaderacademy.logbook import jobs as logbook_jobs
from leaderacademy.logbook.service.editions import merge_logbook
from leaderacademy.logbook.service.sharing import shared_pdf
from leaderacademy.logbook.service.weights import fix_weights
from leaderacademy.logbook.views import blueprint as logbook_blueprint
from leaderacademy.nudges import jobs as nudge_jobs
from leaderacademy.nudges import service as nudges
from leaderacademy.nudges.views import blueprint as nudges_blueprint
from leaderacademy.privacy import jobs as privacy_jobs
from leaderacademy.privacy import service as privacy
from leaderacademy.privacy.views import blueprint as privacy_blueprint
from leaderacademy.team import service as team
from leaderacademy.team.views import blueprint as team_blueprint
from leaderacademy.web.assets import init_assets
from leaderacademy.web.compression import init_compression
from leaderacademy.web.csrf import init_csrf
from leaderacademy.web.errors import init_errors
from leaderacademy.web.filters import init_filters
from leaderacademy.web.headers import init_headers
from leaderacademy.web.health import blueprint as health_blueprint
from leaderacademy.web.requests import init_requests
from leaderacademy.web.sessions import init_sessions
from leaderacademy.web.studio import Page, Section, init_studio
from leaderacademy.web.templates import init_templates

BLUEPRINTS = (
    health_blueprint,
    landing_blueprint,
    accounts_blueprint,
    learning_blueprint,
    logbook_blueprint,
    booking_blueprint,
    card_blueprint,
    money_blueprint,
    certificates_blueprint,
    team_blueprint,
    nudges_blueprint,
    authoring_blueprint,
    insight_blueprint,
    privacy_blueprint,
)
# Naming it is what registers its handlers with the worker.
JOBS = (
    authoring_jobs,
    booking_jobs,
    certificate_jobs,
    insight_jobs,
    invoicing_jobs,
    logbook_jobs,
    nudge_jobs,
    privacy_jobs,
)
# The navigation of the studio, in the order of a trainer's week: each section opens its first page.
STUDIO_SECTIONS = (
    Section("Überblick", (Page("authoring.studio", "Überblick"),)),
    Section(
        "Kurs",
        (
            Page("authoring.lessons", "Lektionen"),
            Page("authoring.other_texts", "Texte"),
            Page("authoring.picture_list", "Bilder"),
            Page("authoring.exchange", "Austausch"),
        ),
    ),
    Section("Auswertung", (Page("insight.overview", "Auswertung"),)),
    Section(
        "Termine",
        (
            Page("booking.studio_dates", "Termine"),
            Page("booking.waiting_lists", "Warteliste"),
            Page("booking.studio_vouchers", "Gutscheine"),
        ),
    ),
    Section("Buchungen", (Page("booking.studio_bookings", "Buchungen"),)),
    Section(
        "Geld",
        (
            Page("money.invoices", "Rechnungen"),
            Page("money.payments", "Zahlungen"),
            Page("card.card_payments", "Kartenzahlungen"),
        ),
    ),
    Section("Nachrichten", (Page("nudges.studio_mails", "Nachrichten"),)),
    Section(
        "Konten",
        (
            Page("accounts.studio_accounts", "Konten"),
            Page("accounts.studio_team", "Team"),
            Page("booking.studio_log", "Protokoll"),
        ),
    ),
)
COMMANDS = (
    content_cli,
    training_cli,
    trainer_cli,
    database_cli,
    check_command,
    serve_command,
    work_command,
)


def create_app(settings: Settings | None = None) -> Flask:
    """The whole product as a WSGI application; opens the database, migrates nothing."""
    settings = settings or settings_from()
    app = Flask("leaderacademy", static_folder=None, instance_path=str(settings.instance))
    _configure(app, settings)
    app.extensions["engine"] = open_database(settings.database_url)
    catalogue.open(settings.content, memory=settings.instance / "last-good")
    mail.configure(
        mail.Post(
            url=settings.mail_url,
            sender_name=settings.mail_sender_name,
            sender_address=settings.mail_sender_address,
            base_url=settings.base_url,
            site_name=settings.site_name,
        )
    )
    invoicing.configure(settings.operator, settings.vies_url, settings.card)
    repository.configure(settings.content_git)
    # The order counts: a request is numbered and capped before anything looks into it.
    init_requests(app)
    init_sessions(app)
    init_templates(app)
    init_filters(app)
    init_assets(app)
    init_errors(app)
    init_accounts(app)
    init_csrf(app)
    init_compression(app)
    init_headers(app)
    init_studio(app, STUDIO_SECTIONS)
    _connect_features(app)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key,
        DEBUG=settings.debug,
        SESSION_COOKIE_NAME="leaderacademy",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
    )
    # No view or hook of ours is a coroutine; Flask would look for one at each of them, each time.
    app.ensure_sync = lambda func: func  # type: ignore[method-assign]
    if settings.proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies, x_host=settings.proxies
        )


def _connect_features(app: Flask) -> None:
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    for command in COMMANDS:
        app.cli.add_command(command)
    accounts.on_merge[:] = [
        learning.merge_learner,
        booking.move_person,
        certificates.merge_certificates,
        team.merge_team,
        nudges.merge_mails,
        merge_logbook,
        authors.move_author,
        audit.move_actor,
    ]
    privacy.on_delete[:] = [
        nudges.before_deletion,
        booking.forget_person,
        forget_statistics,
        audit.forget_actor,
    ]
    _connect_events(app)

    @app.context_processor
    def viewer() -> dict[str, object]:
        return {
            "viewer": current_learner(),
            "site_name": app.config["SETTINGS"].site_name,
        }


def _connect_events(app: Flask) -> None:
    """What one feature tells another that it does not know."""
    learning_answers.on_saved[:] = [fix_weights]
    learning_completion.on_finished[:] = [nudge_jobs.tell_finished]
    accounts.on_course_mails[:] = [nudges.ask_while_registering]
    booking_placing.on_course_mails[:] = [nudges.ask_at_checkout]
    accounts.own_pages[:] = [booking.own_pages]
    nudges.further_sources[:] = [nudges.CHECK_IN]
    nudges.further_writers[nudges.CHECK_IN.kind] = nudges.write_check_in
    app.jinja_env.globals["course_mails_consent"] = nudges.CONSENT
    app.jinja_env.globals["sells_to_consumers"] = lambda: invoicing.operator().consumers
    app.jinja_env.globals["takes_cards"] = takes_cards
    app.jinja_env.globals["seller_is_invented"] = lambda: invoicing.operator().is_demo
    invoicing.on_issued[:] = [booking.invoice_issued]
    invoicing.on_payment[:] = [booking.payment_came]
    subject_pages[:] = [booking.page_of]
    mail_sources[:] = [booking.mails_of]
    insight.booking_sources[:] = [bookings_since]
    insight.edit_sources[:] = [_edits_of]
    authoring.date_sources[:] = [booking.upcoming_trainings]
    previews.lesson_pages[:] = [preview_page]
    authoring.health_sources[:] = [booking.health, _money_health]
    certificates.proof_sources[:] = [_live_proof]
    booking.document_sources[:] = [_shared_document]


def _live_proof(code: str) -> Proof | None:
    """What the check page says of a certificate of the live training."""
    found = booking.find_proof(code)
    return None if found is None else Proof(*found)


def _shared_document(person_id: int, key: str, now: datetime) -> booking.SharedFile | None:
    """A document of the Logbuch for a trainer to whom it was shown."""
    file = shared_pdf(person_id, key, now)
    if file is None:
        return None
    made = file.content if file.made_at is not None else None
    return booking.SharedFile(made, file.problem or "")


def _money_health(now: datetime) -> list[booking.HealthLine]:
    """What invoicing counts, in sentences."""
    found = invoicing.health(now)
    lists = "/studio/rechnungen?zustand="
    told = (
        (found.unmatched_lines, "Zahlungen ohne Rechnung: {}.", "/studio/zahlungen/offen"),
        (found.card_events, "Kartenzahlungen zu klären: {}.", "/studio/kartenzahlungen"),
        (found.refunds, "Rechnungen mit Geld, das zurückzuzahlen ist: {}.", f"{lists}refund"),
        (found.overdue_invoices, "Überfällige Rechnungen: {}.", f"{lists}overdue"),
    )
    return [
        booking.HealthLine("warn", text.format(count), href) for count, text, href in told if count
    ]


def _edits_of(slug: str) -> list[Edit]:
    """When this lesson went online anew, by the versions that the studio keeps."""
    versions = [
        one for one in versions_of(f"{LESSONS}/{slug}") if one.kind in (PUBLISHED, RESTORED)
    ]
    return [Edit(one.at, one.note) for one in versions[:-1]]  # the first changed nothing
