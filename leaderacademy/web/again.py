"""What was sent and could not be taken comes back, on a page whose button sends it once more."""

from flask import Response, make_response, render_template, request

from leaderacademy.web.csrf import FIELD, comes_from_our_page
from leaderacademy.web.requests import request_id

SECRET = "password"  # noqa: S105 - what stands in such a field never stands in a page


def given_back(code: int, title: str, text: str, without: str = "") -> Response | None:
    """The page with everything that was typed, less the signs in `without`; None for no form.

    Its token is new, so it is made only for who sent the form from a page of ours: another site
    could otherwise have its own form pressed here. A file cannot be given back, and a script has
    its text still.
    """
    if request.method != "POST" or request.files or request.headers.get("X-Fragment"):
        return None
    typed = [pair for pair in request.form.items(multi=True) if pair[0] != FIELD]
    if not typed or any(SECRET in name for name, _ in typed) or not comes_from_our_page():
        return None
    drop = str.maketrans("", "", without)
    fields = [(name.translate(drop), value.translate(drop)) for name, value in typed]
    page = render_template(
        "again.html", code=code, title=title, text=text, fields=fields, request_id=request_id()
    )
    response = make_response(page, code)
    response.headers["Cache-Control"] = "private, no-store"
    return response
