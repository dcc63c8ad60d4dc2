"""The queue, and one tip with everything done about it."""

from collections.abc import Callable

from django.contrib import messages
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from truongan.audit.queries import history_of
from truongan.documents.uploads import EXTENSIONS
from truongan.kernel.clock import now, today_vn
from truongan.kernel.refusals import require
from truongan.tips import rules
from truongan.tips.actions import (
    conclude_tip,
    forward_tip,
    note_on_tip,
    open_tip,
    reply_to_tipster,
)
from truongan.tips.forms import ForwardForm, StateForm, WordsForm
from truongan.tips.models import Tip, TipOfficer
from truongan.tips.queries.desk import (
    queue_rows,
    units_administered,
    units_concerned,
    units_in_duty,
    units_known,
    units_to_forward_to,
)
from truongan.tips.queries.numbers import SMALLEST_SHOWN, unit_years
from truongan.tips.rings import Ring, Story, TipKeys, conversation, opened_file
from truongan.tips.sealing import CannotOpen
from truongan.tips.states import NEXT, OPEN, TONES, Kind, TipState
from truongan.tips.views.keyholding import desk_page, ring_of, visible_tip, with_passphrase
from truongan.web.answering import answer, press, sent_to
from truongan.web.paging import page_of


@desk_page("GET", "HEAD")
def queue(request: HttpRequest) -> HttpResponse:
    """Tips of one's units, unread first; topic and place only while the key is unlocked."""
    ring = ring_of(request)
    tips = Tip.objects.visible_to(request.user, today_vn()).select_related("holder").prefetch_related("accesses")
    state = request.GET.get("tt", "")
    if state in TipState.values:
        tips = tips.filter(state=state)
    elif state == "mo":
        tips = tips.filter(state__in=OPEN)
    page = page_of(request, tips.order_by(F("is_unread").desc(), "-changed_on", "-pk"))
    context = {
        "page": page, "rows": queue_rows(request.user, ring, page, today_vn()), "is_open": ring is not None,
        "duties": units_in_duty(request.user).order_by("sort_key"), "states": TipState.choices,
        "may_name": units_administered(request.user).exists(),
        "handles": TipOfficer.objects.handlers().filter(user=request.user.pk).exists(),
    }  # fmt: skip
    return render(request, "tips/queue.html", context)


@desk_page("GET", "HEAD")
def tip(request: HttpRequest, pk: int) -> HttpResponse:
    """One tip in clear: account, conversation, files, notes, what may be done."""
    return _opened(request, pk, _page)


def _opened(
    request: HttpRequest, pk: int, show: Callable[[HttpRequest, Ring, Tip, TipKeys, Story], HttpResponse]
) -> HttpResponse:
    found, ring = visible_tip(request, pk), ring_of(request)
    if ring is None:
        return with_passphrase(request, lambda ring: _shown(request, ring, found, show))
    return _shown(request, ring, found, show)


def _shown(
    request: HttpRequest,
    ring: Ring,
    found: Tip,
    show: Callable[[HttpRequest, Ring, Tip, TipKeys, Story], HttpResponse],
) -> HttpResponse:
    try:
        keys, story = open_tip(actor=request.user, ring=ring, tip=found, now=now())
    except CannotOpen:
        return render(request, "tips/without_key.html", {"tip": found}, status=403)
    return show(request, ring, found, keys, story)


def _page(
    request: HttpRequest, ring: Ring, found: Tip, keys: TipKeys, story: Story, *, status: int = 200, **forms
) -> HttpResponse:
    context = {
        "tip": found, "story": story, "tone": TONES[TipState(found.state)],
        "concerned": units_concerned(story),
        "said": conversation(found, keys, Kind.values), "files": found.files.filter(message=None),
        "may_answer": rules.may_answer(request.user, found, today_vn()),
        "reply_form": WordsForm(prefix="tra-loi"), "note_form": WordsForm(prefix="ghi-chu"),
        "state_form": StateForm(state=found.state), "may_move": bool(NEXT[found.state]),
        "is_ending": found.state == TipState.UNSUBSTANTIATED, "log": history_of(found), **forms,
    }  # fmt: skip
    return render(request, "tips/tip.html", context, status=status)


