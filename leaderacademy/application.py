"""Builds the app: the one place that knows every part."""

from typing import NamedTuple

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from leaderacademy.accounts import service as accounts
from leaderacademy.accounts.access import current_learner, init_accounts
from leaderacademy.accounts.views import blueprint as accounts_blueprint
from leaderacademy.authoring import jobs as authoring_jobs
from leaderacademy.authoring import service as authoring
from leaderacademy.authoring.service import people as authors
from leaderacademy.authoring.service import previews, repository
from leaderacademy.authoring.views import blueprint as authoring_blueprint
from leaderacademy.booking import service as booking
from leaderacademy.booking.cli import training_cli
from leaderacademy.booking.views import blueprint as booking_blueprint
from leaderacademy.certificates import jobs as certificate_jobs
from leaderacademy.certificates import service as certificates
from leaderacademy.certificates.views import blueprint as certificates_blueprint
from leaderacademy.cli.check import check_command
from leaderacademy.cli.content import content_cli
from leaderacademy.cli.serve import database_cli, serve_command, work_command
from leaderacademy.cli.trainer import trainer_cli
from leaderacademy.config import Settings, settings_from
from leaderacademy.content.catalogue import catalogue
from leaderacademy.core import mail
from leaderacademy.core.database import open_database
from leaderacademy.invoicing import jobs as invoicing_jobs
from leaderacademy.invoicing import service as invoicing
from leaderacademy.landing.views import blueprint as landing_blueprint
from leaderacademy.learning import service as learning
from leaderacademy.learning.service import answers as learning_answers
from leaderacademy.learning.views import blueprint as learning_blueprint
from leaderacademy.learning.views.preview import preview_page
from leaderacademy.logbook import jobs as logbook_jobs
from leaderacademy.logbook.service.editions import merge_logbook
from leaderacademy.logbook.service.weights import fix_weights
from leaderacademy.logbook.views import blueprint as logbook_blueprint
from leaderacademy.privacy import jobs as privacy_jobs
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
from leaderacademy.web.templates import init_templates


class Section(NamedTuple):
    """One entry of the studio's navigation: the page it opens and what it is called."""

    endpoint: str
    label: str


BLUEPRINTS = (
    health_blueprint,
    landing_blueprint,
    accounts_blueprint,
    learning_blueprint,
    logbook_blueprint,
    booking_blueprint,
    certificates_blueprint,
    team_blueprint,
    authoring_blueprint,
    privacy_blueprint,
)
# Naming it is what registers its handlers with the worker.
JOBS = (authoring_jobs, certificate_jobs, invoicing_jobs, logbook_jobs, privacy_jobs)
# The navigation of the studio, in the order of a trainer's week. A feature adds its line here.
STUDIO_SECTIONS = (
    Section("authoring.studio", "Überblick"),
    Section("authoring.lessons", "Lektionen"),
    Section("authoring.other_texts", "Texte"),
    Section("authoring.picture_list", "Bilder"),
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
    invoicing.configure(settings.operator, settings.vies_url)
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
        merge_logbook,
        authors.move_author,
    ]
    learning_answers.on_saved[:] = [fix_weights]
    invoicing.on_issued[:] = [booking.invoice_issued]
    authoring.date_sources[:] = [booking.upcoming_trainings]
    previews.lesson_pages[:] = [preview_page]

    @app.context_processor
    def viewer() -> dict[str, object]:
        return {
            "viewer": current_learner(),
            "site_name": app.config["SETTINGS"].site_name,
            "studio_sections": STUDIO_SECTIONS,
        }
