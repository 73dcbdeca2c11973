"""What somebody types to get a certificate."""

from wtforms import Field, Form, HiddenField, StringField
from wtforms.validators import ValidationError

from leaderacademy.certificates.rules import clean_name, name_problem


class CertificateForm(Form):
    """The name on the sheet; what its check page may say are plain boxes beside it."""

    class Meta:
        locales = ("de_DE", "de")

    request_id = HiddenField()
    name = StringField("Name", filters=[lambda text: clean_name(text or "")])

    def validate_name(self, field: Field) -> None:
        """One sentence at the field."""
        if problem := name_problem(field.data or ""):
            raise ValidationError(problem)
