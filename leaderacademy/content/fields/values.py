"""Everything other packages need to work with Logbuch values."""

from __future__ import annotations

from leaderacademy.content.fields.checks import Advice, check_value
from leaderacademy.content.fields.computed import Computed
from leaderacademy.content.fields.computing import compute
from leaderacademy.content.fields.dates import parse_date, resolve_date, show_date
from leaderacademy.content.fields.defaults import (
    default_value,
    example_value,
    help_text,
    prefill_value,
    row_options,
)
from leaderacademy.content.fields.filling import Fill, fill_level, is_filled
from leaderacademy.content.fields.parsing import FieldError, Parsed, parse_value
from leaderacademy.content.fields.showing import show_value

__all__ = [
    "Advice",
    "Computed",
    "FieldError",
    "Fill",
    "Parsed",
    "check_value",
    "compute",
    "default_value",
    "example_value",
    "fill_level",
    "help_text",
    "is_filled",
    "parse_date",
    "parse_value",
    "prefill_value",
    "resolve_date",
    "row_options",
    "show_date",
    "show_value",
]
