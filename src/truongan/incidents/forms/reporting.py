"""The one short page of a report, and the longer one that corrects a case."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from truongan.activities.forms import PhotosField
from truongan.incidents.actions import MOST_PHOTOS
from truongan.incidents.facts import Counted, IncidentFacts, Report
from truongan.incidents.forms.choices import Offer, named
from truongan.incidents.forms.fields import FARTHEST_CLOCK, LONGEST_WAIT, MomentField, PhoneClockField, count, lines
from truongan.incidents.models import Incident
from truongan.incidents.states import Causer, Group, Role

_UNDER_16 = (("", _("Chưa rõ")), ("yes", _("Có")), ("no", _("Không")))
_NO_NAMES = _("Không ghi tên học sinh ở đây.")


class _OfOffer(forms.Form):
    """Fields both pages have; rows chosen come back as rows."""

    def __init__(self, *args: Any, offer: Offer, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.offer = offer
        self._choices("category", [("", _("Chọn loại vụ việc")), *offer.category_groups])
        self._choices("severity", named(offer.severities))
        self._choices("disease", [("", _("Không, hoặc chưa rõ")), *named(offer.diseases)])

    def _choices(self, name: str, choices: list) -> None:
        field: Any = self.fields[name]
        field.choices = choices

    def chosen(self, name: str, rows: dict[str, Any]) -> Any:
        return rows.get(self.cleaned_data.get(name) or "")


class ReportForm(_OfOffer):
    """What happened, how grave, where, when. Everything else can wait until help is on its way."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    phone_at = PhoneClockField()  # when the person pressed send
    phone_now = PhoneClockField()  # when the telephone could send
    category = forms.ChoiceField(label=_("Chuyện gì"), error_messages={"required": _("Chọn loại vụ việc.")})
    severity = forms.ChoiceField(label=_("Mức độ"), widget=forms.RadioSelect, required=False)
    disease = forms.ChoiceField(label=_("Nếu là bệnh: bệnh gì"), required=False)
    place = forms.CharField(
        label=_("Ở đâu"), max_length=200, required=False, help_text=_("Ví dụ: cổng trường, sân sau, lớp 8A.")
    )
    occurred = MomentField(label=_("Lúc nào"), required=False, help_text=_("Để trống nếu vừa xảy ra."))
    what = lines(_("Chuyện gì đã xảy ra"), help_text=_NO_NAMES)
    pupil_count = count(_("Số học sinh bị hại"))
    injured_count = count(_("trong đó bị thương"))

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._choices(
            "severity", [("", _("Chưa rõ: lấy mức thường gặp của loại này")), *_explained(self.offer.severities)]
        )
        self.fields["photos"] = PhotosField(
            help_text=_("Tối đa %(n)s ảnh. Ảnh được thu nhỏ, bỏ vị trí và thông tin máy chụp.") % {"n": MOST_PHOTOS}
        )

    def clean_photos(self) -> list:
        photos = self.cleaned_data["photos"]
        if len(photos) > MOST_PHOTOS:
            raise forms.ValidationError(
                _("Bạn chọn %(n)s ảnh; mỗi lần báo gửi tối đa %(most)s ảnh. Chọn những ảnh rõ nhất rồi gửi lại.")
                % {"n": len(photos), "most": MOST_PHOTOS}
            )
        return photos

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if (told.get("injured_count") or 0) > (told.get("pupil_count") or told.get("injured_count") or 0):
            self.add_error("injured_count", _("Số bị thương không thể nhiều hơn số học sinh bị hại."))
        return told

    def report(self, now: datetime) -> Report:
        """What was told; without a time it happened when the person pressed send."""
        told = self.cleaned_data
        pressed = told["phone_at"]
        sent = told["phone_now"]
        if sent and abs(sent - now) > FARTHEST_CLOCK:
            pressed = sent = None
        is_fresh = pressed and sent and abs(sent - pressed) <= LONGEST_WAIT
        return Report(
            category=self.chosen("category", self.offer.categories),
            severity=self.chosen("severity", self.offer.severities) or self.offer.usual_severity(told["category"]),
            disease=self.chosen("disease", self.offer.diseases),
            occurred_at=told["occurred"] or (pressed if is_fresh else sent) or now,
            place=told["place"],
            what=told["what"],
            pupil_count=told["pupil_count"],
            injured_count=told["injured_count"],
            phone_now=sent,
        )


