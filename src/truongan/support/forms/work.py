"""What the responsible unit writes about a question."""

from django import forms
from django.utils.translation import gettext_lazy as _

from truongan.organizations.forms import offer_organizations
from truongan.organizations.models import Organization
from truongan.support.actions import Wording
from truongan.support.models import Question
from truongan.support.queries import colleagues, forwarding_targets

_LONG = 20_000  # letters of an answer


def _lines(label, rows: int = 6, **options) -> forms.CharField:
    options.setdefault("max_length", _LONG)
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **options)


class AnswerForm(forms.Form):
    text = _lines(
        _("Trả lời"), rows=12, required=False, help_text=_("Người hỏi đọc nguyên văn khi mở bằng mã theo dõi.")
    )  # fmt: skip


class AskBackForm(forms.Form):
    text = _lines(_("Cần người hỏi bổ sung điều gì"))


class RefuseForm(forms.Form):
    reason = _lines(_("Lý do không giải quyết"), help_text=_("Nói rõ người hỏi cần đến đâu, làm gì tiếp."))


class ReopenForm(forms.Form):
    reason = _lines(_("Lý do mở lại"), rows=3)


class NoteForm(forms.Form):
    text = _lines(_("Ghi chú nội bộ"), rows=3)


class RevealForm(forms.Form):
    reason = forms.CharField(label=_("Lý do cần thông tin liên hệ"), max_length=300)


class AssignForm(forms.Form):
    person: forms.ModelChoiceField = forms.ModelChoiceField(
        None, label=_("Người phụ trách"), empty_label=_("Chọn người")
    )

    def __init__(self, *args, question: Question, day, **kwargs):
        kwargs.setdefault("initial", {"person": question.responsible_id})
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = colleagues(question.organization, day)  # type: ignore[attr-defined]  # a choice


class ForwardForm(forms.Form):
    organization = forms.ModelChoiceField(
        Organization.objects.none(), label=_("Chuyển đến"), empty_label=_("Chọn đơn vị")
    )  # fmt: skip
    reason = _lines(_("Lý do chuyển"), rows=4, help_text=_("Người hỏi và đơn vị nhận đều đọc."))

    def __init__(self, *args, question: Question, **kwargs):
        super().__init__(*args, **kwargs)
        offer_organizations(self, "organization", forwarding_targets(question))


class PublishForm(forms.Form):
    """Question and answer for everybody, in the editor's words."""

    title = forms.CharField(label=_("Câu hỏi ngắn gọn"), max_length=200)
    asked = _lines(
        _("Câu hỏi"), help_text=_("Viết lại, bỏ tên, số điện thoại, địa chỉ, tình tiết nhận ra được người hỏi.")
    )
    answer = _lines(_("Trả lời"), rows=10)
    checked = forms.BooleanField(
        label=_("Tôi đã xem từng chỗ được nêu: không phải dữ liệu cá nhân của ai"), required=False
    )  # fmt: skip

    @property
    def wording(self) -> Wording:
        return Wording(self.cleaned_data["title"], self.cleaned_data["asked"], self.cleaned_data["answer"])
