"""What everybody reads, and the form with which they ask."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from truongan.kernel.clock import now, today_vn
from truongan.support.actions import Asker, CannotSupport, ask_question
from truongan.support.codes import code_of
from truongan.support.forms.public import AREAS, AskForm, CodeForm, WhereForm
from truongan.support.models import PublishedAnswer, Topic
from truongan.support.queries import served_areas
from truongan.support.routing import responsible_for
from truongan.web.page_cache import cached_page
from truongan.web.paging import page_of

_NEWEST, _PER_PAGE = 5, 20


@require_safe
@cached_page("support")
def home(request: HttpRequest) -> HttpResponse:
    """How to ask, how to follow, what was answered lately."""
    shown = PublishedAnswer.objects.shown().select_related("topic", "organization")
    context = {
        "topics": Topic.objects.offered().in_order(),
        "newest": shown.newest_first()[:_NEWEST],
        "where": WhereForm(areas=served_areas(today_vn())),
    }
    return render(request, "support/home.html", {**context, **_area_list()})


@require_safe
@cached_page("support", query=("q", "linh_vuc", "trang"))
def answers(request: HttpRequest) -> HttpResponse:
    """Published questions and answers, newest first; `q` words with or without diacritics, `linh_vuc` topic."""
    rows = PublishedAnswer.objects.shown().select_related("topic", "organization")
    asked = request.GET.get("linh_vuc", "")
    if asked.isdecimal() and len(asked) < 10:
        rows = rows.filter(topic=int(asked))
    rows = rows.search(request.GET.get("q", "").strip()[:100]).newest_first()
    topics = Topic.objects.filter(published__is_shown=True).distinct().in_order()
    return render(request, "support/answers.html", {"page": page_of(request, rows, _PER_PAGE), "topics": topics})


@require_safe
@cached_page("support")
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """One published answer, with others of its topic."""
    shown = PublishedAnswer.objects.shown().select_related("topic", "organization")
    found = get_object_or_404(shown, pk=pk)
    others = PublishedAnswer.objects.shown().filter(topic=found.topic).exclude(pk=pk).newest_first()[:_NEWEST]
    return render(request, "support/answer.html", {"published": found, "others": others})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def ask(request: HttpRequest) -> HttpResponse:
    """The form; with topic and area in the address it says who will answer and by when, before anything is typed."""
    day, areas = today_vn(), served_areas(today_vn())
    where = _where(request, areas, day)
    if request.method == "POST":
        form = AskForm(request.POST, request.FILES, areas=areas, now=now())
        if form.is_valid() and (answer := _received(request, form)):
            return answer
    else:
        form = AskForm(areas=areas, now=now(), initial=_chosen(request, where))
    context = {"form": form, "where": where, **_area_list()}
    return render(request, "support/ask.html", context, status=422 if form.is_bound else 200)


def _received(request: HttpRequest, form: AskForm) -> HttpResponse | None:
    """The acknowledgement with the code, shown in the answer itself: an address with it would stay in histories."""
    given, moment = form.cleaned_data, now()
    code = code_of(given["form_token"])
    try:
        question = ask_question(
            topic=given["topic"], unit=given["unit"], text=given["text"], files=given["attached"], code=code,
            asker=Asker(given["name"], given["asker_kind"], given["phone"], given["email"]),
            token_key=form.token_key, is_proven=form.is_proven, now=moment,
        )  # fmt: skip
    except CannotSupport as reason:
        form.add_error(None, str(reason))
        return None
    context = {
        "question": question,
        "code": code,
        "is_again": question.received_at != moment,
        "follow": CodeForm(initial={"ma": code}),
    }
    return render(request, "support/acknowledged.html", context)


def _chosen(request: HttpRequest, where: dict) -> dict:
    """Typed "nenh" and understood: the form goes on with the unit's name, which the asker can check."""
    unit = where.get("unit")
    return {
        "topic": request.GET.get("linh_vuc", ""),
        "unit": _area_name(unit, with_province=not settings.PROVINCE_CODE)
        if unit
        else request.GET.get("xa", "")[:120],
    }


def _where(request: HttpRequest, areas, day) -> dict:
    """Who answers the topic in the area named in the address; `hole` where nobody does."""
    if not {"linh_vuc", "xa"} <= request.GET.keys():
        return {}
    form = WhereForm(request.GET, areas=areas)
    if not form.is_valid():
        return {"form": form}
    topic, unit = form.cleaned_data["linh_vuc"], form.cleaned_data["xa"]
    organization = responsible_for(topic, unit, day)
    return {"topic": topic, "unit": unit, "organization": organization, "hole": organization is None}


def _area_list() -> dict:
    """The names a browser offers while an area is typed; too many of them would only weigh on the page."""
    rows = list(served_areas(today_vn()).in_vietnamese_order()[: _OFFERED + 1])
    several = len({unit.path.split("/", 1)[0] for unit in rows}) > 1
    return {
        "areas_id": AREAS,
        "areas": [] if len(rows) > _OFFERED else [(_area_name(unit, several), unit.search_fold) for unit in rows],
    }


_OFFERED = 400


def _area_name(unit, with_province: bool) -> str:
    return f"{unit.full_name}, {unit.parent.full_name}" if with_province and unit.parent else unit.full_name
