"""The routing matrix: its rules, the editor, the dry run, the holes."""

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from truongan.accounts.workplace import unit_in_view
from truongan.audit.queries import history_of
from truongan.duty import rules
from truongan.duty.actions import add_rule, change_rule, end_rule
from truongan.duty.forms.matrix import EndRuleForm, NewRuleForm, RuleForm, TryForm, initial_of
from truongan.duty.kinds import categories, severities
from truongan.duty.matrix.checking import Reach, reach_of
from truongan.duty.matrix.choosing import loaded_rule, steps_of
from truongan.duty.models import MatrixRule
from truongan.duty.queries.coverage import KINDS, coverage
from truongan.duty.queries.explaining import as_json
from truongan.duty.queries.routing import explain
from truongan.duty.tables.rules import described, levels_in_words
from truongan.duty.views.answering import answer
from truongan.kernel.clock import now, today_vn
from truongan.kernel.refusals import require
from truongan.organizations.models import Organization
from truongan.web.answering import form_page
from truongan.web.paging import page_of


@require_safe
@login_required
def rule_list(request: HttpRequest) -> HttpResponse:
    """Rules that hold in the place in view, the widest first, and those to come."""
    day = today_vn()
    unit = unit_in_view(request, day)
    found = MatrixRule.objects.visible_to(request.user).not_ended_by(day)
    found = found.touching(unit.path) if unit else found
    rows = found.select_related("unit", "organization", "continues_with").order_by(
        "organization__sort_key", "unit__path", "name", "pk"
    )
    page = page_of(request, rows.order_by("unit__path", "organization__sort_key", "name", "pk"))
    context = {
        "page": page,
        "rows": described(list(page.object_list), day),
        "unit": unit,
        "may_add": rules.may_keep_some_rules(request.user),
    }
    return render(request, "duty/rule_list.html", context)


@require_safe
@login_required
def rule(request: HttpRequest, pk: int) -> HttpResponse:
    """One rule: when it holds, its levels, how far they reach today."""
    get_object_or_404(MatrixRule.objects.visible_to(request.user), pk=pk)
    found = loaded_rule(pk)
    is_current = found.valid_to is None
    context = {
        "rule": found,
        "row": described([found], today_vn())[0],
        "levels": levels_in_words(found),
        "reach": reach_of(found, now()) if is_current and rules.may_keep_some_rules(request.user) else None,
        "may_edit": is_current and rules.may_keep_rules(request.user, _path(found)),
        "newer": MatrixRule.objects.filter(follows=found).first(),
        "history": history_of(found),
    }
    return render(request, "duty/rule.html", context)


@form_page
@login_required
def rule_add(request: HttpRequest) -> HttpResponse:
    require(rules.may_keep_some_rules(request.user))
    day = today_vn()
    unit = unit_in_view(request, day)
    initial = {"since": day, "unit": unit.pk if unit else None, "days": MatrixRule.Days.ANY}
    form = NewRuleForm(request.POST or None, user=request.user, day=day, initial=initial)
    return answer(
        request, form, lambda: add_rule(actor=request.user, now=now(), **form.given()),
        to=_page_of, done=_said, template="duty/rule_form.html", heading=_("Thêm quy tắc báo tin"),
    )  # fmt: skip


@form_page
@login_required
def rule_edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = _editable(request, pk)
    day = today_vn()
    initial = initial_of(found, steps_of(found), day)
    form = RuleForm(request.POST or None, user=request.user, day=day, rule=found, initial=initial)
    return answer(
        request, form, lambda: change_rule(actor=request.user, rule=found, now=now(), **form.given()),
        to=_page_of, done=_said, template="duty/rule_form.html", heading=_("Sửa quy tắc"), rule=found,
        row=described([found], day)[0],
    )  # fmt: skip


@form_page
@login_required
def rule_end(request: HttpRequest, pk: int) -> HttpResponse:
    found = _editable(request, pk)
    form = EndRuleForm(request.POST or None, initial={"on": today_vn()})
    return answer(
        request, form, lambda: end_rule(actor=request.user, rule=found, now=now(), **form.cleaned_data),
        to=found, done=_("Đã kết thúc quy tắc."), heading=_("Kết thúc quy tắc"), note=found.name,
        label=_("Kết thúc"), tone="danger", back=found.get_absolute_url(),
    )  # fmt: skip


@require_safe
@login_required
def dry_run(request: HttpRequest) -> HttpResponse:
    """Who would be told if something happened: levels, people, channels, and why each rule was taken or not."""
    moment = timezone.localtime(now())
    schools = Organization.objects.visible_to(request.user)
    initial = {"ngay": moment.date(), "gio": moment.time().replace(second=0, microsecond=0)}
    form = TryForm(request.GET if "truong" in request.GET else None, organizations=schools, initial=initial)
    context: dict[str, Any] = {"form": form}
    status = 200
    if form.is_bound:
        if not form.is_valid():
            return render(request, "duty/dry_run.html", context, status=422)
        asked = _asked(form)
        found = explain(**asked)
        if request.GET.get("dang") == "json":
            return JsonResponse(as_json(found, **asked), json_dumps_params={"ensure_ascii": False, "indent": 2})
        context |= {"found": found, "asked": asked, "query": request.GET.urlencode()}
        context |= {
            "category": dict(categories()).get(asked["category"]),
            "severity": dict(severities()).get(asked["severity"]),
        }
    return render(request, "duty/dry_run.html", context, status=status)


@require_safe
@login_required
def hole_list(request: HttpRequest) -> HttpResponse:
    """What would go wrong: schools nobody answers for, officers out of reach, nights without anybody on duty."""
    unit = unit_in_view(request, today_vn())
    path = _seen(request, unit)
    require(rules.may_see_holes(request.user, path))
    found = coverage(path, now())
    kind = request.GET.get("loai", "")
    context = {
        "unit": unit,
        "schools": found.schools,
        "kinds": [(code, label, found.counts[code]) for code, label in KINDS.items()],
        "total": len(found.holes),
        "page": page_of(request, found.of(kind)),
        "names": KINDS,
    }
    return render(request, "duty/holes.html", context)


def _seen(request: HttpRequest, unit) -> str:
    if unit is not None:
        return unit.path
    paths = sorted(area.path for area in request.user.scope.areas)  # type: ignore[union-attr]  # signed in
    return paths[0] if paths else ""  # several areas without a unit chosen: the first of them


def _asked(form: TryForm) -> dict[str, Any]:
    given = form.cleaned_data
    at = timezone.make_aware(datetime.combine(given["ngay"], given["gio"]))
    return {"organization": given["truong"], "category": given["loai"], "severity": given["muc"], "at": at}


def _editable(request: HttpRequest, pk: int) -> MatrixRule:
    get_object_or_404(MatrixRule.objects.visible_to(request.user), pk=pk)
    found = loaded_rule(pk)
    require(rules.may_keep_rules(request.user, _path(found)))
    return found


def _path(found: MatrixRule) -> str:
    if found.organization:
        return found.organization.place_path
    return found.unit.path if found.unit else ""


def _page_of(result: tuple[MatrixRule, Reach]) -> MatrixRule:
    return result[0]


def _said(result: tuple[MatrixRule, Reach]) -> str:
    return " ".join([_("Đã lưu quy tắc."), *result[1].warnings])
