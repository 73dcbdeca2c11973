"""What kinds of versions there are, and what they are called."""

PUBLISHED, RESTORED, WITHDRAWN, DELETED, FOUND, DRAFT = (
    "published",
    "restored",
    "withdrawn",
    "deleted",
    "found",
    "draft",
)
KINDS = {
    PUBLISHED: "veröffentlicht",
    RESTORED: "wiederhergestellt",
    WITHDRAWN: "zurückgezogen",
    DELETED: "gelöscht",
    FOUND: "in der Datei gefunden",
    DRAFT: "Entwurf, nie veröffentlicht",
}
