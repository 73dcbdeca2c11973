"""Writes docs/performance.md from the figures: the table, the machine, how to repeat it."""

import os
import platform
from datetime import UTC, datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bench.figures import Figure, results

TARGET = Path(__file__).parent.parent / "docs" / "performance.md"


def write(seconds: float) -> None:
    """Replace the page by what was just measured."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - Markdown
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["figure"] = _number
    template = environment.get_template("performance.md.j2")
    known = {figure.name: figure for figure in results}
    TARGET.write_text(
        template.render(
            figures=results,
            known=known,
            verdict=_verdict,
            goal=_goal,
            minutes=round(seconds / 60, 1),
            day=datetime.now(UTC).date().isoformat(),
            machine=_machine(),
            cores=os.cpu_count(),
            python=platform.python_version(),
            system=platform.system(),
        )
    )


def _machine() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _number(value: float | None) -> str:
    """1,234 or 12.3 or 0.123: three digits that matter."""
    if value is None:
        return ""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def _goal(figure: Figure) -> str:
    if figure.goal is None:
        return "–"
    return f"{'≥' if figure.at_least else '≤'} {_number(figure.goal)}"


def _verdict(figure: Figure) -> str:
    if figure.holds is None:
        return "–"
    return "yes" if figure.holds else "**no**"
