"""Every setting, read once from the environment."""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from leaderacademy.invoicing.rules.card import API, NO_CARDS, PAGE, CardKeys
from leaderacademy.invoicing.rules.operator import DEMO, Operator
from leaderacademy.invoicing.rules.seller_file import SellerProblem, read_seller

ROOT = Path(__file__).parent.parent


class SettingsError(Exception):
    """A setting that cannot be used; the message is for the operator, in German."""


@dataclass(frozen=True)
class Settings:
    """What an operator may decide; the defaults run the whole product on one machine."""

    instance: Path
    database_url: str
    secret_key: str
    base_url: str
    mail_url: str
    mail_sender_name: str
    mail_sender_address: str
    content: Path
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 2
    secure_cookies: bool = False
    proxies: int = 0
    debug: bool = False
    site_name: str = "Leader Academy"
    demo: bool = False
    log_requests: bool = False
    vies_url: str = ""
    content_git: bool = False
    require_second_factor: bool = False
    operator: Operator = DEMO
    card: CardKeys = NO_CARDS


def settings_from(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read LEADERACADEMY_… and PORT; make the instance folder and its secret key."""
    name = "LEADERACADEMY_"
    instance = Path(environment.get(name + "INSTANCE") or ROOT / "instance").resolve()
    port = _number(environment, "PORT", 8000)
    base_url = (environment.get(name + "BASE_URL") or f"http://127.0.0.1:{port}").rstrip("/")
    return Settings(
        instance=instance,
        database_url=environment.get(name + "DATABASE_URL")
        or f"sqlite:///{instance / 'leaderacademy.sqlite3'}",
        secret_key=environment.get(name + "SECRET_KEY") or _kept_secret(instance),
        base_url=base_url,
        mail_url=_mail_url(environment, name + "MAIL_URL", instance),
        mail_sender_name=environment.get(name + "MAIL_NAME") or "Leader Academy",
        mail_sender_address=_sender(environment, name + "MAIL_FROM"),
        content=Path(environment.get(name + "CONTENT") or ROOT / "content").resolve(),
        host=environment.get(name + "HOST") or "127.0.0.1",
        port=port,
        workers=_number(environment, name + "WORKERS", 2),
        secure_cookies=base_url.startswith("https://"),
        proxies=_number(environment, name + "PROXIES", 0),
        debug=environment.get(name + "DEBUG") == "1",
        demo=environment.get(name + "DEMO", "1") == "1",
        content_git=environment.get(name + "CONTENT_GIT") == "1",
        require_second_factor=environment.get(name + "REQUIRE_SECOND_FACTOR") == "1",
        log_requests=environment.get(name + "LOG_REQUESTS") == "1",
        vies_url=environment.get(name + "VIES_URL", ""),
        operator=_operator(environment.get(name + "SELLER"), instance),
        card=_card(environment, name + "STRIPE_"),
    )


def _number(environment: Mapping[str, str], name: str, default: int) -> int:
    text = environment.get(name) or str(default)
    if not text.isascii() or not text.isdigit() or int(text) > 65535:
        raise SettingsError(f"{name} muss eine ganze Zahl bis 65535 sein, nicht „{text}“.")
    return int(text)


def _mail_url(environment: Mapping[str, str], name: str, instance: Path) -> str:
    """The message never quotes the address: it may hold a password."""
    text = environment.get(name) or f"folder:{instance / 'mail'}"
    try:
        parts = urlsplit(text)
        by_server = parts.scheme in ("smtp", "smtp+tls", "smtps")
        good = bool(parts.hostname) and parts.port != 0 if by_server else parts.path != ""
        good = good and (by_server or parts.scheme == "folder")
    except ValueError:
        good = False
    if not good:
        raise SettingsError(
            f"{name} beginnt mit smtp://, smtp+tls:// oder smtps:// und nennt dann den Server, "
            "oder mit folder: und nennt einen Ordner."
        )
    return text


def _sender(environment: Mapping[str, str], name: str) -> str:
    text = environment.get(name) or "kurs@leader-academy.example"
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", text):
        raise SettingsError(f"{name} muss eine E-Mail-Adresse sein, nicht „{text}“.")
    return text


def _card(environment: Mapping[str, str], name: str) -> CardKeys:
    return CardKeys(
        secret_key=environment.get(name + "KEY", "").strip(),
        webhook_secret=environment.get(name + "WEBHOOK_SECRET", "").strip(),
        api_url=(environment.get(name + "URL") or API).rstrip("/"),
        page_url=(environment.get(name + "PAGE") or PAGE).rstrip("/"),
    )


def _operator(named: str | None, instance: Path) -> Operator:
    """Who sells: from the file that was named or lies in the instance folder, else invented."""
    file = Path(named).resolve() if named else instance / "seller.toml"
    if not named and not file.exists():
        return DEMO
    try:
        # Editors on Windows put a mark before the first letter.
        return read_seller(file.read_text("utf-8-sig"))
    except SellerProblem as problem:
        raise SettingsError(f"{file}{problem.place}: {problem.message}") from problem
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise SettingsError(
            f"{file}, Zeile {line}: Die Datei ist nicht als UTF-8 gespeichert. "
            "Speichern Sie sie in Ihrem Editor mit der Kodierung UTF-8."
        ) from error
    except OSError as error:
        raise SettingsError(f"{file} lässt sich nicht lesen: {_why(error)}.") from error


def _why(error: OSError) -> str:
    """In German, as far as an operator meets it."""
    known = {
        PermissionError: "Das Programm darf sie nicht öffnen; prüfen Sie Eigentümer und Rechte",
        IsADirectoryError: "Das ist ein Ordner",
        FileNotFoundError: "Es gibt sie nicht",
    }
    return known.get(type(error), error.strerror or str(error))


def _kept_secret(instance: Path) -> str:
    """The key that signs cookies: made once, then kept, so that sessions outlive a restart."""
    file = instance / "secret_key"
    try:
        instance.mkdir(parents=True, exist_ok=True)
        if not file.exists():
            # Linked into place: of several processes that start at once one wins, whole.
            new = instance / f".secret_key.{secrets.token_hex(8)}"
            new.touch(mode=0o600)
            new.write_text(secrets.token_urlsafe(48))
            try:
                os.link(new, file)
            except FileExistsError:
                pass
            finally:
                new.unlink()
        return file.read_text().strip()
    except OSError as error:
        raise SettingsError(
            f"Der Ordner {instance} lässt sich nicht beschreiben ({error.strerror}). "
            "Geben Sie mit LEADERACADEMY_INSTANCE einen anderen an."
        ) from error
