"""One direction for every import: the contracts of pyproject.toml, and no two contexts that import each other."""

import ast
import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "truongan"


def test_imports_flow_one_way():
    # In a process of its own: it silences the loggers of the one it runs in.
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports; raise SystemExit(lint_imports())"]
    checked = subprocess.run(command, cwd=SOURCE.parents[1], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout


def test_no_two_contexts_import_each_other():
    """Counted by ourselves, imports inside functions included."""
    pairs = {(context, other) for context in _contexts() for other in _imported_by(context) - {context}}
    assert {pair for pair in pairs if pair[::-1] in pairs} == set()


def _contexts() -> list[str]:
    return [folder.name for folder in SOURCE.iterdir() if (folder / "__init__.py").exists()]


def _imported_by(context: str) -> set[str]:
    found: set[str] = set()
    for path in (SOURCE / context).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                modules = [node.module or ""]
                if node.module == "truongan":
                    modules = [f"truongan.{alias.name}" for alias in node.names]
            found |= {module.split(".")[1] for module in modules if module.startswith("truongan.")}
    return found
