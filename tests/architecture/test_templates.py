"""Pages carry no code and no style of their own, and escape whatever people typed."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

SOURCE = Path(__file__).parents[2] / "src" / "truongan"
TEMPLATES = sorted(path for path in SOURCE.glob("*/templates/**/*") if path.is_file())
PAGES = [path for path in TEMPLATES if path.suffix in {".html", ".svg"}]


def name_of(path: Path) -> str:
    return str(path).split("/templates/", 1)[1]


@pytest.mark.parametrize("path", [path for path in TEMPLATES if path.suffix in {".html", ".txt"}], ids=name_of)
def test_a_template_compiles_and_is_found_under_its_name(path):
    assert Path(get_template(name_of(path)).origin.name) == path


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (r"<style[\s>]", "styles live in the front end's files"),
        (r"\sstyle\s*=", "the content security policy refuses it"),
        (r"\son[a-z]+\s*=\s*[\"']", "the content security policy refuses it"),
        (r"javascript:", "the content security policy refuses it"),
        (r"(?<!\.help_text)\|\s*safe\b", "what people typed would run in others' browsers"),
        (r"\{%\s*autoescape\s+off", "what people typed would run in others' browsers"),
        (r"(src|href)=[\"']https?://", "nothing is loaded from elsewhere"),
        (
            r'data-l="(\{%[^%]*%\}|[^"{])*"[^>]*>\{%\s*for [^%]*%\}<span class="sub"',
            "on a telephone a labelled cell has two columns: several lines stand in a block of their own",
        ),
    ],
)
def test_no_page_holds(wrong, why):
    # Help texts are the program's own words; Django's for passwords are a list in HTML.
    found = [name_of(path) for path in PAGES if re.search(wrong, path.read_text())]
    assert found == [], why


def test_scripts_are_files_or_json():
    found = [
        (name_of(path), tag)
        for path in PAGES
        for tag in re.findall(r"<script[^>]*>", path.read_text())
        if " src=" not in tag and 'type="application/json"' not in tag
    ]
    assert found == []


def test_every_form_that_changes_something_carries_the_token():
    without = [
        name_of(path)
        for path in PAGES
        for form in re.findall(r"<form[^>]*method=\"post\".*?</form>", path.read_text(), re.DOTALL)
        # Whoever confides has no session that could be misused: tests/tips says what those forms have instead.
        if 'extends "tips/layout.html"' not in path.read_text()
        # Forms of web.form_guard carry its token, which serves once; the catalogue is development only, sends nothing.
        if not re.search("csrf_token|components/form_guard", form)
        and "/_catalogue" not in name_of(path)
        # Nobody signs in behind a message's link: the secret in the address is what entitles.
        and name_of(path) != "channels/task.html"
        and 'action="{{ notice.task }}"' not in form
    ]
    assert without == []
