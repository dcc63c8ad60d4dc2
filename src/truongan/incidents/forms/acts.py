"""One small form for each thing done to a case."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from truongan.accounts.models import Person
from truongan.activities.forms import PhotosField
from truongan.incidents.forms.fields import MomentField, lines
from truongan.incidents.limits import clocks_of
from truongan.incidents.models import Incident, Limit
from truongan.incidents.states import Group, Outcome, Role, StepKind
from truongan.kernel.text import nfc
from truongan.organizations.models import Organization

_AT = _("Ghi lúc đã làm; để trống là bây giờ.")


class ActForm(forms.Form):
    """A form about one case, offered to one person."""

    def __init__(self, *args: Any, incident: Incident, user: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.incident, self.user = incident, user
        self.prepare()

    def prepare(self) -> None:
        """Fill choices that depend on the case."""


class ConfirmForm(ActForm):
    """Nothing to fill in: only yes."""


class NoteForm(ActForm):
    text = lines(
        _("Ghi chú"), 3, required=True, help_text=_("Mọi người theo dõi vụ việc đều đọc được. Không ghi tên học sinh.")
    )


class StepForm(ActForm):
    kind = forms.ChoiceField(label=_("Việc đã làm"), choices=StepKind)
    at = MomentField(label=_("Lúc"), required=False, help_text=_AT)
    told = forms.CharField(
        label=_("Cho ai, bằng cách nào"), max_length=200, required=False,
        help_text=_("Ví dụ: Công an phường, gọi điện. Báo bên ngoài thì phải ghi."),
    )  # fmt: skip


class TaskForm(ActForm):
    text = forms.CharField(label=_("Việc cần làm"), max_length=300)
    person = forms.ChoiceField(label=_("Người làm"), required=False)
    due_at = MomentField(label=_("Hạn"), required=False)

    def prepare(self) -> None:
        field: Any = self.fields["person"]
        field.choices = [("", _("Chưa giao ai")), *self._people()]

    def _people(self) -> list[tuple[str, str]]:
        """Those an alarm told, and who took the case."""
        told = {
            str(each["person"]): f"{each['name']} ({each['title']})" if each["title"] else each["name"]
            for level in self.incident.levels
            if level["number"] <= self.incident.level
            for each in level["people"]
        }
        if self.incident.responsible:
            told.setdefault(str(self.incident.responsible.pk), self.incident.responsible.name)
        return list(told.items())

    def clean_person(self) -> Person | None:
        key = self.cleaned_data["person"]
        return Person.objects.filter(pk=int(key)).first() if key else None


class NotificationForm(ActForm):
    limit = forms.ChoiceField(label=_("Theo quy định nào"))
    at = MomentField(label=_("Lúc"), required=False, help_text=_AT)
    told = forms.CharField(
        label=_("Báo cho ai, bằng cách nào"), max_length=200,
        help_text=_("Ví dụ: Trạm Y tế phường, gọi điện, chị Hạnh nhận tin."),
    )  # fmt: skip

    def prepare(self) -> None:
        self.limits = {str(each.limit.pk): each.limit for each in clocks_of(self.incident) if each.done is None}
        field: Any = self.fields["limit"]
        field.choices = [(key, f"{limit.name} ({limit.words})") for key, limit in self.limits.items()]

    def clean_limit(self) -> Limit:
        return self.limits[self.cleaned_data["limit"]]


class NameForm(ActForm):
    name = forms.CharField(
        label=_("Họ và tên"),
        max_length=100,
        help_text=_("Chỉ ghi khi công việc cần. Người chưa đủ 18 tuổi hiện bằng chữ cái đầu."),
    )
    role = forms.ChoiceField(label=_("Vai trò"), choices=Role)
    group = forms.ChoiceField(label=_("Là ai"), choices=Group)
    is_minor = forms.BooleanField(label=_("Chưa đủ 18 tuổi"), required=False, initial=True)
    birth_year = forms.IntegerField(label=_("Năm sinh"), required=False, min_value=1900, max_value=2100)
    note = forms.CharField(label=_("Lớp, nơi ở, ghi chú"), max_length=200, required=False)


class RevealForm(ActForm):
    reason = forms.CharField(
        label=_("Vì sao cần xem họ tên"), max_length=300, help_text=_("Lý do và tên bạn được lưu vào nhật ký.")
    )


class MorePhotosForm(ActForm):
    def prepare(self) -> None:
        self.fields["photos"] = PhotosField(required=True)


class TipForm(ActForm):
    number = forms.IntegerField(
        label=_("Số tin tố giác"),
        min_value=1,
        max_value=2**31,
        help_text=_("Chỉ người xử lý tin đó thấy liên kết này."),
    )


class ConcludeForm(ActForm):
    outcome = forms.ChoiceField(
        label=_("Kết luận"), widget=forms.RadioSelect,
        choices=[(each.value, each.label) for each in Outcome if each != Outcome.DUPLICATE],
    )  # fmt: skip
    text = lines(_("Kết quả xử lý"), 4, required=True, help_text=_("Không ghi tên học sinh."))


class ReasonForm(ActForm):
    reason = forms.CharField(label=_("Lý do"), max_length=300)


class HandOverForm(ActForm):
    to = forms.ChoiceField(label=_("Chuyển cho"))
    reason = forms.CharField(label=_("Lý do, lời nhắn"), max_length=300, required=False)

    def prepare(self) -> None:
        self.organizations = {str(each.pk): each for each in self._agencies()}
        field: Any = self.fields["to"]
        field.choices = [("", _("Chọn cơ quan")), *((key, each.name) for key, each in self.organizations.items())]

    def clean_to(self) -> Organization:
        return self.organizations[self.cleaned_data["to"]]

    def _agencies(self):
        """The school itself and agencies over its place, nearest first; not the one that has it."""
        path = self.incident.place_path
        above = [path[:length] for length in range(1, len(path) + 1)]
        agencies = Organization.objects.filter(place_path__in=above, closed_on=None).exclude(sector="school")
        return [
            *Organization.objects.filter(pk=self.incident.organization_id).exclude(pk=self.incident.holder_id),
            *agencies.exclude(pk=self.incident.holder_id).order_by("-place_path", "sort_key")[:60],
        ]


class MergeForm(ActForm):
    def prepare(self) -> None:
        near = Incident.objects.visible_to(self.user).standing().exclude(pk=self.incident.pk).filter(
            place_path=self.incident.place_path
        )  # fmt: skip
        rows = near.select_related("category", "organization").order_by("-reported_at")[:20]
        choices = [(str(each.pk), f"{each.organization.name}, {each}, {each.category.name}") for each in rows]
        self.fields["into"] = forms.ChoiceField(
            label=_("Là một với vụ"),
            choices=[("", _("Chọn vụ gốc")), *choices],
            help_text=_("Các vụ gần đây cùng địa bàn."),
        )

    def clean_into(self) -> Incident:
        key = nfc(self.cleaned_data["into"])
        found = Incident.objects.visible_to(self.user).select_related("organization", "holder").filter(
            pk=int(key) if key.isdecimal() else 0
        )  # fmt: skip
        incident = found.first()
        if incident is None:
            raise forms.ValidationError(_("Không thấy vụ này."))
        return incident
