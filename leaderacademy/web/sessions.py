"""The signed cookie: Flask's own, but whoever reads signs only once and sets nothing."""

from functools import lru_cache

from flask import Flask, Request, Response
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from itsdangerous import URLSafeTimedSerializer


class Sessions(SecureCookieSessionInterface):
    """Flask would make the signer anew for every request, also where there is no cookie."""

    def __init__(self) -> None:
        # The key is read once at the start and stays.
        self._signer = lru_cache(maxsize=4)(super().get_signing_serializer)

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        return self._signer(app)

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        if self.get_cookie_name(app) not in request.cookies:
            return self.session_class()
        return super().open_session(app, request)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Pages name the cookie in Vary themselves (web/compression.py)."""
        if session.modified:
            super().save_session(app, session, response)


def init_sessions(app: Flask) -> None:
    """Replace Flask's reader and writer of the cookie."""
    app.session_interface = Sessions()