class IncidentForm(_OfOffer):
    """Everything known of a case, with the people counted by role and group."""

    seen_at = forms.CharField(widget=forms.HiddenInput, required=False)
    category = forms.ChoiceField(label=_("Loại vụ việc"))
    severity = forms.ChoiceField(
        label=_("Mức độ"),
        help_text=_("Tăng mức độ hoặc đổi loại: người phân công mới nêu tên được báo ngay khi bạn lưu."),
    )
    disease = forms.ChoiceField(label=_("Bệnh"), required=False)
    violation_level = forms.ChoiceField(
        label=_("Mức vi phạm của học sinh"), required=False, help_text=_("Theo Thông tư 19/2025/TT-BGDĐT.")
    )
    occurred = MomentField(label=_("Xảy ra lúc"))
    place = forms.CharField(label=_("Nơi xảy ra"), max_length=200, required=False)
    what = lines(_("Chuyện gì đã xảy ra"), 6, help_text=_NO_NAMES)
    causer = forms.ChoiceField(label=_("Do ai gây ra"), choices=Causer)
    has_child_victim = forms.ChoiceField(
        label=_("Có trẻ em dưới 16 tuổi bị hại?"), choices=_UNDER_16, required=False,
        help_text=_("Có: các thời hạn bảo vệ trẻ em bắt đầu chạy."),
    )  # fmt: skip
    declared_count = count(_("Tổng số người liên quan"), _("Để trống thì lấy tổng các ô trên."))

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._choices("violation_level", [("", _("Không xếp mức")), *named(self.offer.violation_levels)])
        for role, role_label in Role.choices:
            for group, group_label in Group.choices:
                self.fields[f"n_{role}_{group}"] = count(f"{group_label} {str(role_label).lower()}")
                self.fields[f"i_{role}_{group}"] = count(_("bị thương"))

    def people(self) -> list[dict[str, Any]]:
        """The boxes in rows, for the template."""
        return [
            {
                "label": label,
                "cells": [(self[f"n_{role}_{group}"], self[f"i_{role}_{group}"]) for group in Group.values],
            }
            for role, label in Role.choices
        ]

    def facts(self) -> IncidentFacts:
        told = self.cleaned_data
        return IncidentFacts(
            category=self.chosen("category", self.offer.categories),
            severity=self.chosen("severity", self.offer.severities),
            disease=self.chosen("disease", self.offer.diseases),
            violation_level=self.chosen("violation_level", self.offer.violation_levels),
            occurred_at=told["occurred"],
            place=told["place"],
            what=told["what"],
            causer=told["causer"],
            declared_count=told["declared_count"],
            has_child_victim={"yes": True, "no": False}.get(told["has_child_victim"]),
            involved=tuple(self._involved()),
        )

    def _involved(self):
        told = self.cleaned_data
        for role in Role.values:
            for group in Group.values:
                people, hurt = told[f"n_{role}_{group}"] or 0, told[f"i_{role}_{group}"] or 0
                if people or hurt:
                    yield Counted(role, group, people, hurt)


def _explained(severities: dict[str, Any]) -> list[tuple[str, str]]:
    """`Nghiêm trọng: có người bị thương…`: who is in a hurry need not guess what a degree means."""
    return [
        (key, f"{row.name}: {row.meaning[:1].lower()}{row.meaning[1:]}" if row.meaning else row.name)
        for key, row in severities.items()
    ]


def initial_of(incident: Incident) -> dict[str, Any]:
    """The page as it stands now."""
    answers = {True: "yes", False: "no", None: ""}
    initial: dict[str, Any] = {
        "category": incident.category_id,
        "severity": incident.severity_id,
        "disease": incident.disease_id or "",
        "violation_level": incident.violation_level_id or "",
        "occurred": incident.occurred_at,
        "place": incident.place,
        "what": incident.what,
        "causer": incident.causer,
        "has_child_victim": answers[incident.has_child_victim],
        "declared_count": incident.declared_count,
        "seen_at": incident.changed_at.isoformat() if incident.changed_at else "",
    }
    for each in incident.involved.all():
        initial[f"n_{each.role}_{each.group}"] = each.count
        initial[f"i_{each.role}_{each.group}"] = each.injured_count or None
    return initial
