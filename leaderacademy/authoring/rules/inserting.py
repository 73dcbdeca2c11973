"""The blocks a trainer can insert, each with an example to write over."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Insertion:
    """A button of the editor: its name, icon and what it inserts."""

    key: str
    label: str
    icon: str
    text: str


INSERTIONS = (
    Insertion(
        "frage",
        "Frage",
        "help",
        "::: question\nWas soll gefragt werden?\n\n- ( ) Eine Antwort, die oft gegeben wird.\n"
        "  > Hier steht, welcher Gedanke dahinter steckt und was ihm fehlt.\n"
        "- (x) Die richtige Antwort.\n  > Richtig. Hier steht, warum.\n:::\n",
    ),
    Insertion(
        "mehrere",
        "Mehrere",
        "list-checks",
        "::: question\nWas gehört dazu?\n\n- [x] Das gehört dazu.\n"
        "  > Richtig. Hier steht, warum.\n"
        "- [ ] Das gehört nicht dazu.\n  > Hier steht, warum nicht.\n:::\n",
    ),
    Insertion(
        "reihenfolge",
        "Reihenfolge",
        "list-ordered",
        "::: question\nBringen Sie die Schritte in die richtige Reihenfolge.\n\n"
        "1. Zuerst\n2. Danach\n3. Zuletzt\n- falsch: 3 vor 2\n"
        "  > Hier steht, warum das zu früh wäre.\n> Vom Großen zum Kleinen.\n:::\n",
    ),
    Insertion(
        "zuordnen",
        "Zuordnen",
        "arrows",
        "::: question\nWas gehört zusammen?\n\n- Links eins == Rechts eins\n"
        "- Links zwei == Rechts zwei\n- falsch: Links eins == Rechts zwei\n"
        "  > Hier steht, was beide unterscheidet.\n> Hier steht, was die Paare verbindet.\n:::\n",
    ),
    Insertion(
        "zahl",
        "Zahl",
        "hash",
        "::: question\nWie viel Prozent sind 3 von 8?\n\n= 37,5 ± 0,5\n"
        "> Richtig: 3 durch 8 mal 100.\n- 62,5\n  > Das ist der Anteil der übrigen.\n"
        "- sonst\n  > Teilen Sie die Treffer durch alle.\n:::\n",
    ),
    Insertion(
        "uebung",
        "Übung",
        "notebook-pen",
        "::: exercise\nWas sollen die Lernenden für ihr Unternehmen aufschreiben?\n\n"
        "- g10_statement\n:::\n",
    ),
    Insertion(
        "merksatz", "Merksatz", "bookmark", "::: remember\nEin Satz, der bleiben soll.\n:::\n"
    ),
    Insertion(
        "beispiel",
        "Beispiel",
        "quote",
        "::: example\nDie Lotsen-Metallbau GmbH macht es so: …\n:::\n",
    ),
    Insertion(
        "abbildung",
        "Abbildung",
        "image",
        "::: figure hafen\nBeschreiben Sie hier, was zu sehen ist, für alle, die es nicht sehen.\n"
        ":::\n",
    ),
)


def inserted(text: str, insertion: Insertion) -> str:
    """The text with the block at its end; where one writes without JavaScript."""
    return f"{text.rstrip()}\n\n{insertion.text}"
