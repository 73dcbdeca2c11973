"""Mail: written as a job with the transaction that causes it, sent later by the worker."""

import smtplib
import ssl
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from leaderacademy.core.database import reading, session
from leaderacademy.core.jobs import Payload, enqueue, handler


class _LinksWhole(EmailPolicy):
    """Folds headers as usual, but not those with links (RFC 2369): encoded, nobody finds them."""

    def _fold(self, name: str, value: Any, refold_binary: bool = False) -> str:
        if name.lower().startswith("list-"):
            return f"{name}: {value}{self.linesep}"
        return str(super()._fold(name, value, refold_binary))  # type: ignore[misc]


SMTP_PATIENCE = 30.0  # seconds to wait for each answer of a mail server
TEMPLATES = Path(__file__).parent.parent / "templates" / "mail"


@dataclass(frozen=True)
class Post:
    """How mail leaves the house. `url` is folder:PATH, smtp://…, smtp+tls://… or smtps://…"""

    url: str
    sender_name: str
    sender_address: str
    base_url: str
    site_name: str


@dataclass(frozen=True)
class Attachment:
    """A file that travels with a mail."""

    name: str
    mimetype: str
    content: bytes


# Where attached files come from: by kind, given the number they are kept under.
_sources: dict[str, Callable[[int, datetime], Attachment]] = {}

_environment = Environment(
    loader=FileSystemLoader(TEMPLATES),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_post: Post | None = None


def configure(post: Post) -> None:
    """Say how mail leaves the house, once, when the app is built."""
    global _post
    _post = post


def base_url() -> str:
    """The public address of this house, for what leaves it on paper or by mail."""
    if _post is None:
        raise RuntimeError("mail is not configured")
    return _post.base_url


def attachment_source(
    kind: str,
) -> Callable[[Callable[[int, datetime], Attachment]], Callable[[int, datetime], Attachment]]:
    """Register the function that makes or reads the files of this kind when a mail leaves.

    It is called where transactions only read; what it has to store it stores within `writing()`.
    """

    def register(
        function: Callable[[int, datetime], Attachment],
    ) -> Callable[[int, datetime], Attachment]:
        _sources[kind] = function
        return function

    return register


def send_later(
    template: str,
    to: str,
    now: datetime,
    *,
    attached: Sequence[tuple[str, int]] = (),
    headers: dict[str, str] | None = None,
    run_at: datetime | None = None,
    key: str | None = None,
    **context: Any,
) -> None:
    """Put one mail into the current transaction.

    `context` must be plain JSON; it is forgotten once the mail has left, because it may hold
    a one-time link. The Message-ID is fixed here, so a mail sent twice is one to its reader.
    `attached` names files by kind and number; they are fetched when the mail leaves. A second
    mail with the same `key` is not sent.
    """
    payload: Payload = {"template": template, "to": to, "id": uuid.uuid4().hex, "context": context}
    if attached:
        payload["attached"] = [list(file) for file in attached]
    if headers:
        payload["headers"] = headers
    enqueue("mail", payload, now, run_at=run_at, key=key)


@handler("mail")
def deliver(payload: Payload, now: datetime) -> Payload:
    """Write the message and hand it over; give back what may stay in the job's row."""
    if _post is None:
        raise RuntimeError("mail is not configured")
    # Composing reads files and takes its time, and a server may hang: on SQLite nobody else could
    # write meanwhile if that were done in a transaction that may write.
    with reading():
        message = compose(_post, payload, now)
        session.rollback()
    parts = urlsplit(_post.url)
    if parts.scheme == "folder":
        _put_into_folder(Path(parts.path), payload["id"], message)
    else:
        _send_by_smtp(_post.url, message)
    return {"template": payload["template"], "id": payload["id"]}


def compose(post: Post, payload: Payload, now: datetime) -> EmailMessage:
    """The message with a text and an HTML part."""
    # First, so that they are there for whoever looks, also when the address turns out to be none.
    files = [_sources[kind](number, now) for kind, number in payload.get("attached", ())]
    context = {**payload["context"], "base_url": post.base_url, "site_name": post.site_name}

    def text(part: str) -> str:
        return _environment.get_template(f"{payload['template']}/{part}").render(context)

    message = EmailMessage(_LinksWhole())
    message["Subject"] = " ".join(text("subject.txt").split())
    # Address objects: a comma typed into an address must not become a second recipient.
    message["From"] = _address(post.sender_name, post.sender_address)
    message["To"] = _address("", payload["to"])
    message["Date"] = format_datetime(now)
    host = urlsplit(post.base_url).hostname or "localhost"
    message["Message-ID"] = f"<{payload['id']}@{host}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text("body.txt"))
    message.add_alternative(text("body.html"), subtype="html")
    for name, value in payload.get("headers", {}).items():
        message[name] = value
    for file in files:
        main, _, sub = file.mimetype.partition("/")
        message.add_attachment(file.content, maintype=main, subtype=sub, filename=file.name)
    return message


def _address(name: str, address: str) -> Address:
    user, _, domain = address.rpartition("@")
    return Address(name, user, domain)


def _put_into_folder(folder: Path, name: str, message: EmailMessage) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    hidden = folder / f".{name}.part"
    hidden.write_bytes(bytes(message))
    hidden.replace(folder / f"{name}.eml")


def _send_by_smtp(url: str, message: EmailMessage) -> None:
    parts = urlsplit(url)
    host, port = parts.hostname or "localhost", parts.port
    secure = ssl.create_default_context()
    server: smtplib.SMTP
    if parts.scheme == "smtps":
        server = smtplib.SMTP_SSL(host, port or 465, timeout=SMTP_PATIENCE, context=secure)
    else:
        server = smtplib.SMTP(host, port or 25, timeout=SMTP_PATIENCE)
    with server:
        if parts.scheme == "smtp+tls":
            server.starttls(context=secure)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(message)
