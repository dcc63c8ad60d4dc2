"""Views of the editors' screens; Wagtail lets in whoever may use these."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods
from wagtail.admin.modal_workflow import render_modal_workflow

from truongan.news.figure_forms import LiveFigureForm
from truongan.news.rich_text import entity_data


@require_http_methods(["GET", "POST"])
def choose_figure(request: HttpRequest) -> HttpResponse:
    """The window of a live figure; the chosen one as JSON for the editor, an impossible one with its reason."""
    form = (
        LiveFigureForm(request.POST) if request.method == "POST" else LiveFigureForm(initial=_chosen_before(request))
    )
    if form.is_bound and form.is_valid() and form.found:
        return render_modal_workflow(
            request,
            None,
            None,
            None,
            json_data={"step": "chosen", "result": entity_data(form.found.reference, form.found)},
        )
    return render_modal_workflow(
        request, "news/desk/choose_figure.html", None, {"form": form}, json_data={"step": "choose"}
    )


def _chosen_before(request: HttpRequest) -> dict[str, str]:
    given = request.GET.dict()
    place = given.get("place", "")
    if place.startswith("org:"):
        given |= {"place": "", "organization": place.removeprefix("org:")}
    if given.get("day") == "today":
        given["day"] = ""
    return given
