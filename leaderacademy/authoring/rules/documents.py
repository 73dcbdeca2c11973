"""What can be edited: lessons, and the other texts of the course."""

from dataclasses import dataclass

from leaderacademy.authoring.rules.numbering import stem_of

LESSONS, TEXTS = "lektionen", "texte"
# The files beside the lessons, in the order in which the studio lists them.
TEXT_FILES = {
    "kurs": ("course.yml", "Kurs und Etappen", "Titel, Versprechen, Etappen und Werkzeuge"),
    "logbuch": ("logbook.yml", "Logbuch", "Felder, Hilfetexte und Dokumente"),
    "glossar": ("glossary.yml", "Glossar", "Begriffe und ihre Erklärung"),
    "quellen": ("sources.yml", "Quellen", "worauf sich der Kurs beruft"),
    "selbst-check": ("self-check.yml", "Selbst-Check", "Aussagen, Skala und Ergebnisse"),
    "startseite": ("landing.yml", "Startseite", "alle Texte der ersten Seite"),
    "training": ("training.yml", "Live-Training", "Beschreibung, Ablauf, Fragen und Antworten"),
}
PAGE_PREFIX = "seite-"


@dataclass(frozen=True, slots=True)
class Document:
    """One file that can be edited: `name` is its name in the content folder."""

    area: str
    slug: str
    name: str

    @property
    def key(self) -> str:
        """How drafts and versions name it; it stays the same when the file is renumbered."""
        return f"{self.area}/{self.slug}"

    @property
    def is_lesson(self) -> bool:
        """Lessons can be seen as a page, ordered and deleted."""
        return self.area == LESSONS

    @property
    def is_yaml(self) -> bool:
        """True for lists of texts, False for Markdown."""
        return self.name.endswith(".yml")


def lesson_documents(names: list[str]) -> list[Document]:
    """The lessons in the order of their files; a stem that stands twice goes by its whole name."""
    stems = [stem_of(name) for name in names]
    return [
        Document(LESSONS, stem if stems.index(stem) == place else _whole(name), name)
        for place, (name, stem) in enumerate(zip(names, stems, strict=True))
    ]


def _whole(name: str) -> str:
    return name.removeprefix("lessons/").removesuffix(".md")


def find_text(slug: str, pages: list[str]) -> Document | None:
    """The text with this slug; `pages` are the names of the page files."""
    if slug in TEXT_FILES:
        return Document(TEXTS, slug, TEXT_FILES[slug][0])
    name = f"pages/{slug.removeprefix(PAGE_PREFIX)}.md"
    if slug.startswith(PAGE_PREFIX) and name in pages:
        return Document(TEXTS, slug, name)
    return None
