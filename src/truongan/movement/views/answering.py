"""One form of the register: bound with what was typed, answered on the page it stands on."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from truongan.web import answering


def answer(
    request: HttpRequest, form: forms.Form, act: Callable[[], Any], /, *, template: str = "movement/form.html", to: Any,
    **shown: Any,
) -> HttpResponse:  # fmt: skip
    """As every form, with the way back, which leads where the form does unless said otherwise."""
    shown = {"back": to if isinstance(to, str) else "", "label": _("Ghi vào sổ"), **shown}
    return answering.answer(request, form, act, template=template, to=to, **shown)


def bound(request: HttpRequest, kind: type[forms.Form], **options: Any) -> Any:
    """The form with what was posted; asked for more lines, what was typed comes back without being judged."""
    if request.method != "POST":
        return kind(**options)
    if is_growing(request):
        initial = {**options.pop("initial", {}), **_typed(request, kind)}
        return kind(initial=initial, **options)
    options.pop("initial", None)
    return kind(request.POST, request.FILES, **options)


def is_growing(request: HttpRequest) -> bool:
    return request.POST.get("viec", "").startswith("them-")


def _typed(request: HttpRequest, kind: type[forms.Form]) -> dict[str, str]:
    return {name: request.POST[name].replace("\0", "") for name in kind.base_fields if name in request.POST}
