"""What happens around every request: its id, its log line, its limits, its transaction mode."""

import json
import logging
import secrets
import time
import traceback
from datetime import UTC, datetime

from flask import Flask, Response, current_app, g, has_request_context, request
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge

from leaderacademy.core.database import session, start_reading, start_writing

MAX_BODY = 256 * 1024
SLOW = 1000  # milliseconds; a request that takes longer is always in the log
_log = logging.getLogger("leaderacademy.request")


def init_requests(app: Flask) -> None:
    """Cap bodies, refuse broken UTF-8, open the right kind of transaction, write the log."""
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY
    app.config["MAX_FORM_MEMORY_SIZE"] = MAX_BODY
    app.before_request(_begin)
    app.after_request(_log_request)
    app.teardown_appcontext(_end)


def request_id() -> str:
    """The id that joins an error page and the log; no person can be told from it."""
    return str(getattr(g, "request_id", "-"))


def _begin() -> None:
    g.started = time.perf_counter()
    g.request_id = secrets.token_hex(6)
    if request.method in ("GET", "HEAD", "OPTIONS"):
        start_reading()
        return
    start_writing()
    view = current_app.view_functions.get(request.endpoint or "")
    most: int = getattr(view, "max_body", MAX_BODY)
    request.max_content_length = request.max_form_memory_size = most
    if (request.content_length or 0) > most:
        raise RequestEntityTooLarge
    if getattr(view, "is_upload", False):  # accounts/access.py
        request.max_form_memory_size = MAX_BODY
        return
    typed = "".join(value for values in request.form.listvalues() for value in values)
    if "\ufffd" in typed:
        raise BadRequest("broken UTF-8")
    if "\x00" in typed:
        raise BadRequest("NUL in text")


def _log_request(response: Response) -> Response:
    spent = (time.perf_counter() - g.get("started", time.perf_counter())) * 1000
    strange = response.status_code >= 500 or spent > SLOW
    level = logging.WARNING if strange else logging.INFO
    if _log.isEnabledFor(level):
        # The rule, not the path: a path may hold a token, and a query string what was typed.
        rule = request.url_rule.rule if request.url_rule else None
        known = {"method": request.method, "rule": rule, "status": response.status_code}
        _log.log(level, "request", extra={**known, "ms": round(spent, 1)})
    response.headers["X-Request-Id"] = request_id()
    return response


def _end(_error: BaseException | None) -> None:
    if session.registry.has():
        session.close()  # not remove(): a new session has to find out anew who listens to it
    start_writing()  # what runs in this thread outside of a request may write


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, message, the request's id and named extras."""

    STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
        }
        if has_request_context():
            line["request"] = request_id()
        line |= {k: v for k, v in vars(record).items() if k not in self.STANDARD}
        if record.exc_info:
            line["trace"] = self._places(record)
        return json.dumps(line, ensure_ascii=False, default=str)

    @staticmethod
    def _places(record: logging.LogRecord) -> list[str]:
        # Places and the kind of error only: its message may quote what a person typed.
        kind, _error, trace = record.exc_info or (None, None, None)
        frames = traceback.extract_tb(trace)[-12:]
        places = [f"{f.filename.rpartition('/')[2]}:{f.lineno} {f.name}" for f in frames]
        return [*places, kind.__name__ if kind else ""]


def log_as_json(every_request: bool = False) -> None:
    """Send the log of this process to standard error as JSON; ordinary requests only if asked for,
    because a line costs a third of what a kept page does."""
    stream = logging.StreamHandler()
    stream.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [stream]
    root.setLevel(logging.WARNING)
    logging.getLogger("leaderacademy").setLevel(logging.INFO)
    _log.setLevel(logging.INFO if every_request else logging.WARNING)
