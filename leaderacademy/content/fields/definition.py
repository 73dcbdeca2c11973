"""What a Logbuch field is: the typed form of an entry in logbook.yml."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

FieldType = Literal[
    "text",
    "longtext",
    "number",
    "money",
    "date",
    "choice",
    "choices",
    "time",
    "list",
    "computed",
    "scale",
]
FIELD_TYPES: tuple[FieldType, ...] = (
    "text",
    "longtext",
    "number",
    "money",
    "date",
    "choice",
    "choices",
    "time",
    "list",
    "computed",
    "scale",
)
Required = Literal["yes", "recommended", "no"]
Json = Any


@dataclass(frozen=True, slots=True)
class FieldOption:
    """One possibility of a choice; `value` is stored, `label` is read."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Hint:
    """A friendly sentence and the condition (kind and arguments) under which it is said."""

    kind: str
    words: tuple[str, ...]
    say: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field; a column of a list is a Field without document and lesson.

    `minimum`/`maximum`/`step` are in the unit a person types (euros for money).
    `rows` are the least and most rows of the finished document.
    """

    key: str
    label: str
    type: FieldType
    document: str = ""
    lesson: str = ""
    help: str = ""
    mark: str = ""
    hook: int | None = None
    required: Required = "no"
    visible: str = ""
    length: tuple[int, int] | None = None
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    step: Decimal | None = None
    options: tuple[FieldOption, ...] = ()
    options_from: str = ""
    choose: tuple[int, int] | None = None
    default: Json = None
    prefill: str = ""
    after: str = ""
    before: str = ""
    not_after: str = ""
    from_: str = ""
    until: str = ""
    differs_from: str = ""
    at_least: str = ""
    at_most: str = ""
    starts_with: str = ""
    hints: tuple[Hint, ...] = ()
    rows: tuple[int, int] | None = None
    lesson_rows: int = 1
    fixed_rows: tuple[str, ...] = ()
    item: Field | None = None
    columns: tuple[Field, ...] = ()
    example: Json = None
    compute: str = ""
    line: int = 1

    def column(self, key: str) -> Field:
        """The column of a list; raises KeyError."""
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(key)

    @property
    def is_private(self) -> bool:
        return self.visible == "private"

    def label_of(self, value: str) -> str:
        """What a person reads for a stored choice."""
        return next((option.label for option in self.options if option.value == value), value)


@dataclass(frozen=True, slots=True)
class Document:
    """One document of the Logbuch and its fields in order."""

    key: str
    title: str
    purpose: str = ""
    fields: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class Criterion:
    """One row of the comparison of offers, with what 0 to 3 points mean."""

    key: str
    label: str
    hook: int | None
    points: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Logbook:
    """All documents and fields, in the order of logbook.yml."""

    documents: tuple[Document, ...] = ()
    fields: tuple[Field, ...] = ()
    criteria: tuple[Criterion, ...] = ()

    def field(self, key: str) -> Field | None:
        return next((field for field in self.fields if field.key == key), None)

    def document(self, key: str) -> Document | None:
        return next((document for document in self.documents if document.key == key), None)

    def fields_of(self, document: str) -> tuple[Field, ...]:
        return tuple(field for field in self.fields if field.document == document)

    def fields_of_lesson(self, slug: str) -> tuple[Field, ...]:
        return tuple(field for field in self.fields if field.lesson == slug)
