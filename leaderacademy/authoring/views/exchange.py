"""Exchange with other systems: questions in and out, with a report before anything happens."""

from flask import Response, flash, make_response, render_template, request

from leaderacademy.accounts.access import keeps_typed, takes_up_to, trainer_only
from leaderacademy.authoring.rules.documents import LESSONS, Document
from leaderacademy.authoring.rules.exchange.carried import LARGEST_XML, BadFile
from leaderacademy.authoring.rules.texts import TooLong
from leaderacademy.authoring.service import exchange as service
from leaderacademy.authoring.service import repository
from leaderacademy.authoring.service.drafts import Conflict
from leaderacademy.authoring.service.enclosed import PicturesGone
from leaderacademy.authoring.service.files import CannotWrite
from leaderacademy.authoring.service.listing import listed
from leaderacademy.authoring.service.publishing import told
from leaderacademy.authoring.views.blueprint import blueprint
from leaderacademy.authoring.views.desk import (
    MAX_TEXT,
    actor,
    address,
    day_on_the_wall,
    document_or_404,
    see_other,
)
from leaderacademy.core import clock
from leaderacademy.core.database import session, start_reading, start_writing

FORMS = {service.GIFT: "GIFT", service.XML: "Moodle XML"}
_KINDS = {service.GIFT: "text/plain; charset=utf-8", service.XML: "application/xml"}


@blueprint.get("/studio/austausch")
@trainer_only
def exchange() -> str:
    """Everything that can come in or go out."""
    return exchange_page()


def exchange_page(**errors: str) -> str:
    """The page, with what was wrong beside the field it concerns."""
    return render_template(
        "authoring/exchange/exchange.html",
        lessons=_lesson_options(),
        forms=list(FORMS.items()),
        chosen=request.form.get("lesson", request.args.get("lektion", "")),
        exact=bool(request.form.get("exact")),
        errors=errors,
    )


def _lesson_options() -> list[tuple[str, str]]:
    rows = listed(day_on_the_wall(clock.now()))
    return [(row.document.slug, row.title) for row in rows]


@blueprint.post("/studio/austausch/fragen")
@trainer_only
@takes_up_to(2 * LARGEST_XML, upload=True)
def read_questions() -> Response:
    """What would become of the questions of a file; nothing is kept."""
    slug, file = request.form.get("lesson", ""), request.files.get("file")
    document = document_or_404(LESSONS, slug)
    data = b""
    if file is not None:
        with file.stream as stream:
            data = stream.read()
    if file is None or not file.filename:
        page = exchange_page(file="Wählen Sie eine Datei mit Fragen aus.")
        return make_response(page, 422)
    session.commit()
    start_reading()  # looking at pictures must not hold up who writes
    try:
        report = service.read_questions(data)
    except BadFile as error:
        return make_response(exchange_page(file=str(error)), 422)
    start_writing()
    parcel = report.enclosed.parcel(clock.now())  # until the questions are taken over
    session.commit()
    page = render_template(
        "authoring/exchange/report.html",
        report=report,
        parcel=parcel,
        pictures=len(report.enclosed.kept),
        name=file.filename[-80:],
        document=document,
        title=dict(_lesson_options()).get(slug, slug),
    )
    return make_response(page)


@blueprint.post("/studio/austausch/fragen/uebernehmen")
@trainer_only
@keeps_typed("question")
@takes_up_to(MAX_TEXT)
def insert_questions() -> Response:
    """Put the ticked questions into the draft of the lesson."""
    document = document_or_404(LESSONS, request.form.get("lesson", ""))
    blocks = [block.replace("\r\n", "\n") for block in request.form.getlist("question")]
    if not blocks:
        flash("Es war keine Frage angekreuzt. Es wurde nichts übernommen.", "warn")
        return see_other("/studio/austausch")
    try:
        added = _bring_pictures(document, blocks)
        service.insert_questions(document, blocks, actor(), clock.now(), added)
    except (service.TooMany, TooLong, CannotWrite) as error:
        session.rollback()
        page = exchange_page(file=f"{error} Es wurde nichts übernommen.")
        return make_response(page, 503 if isinstance(error, CannotWrite) else 422)
    except PicturesGone:
        session.rollback()
        said = "Die Bilder von vorhin sind nicht mehr da. Lesen Sie die Datei noch einmal."
        return make_response(exchange_page(file=said), 410)
    except Conflict as conflict:
        session.rollback()
        said = f"{conflict.by} hat im selben Moment gespeichert. Lesen Sie die Datei noch einmal."
        return make_response(exchange_page(file=said), 409)
    session.commit()
    if added:
        told()
        repository.commit(["media"], f"Bilder zu Fragen: {', '.join(added)}"[:200], actor())
    many = "1 Frage steht" if len(blocks) == 1 else f"{len(blocks)} Fragen stehen"
    flash(f"{many} jetzt im Entwurf. Lesen Sie nach, was unter dem Text gemeldet wird.", "good")
    return see_other(address("editor", document, _anchor="probleme"))


def _bring_pictures(document: Document, blocks: list[str]) -> list[str]:
    """Encoded and written before anything is in the database: nobody waits for that."""
    parcel = request.form.get("parcel", "")
    if not parcel:
        return []
    session.commit()
    start_reading()
    added = service.bring_pictures(document, blocks, parcel)
    start_writing()
    return added


@blueprint.get("/studio/austausch/ausgabe")
@trainer_only
def leaving() -> str:
    """What of the questions would not survive the way out, before the file is fetched."""
    slug, form = request.args.get("lektion", ""), request.args.get("form", "")
    form = form if form in FORMS else service.XML
    questions = service.leaving(_file_of(slug), form)
    return render_template(
        "authoring/exchange/leaving.html",
        questions=questions,
        lossy=[one for one in questions if one.losses or one.stays],
        going=sum(not one.stays for one in questions),
        slug=slug,
        form=form,
        label=FORMS[form],
        title=dict(_lesson_options()).get(slug, "") if slug else "Ganzer Kurs",
        ordering=form == service.XML and any(one.question.kind == "order" for one in questions),
    )


@blueprint.get("/studio/austausch/fragen.txt")
@trainer_only
def gift_file() -> Response:
    """The questions of one lesson, or of the whole course, in GIFT."""
    return _questions_file(service.GIFT)


@blueprint.get("/studio/austausch/fragen.xml")
@trainer_only
def moodle_file() -> Response:
    """The same as Moodle XML."""
    return _questions_file(service.XML)


def _questions_file(form: str) -> Response:
    slug = request.args.get("lektion", "")
    response = make_response(service.written(service.leaving(_file_of(slug), form), form))
    return as_file(response, f"fragen-{slug or 'kurs'}.{form}", _KINDS[form])


def _file_of(slug: str) -> str:
    return document_or_404(LESSONS, slug).name if slug else ""


def as_file(response: Response, name: str, kind: str) -> Response:
    """The answer as a file that the browser keeps and no cache does."""
    response.headers["Content-Type"] = kind
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response
