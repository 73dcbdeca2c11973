"""The checker's edits as sentences that a person can follow in any editor."""

from dataclasses import dataclass

from leaderacademy.content.course import Fix


@dataclass(frozen=True, slots=True)
class FixInWords:
    """How a problem is mended: where, what to do, and the text it is done with."""

    where: str
    what: str
    text: str


def fix_in_words(fix: Fix) -> FixInWords:
    """The checker's edit as a sentence a person can follow in any editor."""
    where = f"Zeile\u00a0{fix.line}, Spalte\u00a0{fix.column}"
    letters = "1\u00a0Zeichen" if fix.remove == 1 else f"{fix.remove}\u00a0Zeichen"
    if not fix.insert:
        return FixInWords(where, f"{letters} löschen.", "")
    if not fix.remove:
        return FixInWords(where, "einfügen:", fix.insert.strip("\n"))
    return FixInWords(where, f"{letters} ersetzen durch:", fix.insert.strip("\n"))


def fix_label(fix: Fix) -> str:
    """What the button says that does it."""
    if fix.new_id:
        return "Kennung einsetzen"
    if not fix.insert:
        return "Löschen"
    if fix.remove:
        return "Ersetzen"
    return "Zeile einfügen" if "\n" in fix.insert else "Einfügen"
