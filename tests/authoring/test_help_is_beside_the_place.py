"""Where a page of the studio points into the handbook, the handbook has that section."""

import re
from pathlib import Path
from typing import Any

TEMPLATES = Path(__file__).parents[2] / "leaderacademy" / "templates"


def test_every_link_into_the_handbook_finds_its_section(trainer: Any) -> None:
    wanted = {
        target
        for template in TEMPLATES.rglob("*.html")
        for target in re.findall(r"/studio/hilfe#([\w-]+)", template.read_text())
    }
    found = {heading.get("id") for heading in trainer.visit("/studio/hilfe").select("h2, h3")}
    assert wanted
    assert wanted <= found
