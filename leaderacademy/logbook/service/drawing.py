"""The goal tree as a drawing: what its templates need, and the chart under the route."""

import re
from functools import cache
from typing import Any

from leaderacademy.core.pdf import CHARTS
from leaderacademy.logbook.rules.tree import STRIP, WIDTH, tree_of
from leaderacademy.logbook.service.briefing_docx import edition_line
from leaderacademy.logbook.service.papers import Paper

GROUND_WIDTH, GROUND_HEIGHT = 220, 1600
_NIGHT = re.compile(r"@media screen and \(prefers-color-scheme:dark\)\{(?:[^{}]*\{[^{}]*\})*\}")


def drawing_of(paper: Paper) -> dict[str, Any]:
    """The context of logbook/files/zielbaum.svg."""
    tree = tree_of(paper.written)
    scale = (STRIP - 20) / GROUND_WIDTH
    return {
        "tree": tree,
        "edition": edition_line(paper),
        "width": WIDTH,
        "strip": STRIP,
        "ground": chart_ground(),
        "scale": scale,
        # As many pieces of the chart, one below the other, as the drawing is high.
        "grounds": range(0, tree.height, round(GROUND_HEIGHT * scale)),
    }


@cache
def chart_ground() -> str:
    """The chart without its frame and by day only: a file is looked at on white paper."""
    chart = (CHARTS / "tree.svg").read_text()
    inner = chart[chart.index(">") + 1 : chart.rindex("</svg>")]
    # Its texts are soundings; without the class they would dress every text of the drawing.
    return _NIGHT.sub("", inner).replace("text{", ".ground text{")