@desk_page("POST")
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    return _say(
        request, pk, "tra-loi", "reply_form", reply_to_tipster, _("Đã trả lời; người tố giác đọc bằng mã của họ.")
    )


@desk_page("POST")
def note(request: HttpRequest, pk: int) -> HttpResponse:
    return _say(request, pk, "ghi-chu", "note_form", note_on_tip, _("Đã ghi chú; người tố giác không đọc được."))


def _say(request: HttpRequest, pk: int, prefix: str, name: str, act: Callable, done: str) -> HttpResponse:
    form = WordsForm(request.POST, prefix=prefix)

    def answered(request, ring, found, keys, story) -> HttpResponse:
        _must_answer(request, found)
        if not form.is_valid():
            return _page(request, ring, found, keys, story, status=422, **{name: form})
        act(actor=request.user, ring=ring, tip=found, text=form.cleaned_data["text"], now=now())
        messages.success(request, done)
        return sent_to(found.get_absolute_url())

    return _opened(request, pk, answered)


def _must_answer(request: HttpRequest, found: Tip) -> None:
    require(rules.may_answer(request.user, found, today_vn()))


@desk_page("POST")
def state(request: HttpRequest, pk: int) -> HttpResponse:
    """Move on: the choice is on the tip's page."""

    def answered(request, ring, found, _keys, _story) -> HttpResponse:
        _must_answer(request, found)
        form = StateForm(request.POST, state=found.state)
        chosen = form.cleaned_data["state"] if form.is_valid() else ""
        return press(
            request, lambda: conclude_tip(actor=request.user, ring=ring, tip=found, state=chosen, now=now()), to=found,
            done=_("Đã ghi tình trạng mới; người tố giác thấy khi mở bằng mã."),
        )  # fmt: skip

    return _opened(request, pk, answered)


@desk_page("GET", "HEAD", "POST")
def forward(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand the tip to another unit."""

    def answered(request, ring, found, keys, story) -> HttpResponse:
        _must_answer(request, found)
        able = units_to_forward_to(found, story.concerned, today_vn())
        form = ForwardForm(request.POST if request.method == "POST" else None, organizations=able)
        return answer(
            request, form, lambda: forward_tip(actor=request.user, ring=ring, tip=found, now=now(), **form.cleaned_data),
            template="tips/forward.html", done=_("Đã chuyển tố giác."), tip=found, able=able.exists(),
            to=lambda _result: found if form.cleaned_data["keeps_access"] else "/lam-viec/to-giac/",
        )  # fmt: skip

    return _opened(request, pk, answered)


@desk_page("GET", "HEAD")
def file(request: HttpRequest, pk: int, file_pk: int) -> HttpResponse:
    """A picture, opened in memory and always saved: nothing that was sent is shown by the browser as a page."""

    def answered(request, ring, found, keys, story) -> HttpResponse:
        kept = found.files.filter(pk=file_pk).first()
        if kept is None:
            raise Http404
        content, content_type = opened_file(kept, keys)
        ending = EXTENSIONS.get(content_type, "bin")
        response = HttpResponse(content, content_type=content_type if ending != "bin" else "application/octet-stream")
        response["Content-Disposition"] = f'attachment; filename="to-giac-{found.pk}-{kept.pk}.{ending}"'
        response["X-Content-Type-Options"] = "nosniff"
        return response

    return _opened(request, pk, answered)


@desk_page("GET", "HEAD")
def figures(request: HttpRequest) -> HttpResponse:
    """Numbers of the units one handles or administers, small ones hidden."""
    units, day = list(units_known(request.user)), today_vn()
    handled = TipOfficer.objects.handlers().in_post_on(day).filter(user=request.user)
    years = unit_years(units, day, handled=set(handled.values_list("organization", flat=True)))
    return render(request, "tips/figures.html", {"units": years, "smallest": SMALLEST_SHOWN})
