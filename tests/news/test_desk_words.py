"""Words of the editors' screens that come without Vietnamese: what is written in the .po is what people read."""

import gettext
import re

import pytest
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as said
from django.utils.translation import ngettext

WORDS = settings.LOCALE_PATHS[0] / "vi" / "LC_MESSAGES"
_PART = re.compile(r"%\(\w+\)[sd]")
_TEXT = re.compile(r'^(msgid|msgid_plural|msgstr|msgstr\[0\]) ((?:"(?:[^"\\]|\\.)*"\s*)+)', re.MULTILINE)


def written(name: str) -> list[dict[str, str]]:
    """The entries of a .po, the head left out."""
    entries = []
    for block in (WORDS / name).read_text(encoding="utf-8").split("\n\n")[1:]:
        found = {key: "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', text)) for key, text in _TEXT.findall(block)}
        if found:
            entries.append(
                {key: re.sub(r"\\(.)", lambda m: {"n": "\n"}.get(m[1], m[1]), text) for key, text in found.items()}
            )
    return entries


@pytest.mark.parametrize("name", ["django", "djangojs"])
def test_what_is_written_is_what_was_compiled(name):
    with (WORDS / f"{name}.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    entries = written(f"{name}.po")
    assert len(entries) > 20
    for entry in entries:
        if "msgid_plural" in entry:
            assert compiled[entry["msgid"], 0] == entry["msgstr[0]"]
        else:
            assert entry["msgstr"] in compiled.values()


def test_nothing_that_is_put_in_gets_lost():
    for entry in written("django.po"):
        source = entry.get("msgid_plural", entry["msgid"])
        target = entry.get("msgstr[0]") or entry["msgstr"]
        assert set(_PART.findall(target)) <= set(_PART.findall(source)), entry


@pytest.mark.parametrize(
    "words",
    [
        "Sent to %(task_name)s %(started_at)s", "Preview not available", "Currently viewing", "Yes, move this page",
        "Page '%(page_title)s' copied.", "Publishing this %(model_name)s will cancel the current workflow.",
        "%(user_name)s saved a new version", "Use existing and delete new", "Expiry date/time must be in the future.",
    ],
)  # fmt: skip
def test_what_an_editor_meets_is_vietnamese(words):
    with translation.override("vi"):
        assert said(words) != words


def test_what_became_of_many_is_vietnamese():
    with translation.override("vi"):
        many = ngettext(
            "%(num_parent_objects)d page has been published", "%(num_parent_objects)d pages have been published", 3
        )
        assert many % {"num_parent_objects": 3} == "Đã đăng 3 trang"
