"""Every claim of the threat model names its test: here, that those tests are there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
CLAIMS = (ROOT / "docs/explanation/tips-threat-model.md").read_text()


def test_every_test_the_threat_model_names_exists():
    written = "".join(path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))
    named = set(re.findall(r"`(test_\w+)`", CLAIMS))
    assert len(named) > 30
    assert {name for name in named if f"def {name}(" not in written} == set()


def test_every_file_the_threat_model_names_exists():
    for path in re.findall(r"`(tests/[\w/]+\.py)`", CLAIMS):
        assert (ROOT / path).exists(), path
