"""The page of a paper's own Word file, for contexts above that have one such paper: checked, put in use, taken out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from truongan.documents import rules
from truongan.documents.actions import CannotUse, restore_builtin
from truongan.documents.forms import TemplateForm
from truongan.documents.models import PaperTemplate
from truongan.documents.queries import WORD_TYPE, administered_organizations
from truongan.kernel.clock import now
from truongan.kernel.refusals import require
from truongan.web.answering import form_page, press, sent_to


@dataclass(frozen=True)
class TemplatePage:
    """What differs from paper to paper: its code, its words, where its page is, what its file may hold.

    `check` gives what is wrong with a file in words, `put_in_use` is the action, raising CannotUse.
    """

    paper: str
    name: str
    page: str  # url name and template of the page
    html: str
    starter_name: str
    placeholders: Mapping[str, Any]
    fields: Mapping[str, Any]
    check: Callable[[bytes], Any]
    starter: Callable[[], bytes]
    put_in_use: Callable[..., Any]

    @property
    def paths(self) -> list[URLPattern]:
        """The pages, below the address of this paper's template."""
        return [
            path("", form_page(login_required(self.answer)), name="template"),
            path("bat-dau.docx", require_safe(login_required(self.begin)), name="template_starter"),
            path("<int:pk>.docx", require_safe(login_required(self.file)), name="template_file"),
            path("<int:pk>/bo/", require_POST(login_required(self.restore)), name="template_restore"),
        ]

    def answer(self, request: HttpRequest) -> HttpResponse:
        """What a template may hold, what is in use, and the form that checks a file or puts it in use."""
        _must(request)
        organizations = administered_organizations(request.user)
        form = TemplateForm(
            request.POST if request.method == "POST" else None, request.FILES or None, organizations=organizations,
            may_serve_all=rules.may_manage_templates(request.user, None),
            initial={"name": self.name, "organization": organizations.first()},
        )  # fmt: skip
        is_right = False
        if form.is_bound and form.is_valid():
            content = form.cleaned_data["file"].read()
            only_checked = request.POST.get("viec") == "kiem-tra"
            problems = tuple(self.check(content)) if only_checked else self._used(request, form, content)
            if not problems and not only_checked:
                messages.success(request, _("Đã dùng mẫu mới từ hôm nay."))
                return sent_to(self.page)
            is_right = not problems
            for problem in problems:
                form.add_error("file", problem)
        context = {
            "form": form, "is_right": is_right, "placeholders": self.placeholders.items(),
            "fields": self.fields.items(), "templates": self._templates(request),
        }  # fmt: skip
        return render(request, self.html, context, status=422 if form.is_bound and not is_right else 200)

    def begin(self, request: HttpRequest) -> HttpResponse:
        """A file with its places open, to be changed in Word."""
        _must(request)
        return _word(self.starter(), self.starter_name)

    def file(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A file as it was sent."""
        found = self._visible(request, pk)
        return _word(bytes(found.content), f"{self.paper}-{found.pk}.docx")

    def restore(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Back to the built-in layout from today on."""
        found = self._visible(request, pk)
        return press(
            request,
            lambda: restore_builtin(actor=request.user, paper=self.paper, organization=found.organization, now=now()),
            to=self.page, done=_("Đã trở lại mẫu có sẵn từ hôm nay."),
        )  # fmt: skip

    def _used(self, request: HttpRequest, form: TemplateForm, content: bytes) -> tuple[str, ...]:
        chosen = form.cleaned_data
        try:
            self.put_in_use(
                actor=request.user, name=chosen["name"], organization=chosen["organization"], content=content,
                file_name=chosen["file"].name, now=now(),
            )  # fmt: skip
        except CannotUse as reason:
            return reason.problems
        return ()

    def _templates(self, request: HttpRequest) -> list[tuple[PaperTemplate, bool]]:
        rows = self._seen(request).defer("content").order_by("-valid_from", "-pk")
        return [(each, each.is_open and rules.may_manage_templates(request.user, each.organization)) for each in rows]

    def _visible(self, request: HttpRequest, pk: int) -> PaperTemplate:
        _must(request)
        return get_object_or_404(self._seen(request), pk=pk)

    def _seen(self, request: HttpRequest):
        return PaperTemplate.objects.visible_to(request.user).filter(paper=self.paper).select_related("organization")


def _must(request: HttpRequest) -> None:
    require(rules.may_open_templates(request.user))


def _word(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=WORD_TYPE, headers=headers)
