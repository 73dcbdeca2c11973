"""The map holds: what import-linter cannot see is checked here, and that it can fail."""

import ast
import re
import subprocess
import sys
import tomllib
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "leaderacademy"
MODULES = sorted(PACKAGE.rglob("*.py"))
VAGUE = {"utils", "util", "helpers", "helper", "common", "misc", "base", "tools"}
MAY_COMMIT = re.compile(r"/(views|jobs|cli)(/|\.py)|/core/jobs\.py")


def test_no_module_is_longer_than_300_lines() -> None:
    python = [*MODULES, *ROOT.glob("tests/**/*.py"), *ROOT.glob("bench/**/*.py")]
    scripts = PACKAGE.glob("static/js/**/*.js")
    long = [f for f in [*python, *scripts] if len(f.read_text().splitlines()) > 300]
    assert not long, [str(f.relative_to(ROOT)) for f in long]


def test_no_function_is_longer_than_40_lines() -> None:
    long = []
    for module in MODULES:
        for node in ast.walk(ast.parse(module.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or 0) - node.lineno + 1
                if lines > 40:
                    long.append(f"{module.relative_to(ROOT)}:{node.name} {lines}")
    assert not long


def test_no_module_has_a_vague_name() -> None:
    vague = [str(f.relative_to(ROOT)) for f in MODULES if f.stem in VAGUE]
    assert not vague


def test_only_the_edges_commit() -> None:
    committing = [
        str(module.relative_to(ROOT))
        for module in MODULES
        if ".commit(" in module.read_text() and not MAY_COMMIT.search(module.as_posix())
    ]
    assert not committing


def test_every_module_says_in_one_sentence_what_it_owns() -> None:
    silent = [
        str(module.relative_to(ROOT))
        for module in MODULES
        if module.name != "__init__.py" and not ast.get_docstring(ast.parse(module.read_text()))
    ]
    assert not silent


def test_only_the_house_itself_has_words_in_its_init() -> None:
    wordy = [
        str(module.relative_to(ROOT))
        for module in MODULES
        if module.name == "__init__.py"
        and module.parent != PACKAGE
        and module.parent.parent == PACKAGE
        and module.read_text().strip()
    ]
    assert not wordy


def test_no_template_carries_inline_style_or_script() -> None:
    pattern = re.compile(r"""\sstyle=|<style|\son[a-z]+=["']|<script(?![^>]*\ssrc=)""")
    templates = [
        f
        for kind in ("*.html", "*.svg")
        for f in PACKAGE.glob(f"templates/**/{kind}")
        # Files that leave the house (a mail, the export, a PDF, a drawing) are not pages.
        if not {"mail", "pdf", "files"}.intersection(f.parts) and not f.name.startswith("export")
    ]
    guilty = [str(f.relative_to(ROOT)) for f in templates if pattern.search(f.read_text())]
    assert not guilty


def _import_linter(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_import_contract_holds() -> None:
    answer = _import_linter(ROOT)
    assert answer.returncode == 0, answer.stdout


VIOLATIONS = {
    "core imports a feature": ("core/mail.py", "import leaderacademy.accounts.models"),
    "content imports Flask": ("content/course.py", "import flask"),
    "learning imports what stands above it": ("learning/models.py", "import leaderacademy.booking"),
    "neighbours know each other": ("booking/models.py", "import leaderacademy.logbook"),
    "a service imports Flask": ("accounts/service/__init__.py", "import flask"),
    "a package without a row": ("shop/__init__.py", ""),
}


@pytest.mark.parametrize("name", VIOLATIONS)
def test_the_import_contract_can_fail(name: str, tmp_path: Path) -> None:
    import shutil

    file, line = VIOLATIONS[name]
    shutil.copytree(PACKAGE, tmp_path / "leaderacademy", ignore=shutil.ignore_patterns("static"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    target = tmp_path / "leaderacademy" / file
    if not target.exists() and target.name == "__init__.py" and target.parent.name == "service":
        target = target.parent.with_suffix(".py")
    target.parent.mkdir(exist_ok=True)
    old = target.read_text() if target.exists() else ""
    target.write_text(old + f"\n{line}\n")
    assert _import_linter(tmp_path).returncode != 0


def test_the_lock_names_no_address() -> None:
    lock = (ROOT / "requirements.lock").read_text()
    assert "://" not in lock
    assert "--index-url" not in lock
    assert "--hash=sha256:" in lock


def test_every_direct_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"], *chain(*project["optional-dependencies"].values())]
    names = {re.split(r"[\[<>=]", line)[0].lower().replace("_", "-") for line in wanted}
    lock = (ROOT / "requirements.lock").read_text()
    locked = set(re.findall(r"^([a-z0-9-]+)==", lock, re.MULTILINE))
    assert names <= locked
