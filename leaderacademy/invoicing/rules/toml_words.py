"""What is wrong with a TOML file, in the words of somebody who does not know TOML."""

import re
import tomllib

# The beginnings of what tomllib says, most particular first.
WORDS = (
    (
        "Illegal character '\\n'",
        "Die Zeile endet, bevor das Anführungszeichen geschlossen ist.",
    ),
    ("Illegal character", "Hier steht ein unsichtbares Zeichen, das in einem Text nicht geht."),
    (
        "Cannot overwrite",
        "Diese Angabe steht weiter oben schon einmal. Löschen Sie eine von beiden.",
    ),
    (
        "Cannot declare",
        "Diesen Abschnitt gibt es weiter oben schon. Fassen Sie beide zusammen.",
    ),
    ("Expected ']' at the end of a table", "Dem Abschnitt fehlt die schließende Klammer ]."),
    ("Expected '=' after", "Nach dem Namen der Angabe fehlt das „=“."),
    (
        "Expected newline",
        "Hinter dem Wert steht noch etwas. Jede Angabe braucht ihre eigene Zeile.",
    ),
    ("Unescaped", "Ein \\ in einem Text schreibt man doppelt: \\\\."),
    (
        "Invalid statement",
        "So beginnt keine Angabe. Am Anfang der Zeile steht ihr Name, ohne Umlaute.",
    ),
    (
        "Invalid value",
        "Der Wert fehlt, oder um den Text stehen keine geraden Anführungszeichen.",
    ),
)
OTHERWISE = "Fehlt ein Anführungszeichen, ein „=“ oder eine Klammer?"


def in_words(error: tomllib.TOMLDecodeError, text: str) -> tuple[str, int, int | None]:
    """A German sentence, the line and, where it is known, the column, both counted from 1."""
    said = str(error)
    sentence = next((words for start, words in WORDS if said.startswith(start)), OTHERWISE)
    found = re.search(r"at line (\d+), column (\d+)", said)
    if found is None:
        return sentence, len(text.splitlines()), None
    return sentence, int(found[1]), int(found[2])
