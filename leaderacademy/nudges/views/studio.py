"""/studio/nachrichten: what was sent, what it did, and how each text looks as a mail."""

from flask import render_template
from werkzeug.exceptions import NotFound

from leaderacademy.accounts.access import trainer_only
from leaderacademy.content.catalogue import catalogue
from leaderacademy.content.text_pages import shows_text
from leaderacademy.core import clock
from leaderacademy.nudges.models import MailConsent
from leaderacademy.nudges.service.figures import report
from leaderacademy.nudges.service.letters import Step, context_of, signature
from leaderacademy.nudges.service.planning import all_sources
from leaderacademy.nudges.views.blueprint import blueprint

EXAMPLES = {
    "takt-test": Step("/logbuch/team", "Takt-Test mit fünf Personen, aus Lektion\u00a02"),
    "erster-schlag": Step("/logbuch/zielbaum", "„Fünf passende Projekte auswählen“"),
    "angebote": Step("/kurs", "Lektion\u00a010, etwa 6\u00a0Minuten"),
    "abschluss": Step("/training", "Nächster Termin, mit Tag und Ort"),
    "wiederholen": Step(
        "/wiederholen",
        questions=(
            {
                "prompt": "Hier stehen bis zu drei Fragen aus den Lektionen.",
                "options": [
                    {"text": "Erste Antwort", "url": "/wiederholen"},
                    {"text": "Zweite Antwort", "url": "/wiederholen"},
                ],
                "url": "/wiederholen",
            },
        ),
        own_words={
            "until": "30. Juni",
            "text": "Fünf Anfragen aus dem Metallbau",
            "url": "/logbuch/zielbaum",
        },
    ),
}


@blueprint.get("/studio/nachrichten")
@trainer_only
def studio_mails() -> str:
    """Counts by kind; what did not leave and why."""
    course = catalogue.course()
    found = report(course, clock.now())
    return render_template(
        "nudges/studio.html", report=found, course=course, signature=signature(course)
    )


@blueprint.get("/studio/nachrichten/<kind>")
@trainer_only
@shows_text("mails/")
def preview_mail(kind: str) -> str:
    """One text as it arrives, with example values."""
    course = catalogue.course()
    source = next((one for one in all_sources() if one.kind == kind), None)
    text = course.mails.get(kind)
    if source is None or text is None:
        raise NotFound
    step = EXAMPLES.get(kind) or Step("/kurs", "Der nächste Schritt")
    mail = context_of(text, step, MailConsent(token="muster"), course)  # noqa: S106
    return render_template("nudges/preview.html", source=source, text=text, mail=mail)
