"""The subjects of a page of figures as links, in the workspace and in public."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest

from truongan.figures.indicators import SUBJECTS, Subject


@dataclass(frozen=True)
class Tab:
    label: str
    href: str
    chosen: bool


def tabs(request: HttpRequest, chosen: Subject, subjects: Mapping[str, Subject] = SUBJECTS) -> list[Tab]:
    """A link to each of these subjects with the same unit and days; order and breakdown may not exist there."""
    kept = {name: value for name, value in request.GET.items() if name not in ("nhom", "sap", "theo", "trang")}
    return [
        Tab(str(each.label), "?" + urlencode(kept | ({"nhom": each.slug} if each.slug else {})), each is chosen)
        for each in subjects.values()
    ]
