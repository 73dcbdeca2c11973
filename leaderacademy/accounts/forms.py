"""What people may type about themselves; every complaint is a whole German sentence."""

from collections.abc import Callable
from typing import Any

from wtforms import BooleanField, Field, Form, HiddenField, PasswordField, StringField
from wtforms.validators import ValidationError

from leaderacademy.accounts import passwords
from leaderacademy.accounts.rules import (
    ADDRESS_LENGTH,
    NAME_LENGTH,
    PASSWORD_LEAST,
    PASSWORD_MOST,
    resembles,
    without_controls,
)

Check = Callable[[Form, Field], None]


def _clean(text: str | None) -> str:
    return without_controls(text or "")


def _check_name(_form: Form, field: Field) -> None:
    if not field.data:
        raise ValidationError("Bitte sagen Sie uns, wie wir Sie ansprechen dürfen.")
    if len(field.data) > NAME_LENGTH:
        raise ValidationError(f"Der Name ist länger als {NAME_LENGTH}\u00a0Zeichen.")


def _check_address(_form: Form, field: Field) -> None:
    address = str(field.data)
    if not address:
        raise ValidationError("Bitte tragen Sie Ihre E-Mail-Adresse ein.")
    if "@" not in address:
        raise ValidationError("In der Adresse fehlt das @.")
    if len(address) > ADDRESS_LENGTH:
        raise ValidationError(f"Die Adresse ist länger als {ADDRESS_LENGTH}\u00a0Zeichen.")
    from email_validator import EmailNotValidError, validate_email  # late: it costs 50 ms

    try:
        found = validate_email(
            address, check_deliverability=False, globally_deliverable=False, allow_smtputf8=False
        )
    except EmailNotValidError:
        raise ValidationError(
            "Diese Adresse ist nicht vollständig. Richtig wäre zum Beispiel anna@firma.de."
        ) from None
    if "." not in found.domain:
        raise ValidationError("Nach dem @ fehlt eine Endung wie „.de“.")


def _check_something(complaint: str) -> Check:
    def check(_form: Form, field: Field) -> None:
        if not field.data:
            raise ValidationError(complaint)

    return check


def _check_new_password(form: Form, field: Field) -> None:
    password = field.data or ""
    if len(password) < PASSWORD_LEAST:
        raise ValidationError(
            f"Das Passwort braucht mindestens {PASSWORD_LEAST}\u00a0Zeichen. Gut merken lassen "
            "sich drei oder vier Wörter hintereinander."
        )
    if len(password) > PASSWORD_MOST:
        raise ValidationError(f"Das Passwort ist länger als {PASSWORD_MOST}\u00a0Zeichen.")
    own = [str(form[name].data or "") for name in ("name", "email") if name in form]
    if resembles(password, *own, *getattr(form, "own", ())):
        raise ValidationError(
            "Das Passwort ist Ihrem Namen oder Ihrer Adresse zu ähnlich. Nehmen Sie etwas, das "
            "niemand mit Ihnen verbindet."
        )
    if passwords.is_common(password):
        raise ValidationError(
            "Dieses Passwort steht auf den Listen der häufigsten. Nehmen Sie ein anderes, zum "
            "Beispiel drei oder vier Wörter hintereinander."
        )


def _check_perhaps_password(form: Form, field: Field) -> None:
    if field.data:
        _check_new_password(form, field)


class AccountForm(Form):
    """A form whose complaints can be listed above it, each with a link to its field."""

    class Meta:
        locales = ("de_DE", "de")

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Field id and sentence of each complaint."""
        return [
            (name, f"{self[name].label.text}: {self[name].errors[0]}")
            for name in self.errors
            if name is not None
        ]

    def text(self, name: str) -> str:
        """What was typed into this field."""
        return self[name].data or ""

    def complain(self, name: str, sentence: str) -> None:
        """Say at this field what only the service could know."""
        self[name].errors = [*self[name].errors, sentence]

    def error(self, name: str) -> str:
        """The first complaint about this field, or nothing."""
        return str(self[name].errors[0]) if self[name].errors else ""


def _address(label: str = "E-Mail") -> StringField:
    return StringField(label, filters=[_clean], validators=[_check_address])


class RegisterForm(AccountForm):
    """A new account; without a password one signs in by mail."""

    name = StringField("Name", filters=[_clean], validators=[_check_name])
    email = _address()
    password = PasswordField("Passwort", validators=[_check_perhaps_password])
    course_mails = BooleanField("Kursnachrichten")


class SignInForm(AccountForm):
    """Address and password, and where to go afterwards."""

    email = _address()
    password = PasswordField(
        "Passwort", validators=[_check_something("Bitte geben Sie Ihr Passwort ein.")]
    )
    weiter = HiddenField()


class MailForm(AccountForm):
    """An address to which a link is sent."""

    email = _address()


class ConfirmForm(AccountForm):
    """The password chosen when registering, typed on another device."""

    password = PasswordField("Ihr Passwort")


class CodeForm(AccountForm):
    """The six digits that a code app shows."""

    code = StringField(
        "Code", filters=[_clean], validators=[_check_something("Bitte geben Sie den Code ein.")]
    )


class SecondStepForm(CodeForm):
    """A code, or what a passkey has signed."""

    credential = HiddenField()


class PasskeyForm(AccountForm):
    """The name of a new passkey, and what the browser made."""

    name = StringField("Name", filters=[_clean])
    credential = HiddenField()


class NewPasswordForm(AccountForm):
    """A new password for a person known by a link; `own` is what it may not resemble."""

    password = PasswordField("Neues Passwort", validators=[_check_new_password])

    def __init__(self, formdata: Any, own: tuple[str, ...]) -> None:
        super().__init__(formdata)
        self.own = own


class TrainerForm(AccountForm):
    """The account of somebody who was invited as a trainer."""

    name = StringField("Name", filters=[_clean], validators=[_check_name])
    email = _address()
    password = PasswordField("Passwort", validators=[_check_new_password])


class JoinForm(AccountForm):
    """The new account of somebody whose address is known by the invitation; `own` as above."""

    name = StringField("Name", filters=[_clean], validators=[_check_name])
    password = PasswordField("Passwort", validators=[_check_new_password])

    def __init__(self, formdata: Any, own: tuple[str, ...]) -> None:
        super().__init__(formdata)
        self.own = own


class NameForm(AccountForm):
    """How to be addressed."""

    name = StringField("Name", filters=[_clean], validators=[_check_name])


class AddressForm(AccountForm):
    """Another address; the password shows that nobody else sits at this device."""

    email = _address("Neue E-Mail-Adresse")
    address_password = PasswordField("Ihr Passwort")


class ChangePasswordForm(AccountForm):
    """Another password, or a first one."""

    old_password = PasswordField("Bisheriges Passwort")
    new_password = PasswordField("Neues Passwort", validators=[_check_new_password])

    def __init__(self, formdata: Any, own: tuple[str, ...]) -> None:
        super().__init__(formdata)
        self.own = own
