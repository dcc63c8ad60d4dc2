"""What holds for every template and every built file, whoever wrote it."""

import gzip
import json
import re
from pathlib import Path

import pytest
from django.template import engines

SOURCE = Path(__file__).parents[2] / "src" / "truongan"
FRONTEND = SOURCE.parents[1] / "frontend"
STATIC = SOURCE / "web" / "static"
# Those of the editors' desk stand inside Wagtail's screens and take its looks.
TEMPLATES = sorted(path for path in SOURCE.glob("*/templates/**/*.html") if "/news/desk/" not in path.as_posix())
KNOWN = set(json.loads((FRONTEND / "icons.json").read_text()))
needs_build = pytest.mark.skipif(not (STATIC / "css").exists(), reason="front end not built: run frontend/build.py")


def label(path: Path) -> str:
    return str(path.relative_to(SOURCE))


@pytest.mark.parametrize("path", TEMPLATES, ids=label)
def test_a_template_compiles(path):
    engines["django"].from_string(path.read_text())


@pytest.mark.parametrize("path", TEMPLATES, ids=label)
def test_a_template_holds_no_code_and_no_style_inline(path):
    text = path.read_text()
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"|javascript:", text)
    for opening in re.findall(r"<script[^>]*>", text):
        assert " src=" in opening or 'type="application/json"' in opening


@pytest.mark.parametrize(
    "path", sorted((SOURCE / "web" / "templates" / "components").glob("*.html")), ids=lambda p: p.stem
)
def test_a_component_says_its_inputs_in_its_first_line(path):
    assert re.match(r"\{# .{20,} #\}\n", path.read_text())


def test_every_icon_named_anywhere_is_in_the_sprite():
    named = set()
    for path in TEMPLATES:
        named |= set(re.findall(r"""(?:\{% icon |\bicon=)["']([a-z0-9-]+)["']""", path.read_text()))
    for path in SOURCE.rglob("*.py"):
        named |= set(re.findall(r"""\bicon(?:_name)?=["']([a-z0-9-]+)["']""", path.read_text()))
    named |= set(
        re.findall(r'Entry\("[^"]+", _\("[^"]+"\), "([^"]+)"\)', (SOURCE / "web" / "navigation.py").read_text())
    )
    assert named
    assert not named - KNOWN


@needs_build
def test_the_built_sprite_holds_every_known_icon():
    assert set(re.findall(r'<symbol id="([^"]+)"', (STATIC / "img" / "icons.svg").read_text())) == KNOWN


@needs_build
@pytest.mark.parametrize(
    ("place", "scripts", "limit"),
    [("workspace", ["app", "theme", "htmx"], 60), ("portal", ["app", "theme"], 40)],
)
def test_a_first_visit_weighs_little(place, scripts, limit):
    """Everything but the page itself, in kB of 1,000 bytes; whole first visits may weigh 80 and 50."""
    files = [STATIC / "css" / f"{place}.css", STATIC / "img" / "icons.svg", STATIC / "img" / "mark.svg"]
    files += [STATIC / "js" / f"{script}.js" for script in scripts]
    weight = sum(len(gzip.compress(path.read_bytes(), 9)) for path in files)
    weight += sum(path.stat().st_size for path in (STATIC / "fonts").glob("*.woff2"))
    assert weight <= limit * 1000


@needs_build
def test_every_class_a_template_names_is_styled():
    sheets = [*(STATIC / "css").glob("*.css"), *STATIC.parent.parent.glob("*/static/*/*.css")]  # some bring their own
    css = "".join(path.read_text() for path in sheets)
    known = set(re.findall(r"\.([a-zA-Z][\w-]*)", css))
    for path in TEMPLATES:
        text = re.sub(r"\{[%{#].*?[%}#]\}", " ", path.read_text())
        named = {name for names in re.findall(r'class="([^"]*)"', text) for name in names.split()}
        unknown = {name for name in named - known if not name.endswith("-")}  # "is-" awaits its tone
        assert not unknown, label(path)


def test_the_lock_file_names_packages_and_hashes_but_no_address():
    assert "://" not in (FRONTEND / "package-lock.json").read_text()
