"""The audit log: who did what and when."""

from flask import render_template, request
from werkzeug.wrappers import Response

from leaderacademy.accounts.access import trainer_only
from leaderacademy.booking.rules.acts import act_in_words
from leaderacademy.booking.views.blueprint import blueprint
from leaderacademy.booking.views.studio.acting import unkept
from leaderacademy.core.audit import find_actions, known_actions, known_actors

PAGE = 100


@blueprint.get("/studio/protokoll")
@trainer_only
def studio_log() -> Response:
    """The latest first, by kind and person, in steps of a hundred."""
    kind, person = request.args.get("art", ""), request.args.get("wer", "").replace("\x00", "")
    before = request.args.get("vor", "")
    number = int(before) if before.isascii() and before.isdecimal() and len(before) < 10 else None
    kinds, people = known_actions(), known_actors()
    entries = find_actions(PAGE + 1, number, kind if kind in kinds else "", person)
    page = render_template(
        "booking/studio/log.html",
        entries=entries[:PAGE],
        older=entries[PAGE - 1].id if len(entries) > PAGE else None,
        kinds=sorted(((name, act_in_words(name)) for name in kinds), key=lambda pair: pair[1]),
        people=people,
        kind=kind,
        person=person,
        act_in_words=act_in_words,
        paged=number is not None,
    )
    return unkept(page)
