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
PAGE_PREFIX, MAIL_PREFIX = "seite-", "mail-"
_FOLDERS = {"pages/": PAGE_PREFIX, "mails/": MAIL_PREFIX}


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
    def is_page(self) -> bool:
        """Static pages, such as the imprint."""
        return self.name.startswith("pages/")

    @property
    def is_mail(self) -> bool:
        """The texts of course mails."""
        return self.name.startswith("mails/")

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


def find_text(slug: str, names: list[str]) -> Document | None:
    """The text with this slug; `names` are the files of pages and mails."""
    if slug in TEXT_FILES:
        return Document(TEXTS, slug, TEXT_FILES[slug][0])
    found = (text_document(name) for name in names)
    return next((document for document in found if document.slug == slug), None)


def text_document(name: str) -> Document:
    """The document of a file beside the lessons; raises LookupError for anything else."""
    for slug, (file, *_) in TEXT_FILES.items():
        if file == name:
            return Document(TEXTS, slug, name)
    for folder, prefix in _FOLDERS.items():
        if name.startswith(folder) and name.endswith(".md"):
            return Document(TEXTS, prefix + name[len(folder) : -3], name)
    raise LookupError(name)
