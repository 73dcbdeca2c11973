"""The pages and files of the Logbuch, joined to one blueprint."""

from leaderacademy.logbook.views import company, documents, files, pages, restoring
from leaderacademy.logbook.views.blueprint import blueprint

__all__ = ["blueprint", "company", "documents", "files", "pages", "restoring"]
