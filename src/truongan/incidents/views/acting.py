"""Everything done to a case with one small form: note, step, task, notice, name, photo, conclusion, hand-over, merge."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from truongan.incidents import actions, rules
from truongan.incidents.forms import acts as forms
from truongan.incidents.models import Incident
from truongan.incidents.views.answering import seen
from truongan.kernel.clock import now
from truongan.kernel.refusals import require
from truongan.web.answering import form_page, sent_to

Done = Callable[[Any, Incident, dict[str, Any], Any], Any]


@dataclass(frozen=True)
class Act:
    """One thing to do: its form, who may, what is done, and what is said of it."""

    title: str | Promise
    button: str | Promise
    form: type[forms.ActForm]
    may: Callable[[Any, Incident], bool]
    do: Done
    lead: str | Promise = ""
    tone: str = "main"


def _moment(told: dict[str, Any], at: Any) -> Any:
    return told["at"] or at


def _notify(user, incident: Incident, told: dict[str, Any], at: Any) -> None:
    # `limit` was read by the form: a row of this very case.
    actions.record_notification(
        actor=user, incident=incident, limit=told["limit"], at=_moment(told, at), told=told["told"], now=at
    )


def _task(user, incident: Incident, told: dict[str, Any], at: Any) -> None:
    actions.give_task(
        actor=user, incident=incident, text=told["text"], person=told["person"], due_at=told["due_at"], now=at
    )


def _photos(user, incident: Incident, told: dict[str, Any], at: Any) -> list[str]:
    _kept, refused = actions.add_photos(actor=user, incident=incident, files=told["photos"], now=at)
    return refused


ACTS: dict[str, Act] = {
    "nhan": Act(
        gettext_lazy("Nhận vụ việc"), gettext_lazy("Tôi nhận"), forms.ConfirmForm, rules.may_follow,
        lambda user, incident, told, at: actions.take_incident(actor=user, incident=incident, now=at),
        gettext_lazy("Người khác thấy bạn đã nhận; không ai bị gọi thêm."),
    ),
    "xu-ly": Act(
        gettext_lazy("Bắt đầu xử lý"), gettext_lazy("Bắt đầu xử lý"), forms.ConfirmForm, rules.may_follow,
        lambda user, incident, told, at: actions.start_work(actor=user, incident=incident, now=at),
    ),
    "ghi-chu": Act(
        gettext_lazy("Ghi chú"), gettext_lazy("Ghi"), forms.NoteForm, rules.may_follow,
        lambda user, incident, told, at: actions.add_note(actor=user, incident=incident, text=told["text"], now=at),
    ),
    "buoc": Act(
        gettext_lazy("Ghi bước xử lý ban đầu"), gettext_lazy("Ghi"), forms.StepForm, rules.may_follow,
        lambda user, incident, told, at: actions.record_step(
            actor=user, incident=incident, kind=told["kind"], at=_moment(told, at), told=told["told"], now=at
        ),
        gettext_lazy("Nghị định 80/2017/NĐ-CP, Điều 6 khoản 3. Không văn bản nào đặt số giờ; ghi đúng lúc đã làm."),
    ),
    "viec": Act(
        gettext_lazy("Giao việc"), gettext_lazy("Giao"), forms.TaskForm, rules.may_follow, _task,
    ),
    "thong-bao": Act(
        gettext_lazy("Ghi thông báo theo quy định"), gettext_lazy("Ghi"), forms.NotificationForm, rules.may_follow, _notify,
    ),
    "neu-ten": Act(
        gettext_lazy("Nêu tên người liên quan"), gettext_lazy("Ghi tên"), forms.NameForm, rules.may_decide,
        lambda user, incident, told, at: actions.name_person(actor=user, incident=incident, now=at, **told),
        gettext_lazy("Chỉ khi công việc cần. Số liệu, danh sách, tin nhắn không bao giờ có tên."),
    ),
    "anh": Act(
        gettext_lazy("Thêm ảnh"), gettext_lazy("Tải ảnh lên"), forms.MorePhotosForm, rules.may_follow, _photos,
    ),
    "to-giac": Act(
        gettext_lazy("Gắn tin tố giác"), gettext_lazy("Gắn"), forms.TipForm, rules.may_follow,
        lambda user, incident, told, at: actions.link_tip(
            actor=user, incident=incident, number=told["number"], now=at
        ),
        gettext_lazy("Chỉ gắn số và tình trạng; nội dung tố giác vẫn khóa."),
    ),
    "ket-thuc": Act(
        gettext_lazy("Kết thúc vụ việc"), gettext_lazy("Kết thúc"), forms.ConcludeForm, rules.may_decide,
        lambda user, incident, told, at: actions.conclude_incident(actor=user, incident=incident, now=at, **told),
        gettext_lazy("“Không có căn cứ” bắt đầu thời hạn xóa nội dung, tên và ảnh; các con số được giữ."),
    ),
    "mo-lai": Act(
        gettext_lazy("Mở lại vụ việc"), gettext_lazy("Mở lại"), forms.ReasonForm, rules.may_decide,
        lambda user, incident, told, at: actions.reopen_incident(
            actor=user, incident=incident, reason=told["reason"], now=at
        ),
    ),
    "chuyen": Act(
        gettext_lazy("Chuyển cơ quan khác xử lý"), gettext_lazy("Chuyển"), forms.HandOverForm, rules.may_decide,
        lambda user, incident, told, at: actions.hand_over(actor=user, incident=incident, now=at, **told),
    ),
    "gop": Act(
        gettext_lazy("Gộp vụ trùng"), gettext_lazy("Gộp vào vụ đã chọn"), forms.MergeForm, rules.may_decide,
        lambda user, incident, told, at: actions.merge_duplicate(
            actor=user, incident=incident, into=told["into"], now=at
        ),
        gettext_lazy("Vụ này kết thúc và thôi tính; bỏ gộp được."),
    ),
    "bo-gop": Act(
        gettext_lazy("Bỏ gộp"), gettext_lazy("Tách ra"), forms.ConfirmForm, rules.may_decide,
        lambda user, incident, told, at: actions.undo_merge(actor=user, incident=incident, now=at),
    ),
}  # fmt: skip


@form_page
@login_required
def act(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """One form of a case; refused, it comes back with the reason and everything typed."""
    incident = seen(request, pk)
    known = ACTS.get(what)
    if known is None:
        raise Http404
    require(known.may(request.user, incident))
    form = known.form(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        incident=incident,
        user=request.user,
    )
    if request.method == "POST" and form.is_valid():
        answer = _done(request, incident, known, form)
        if answer is not None:
            return answer
    context = {"incident": incident, "form": form, "act": known}
    return render(request, "incidents/act.html", context, status=422 if form.is_bound else 200)


def _done(request: HttpRequest, incident: Incident, known: Act, form: forms.ActForm) -> HttpResponse | None:
    try:
        refused = known.do(request.user, incident, form.cleaned_data, now())
    except actions.CannotWorkOnIncident as reason:
        form.add_error(None, str(reason))
        return None
    messages.success(request, _("%(what)s: đã ghi.") % {"what": known.title})
    for reason in refused if isinstance(refused, list) else ():
        messages.warning(request, _("Ảnh không được giữ: %(reason)s") % {"reason": reason})
    return sent_to(incident)
