"""Tells what kind of file a bank delivered, opens archives carefully, and reads it."""

import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator

from leaderacademy.invoicing.rules.statement.camt import read_camt
from leaderacademy.invoicing.rules.statement.movement import (
    MOST_BYTES,
    Statement,
    StatementProblem,
    statement_of,
)
from leaderacademy.invoicing.rules.statement.table import read_table

MOST_FILES = 400
MOST_UNPACKED = 2 * MOST_BYTES


def read_statement(content: bytes, our_iban: str) -> Statement:
    """The movements of a file as a bank delivers it: CAMT.053, CSV, or a ZIP of them.

    Raises StatementProblem, also when the file belongs to another account than `our_iban`.
    """
    if not content.strip():
        raise StatementProblem("Die Datei ist leer.")
    if len(content) > MOST_BYTES:
        raise StatementProblem("Die Datei ist größer als 32 MB.")
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _joined([_checked(_read(part), our_iban) for part in _unpacked(content)])
    return _checked(_read(content), our_iban)


def _read(content: bytes) -> Statement:
    if not content.strip():
        raise StatementProblem("Die Datei ist leer.")
    for mark, kind in UNREADABLE.items():
        if content.startswith(mark):
            raise StatementProblem(
                f"Das ist {kind}. Wählen Sie bei der Bank bitte CAMT.053 (XML) oder CSV."
            )
    start = content[:400].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").replace(b"\x00", b"")
    return read_camt(content) if start.startswith(b"<") else read_table(content)


UNREADABLE = {
    b"%PDF": "ein PDF",
    b"\xd0\xcf\x11\xe0": "eine Excel-Datei",
    b":20:": "eine MT940-Datei",
    b"\r\n:20:": "eine MT940-Datei",
}


def _checked(statement: Statement, our_iban: str) -> Statement:
    ours = "".join(our_iban.split()).upper()
    if statement.iban and statement.iban != ours:
        raise StatementProblem(
            f"Der Auszug gehört zum Konto {in_groups(statement.iban)}. Auf Ihren Rechnungen steht "
            f"{in_groups(ours)}. Bitte laden Sie den Auszug dieses Kontos hoch."
        )
    return statement


def in_groups(iban: str) -> str:
    """An IBAN in groups of four, as people read it."""
    return "\u00a0".join(iban[i : i + 4] for i in range(0, len(iban), 4))


def _joined(parts: list[Statement]) -> Statement:
    if not parts:
        raise StatementProblem("Im Archiv liegt kein Kontoauszug (XML oder CSV).")
    joined = statement_of(
        next((part.iban for part in parts if part.iban), ""),
        (movement for part in parts for movement in part.movements),
    )
    return Statement(
        joined.iban,
        joined.movements,
        sum(part.outgoing for part in parts),
        sum(part.pending for part in parts),
    )


def _unpacked(content: bytes) -> Iterator[bytes]:
    """The files of an archive, in the order of their names; a bomb is stopped before it grows."""
    broken = "Das ZIP-Archiv ist beschädigt. Laden Sie es bei der Bank bitte noch einmal herunter."
    left = MOST_UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if len(archive.infolist()) > MOST_FILES:
                raise StatementProblem(f"Im Archiv liegen mehr als {MOST_FILES} Dateien.")
            for info in sorted(archive.infolist(), key=lambda one: one.filename):
                if info.is_dir() or not info.filename.casefold().endswith((".xml", ".csv")):
                    continue
                if info.flag_bits & 1:
                    raise StatementProblem("Das ZIP-Archiv ist mit einem Passwort geschützt.")
                # What the archive says of its sizes may be a lie, so no more is read than fits.
                with archive.open(info) as file:
                    part = file.read(left + 1)
                left -= len(part)
                if left < 0:
                    raise StatementProblem("Das Archiv ist ausgepackt größer als 64 MB.")
                yield part
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError) as error:
        raise StatementProblem(broken) from error
    except (ValueError, RuntimeError, OverflowError) as error:
        raise StatementProblem(broken) from error
