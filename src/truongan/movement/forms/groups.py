"""What is typed about the life of groups: who takes over, a list to compare, a post for many."""

from django import forms
from django.utils.translation import gettext_lazy as _

from truongan.movement.forms.fields import DayField, FilesField
from truongan.movement.models.post import LONGEST
from truongan.movement.queries.comparing import MOST_LINES
from truongan.web.form_guard import GuardedForm
from truongan.workbooks.grids import open_grids
from truongan.workbooks.intake import check_file
from truongan.workbooks.refusals import CannotRead

_LARGEST_LIST = 2 * 1024 * 1024


class OwnerForm(forms.Form):
    person = forms.ChoiceField(label=_("Người nhận nhóm"))
    how = forms.ChoiceField(
        label=_("Cách giao"), widget=forms.RadioSelect, initial="offer",
        choices=[("offer", _("Mời, người đó tự nhận")), ("assign", _("Giao luôn (quản trị đơn vị)"))],
    )  # fmt: skip

    def __init__(self, *args, people, may_assign: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        self.fields["person"].choices = [("", _("Chọn người")), *((pk, one.name) for pk, one in self.people.items())]  # type: ignore[attr-defined]
        if not may_assign:
            del self.fields["how"]

    def clean_person(self):
        return self.people[self.cleaned_data["person"]]


class ListForm(forms.Form):
    """A member list pasted, or as a file; the file is read into text at once, so that nothing of it has to be kept."""

    text = forms.CharField(
        label=_("Danh sách thành viên nhóm hiển thị"), required=False, strip=False, max_length=600_000,
        widget=forms.Textarea(attrs={"rows": 8}), help_text=_("Mỗi người một dòng; biểu tượng, vai trò, số điện thoại che một phần đều được."),
    )  # fmt: skip
    file = forms.FileField(label=_("Hoặc tệp Excel, CSV, văn bản"), required=False)
    declared_count = forms.IntegerField(
        label=_("Số thành viên nhóm hiển thị"), min_value=0, max_value=100_000, required=False
    )
    on = DayField(label=_("Ngày xem danh sách"))
    last_message_on = DayField(label=_("Ngày của tin gần nhất"), required=False)
    files = FilesField(label=_("Ảnh chụp màn hình"))  # type: ignore[assignment]  # a field, not what was sent

    def clean(self):
        found = super().clean() or {}
        if sent := found.get("file"):
            found["text"] = _text_of(sent)
        lines = [line for line in found.get("text", "").splitlines() if line.strip()]
        if not lines and not self.errors:
            raise forms.ValidationError(_("Dán danh sách, hoặc chọn tệp."))
        if len(lines) > MOST_LINES:
            raise forms.ValidationError(
                _("Danh sách dài quá %(n)s dòng. Kiểm tra có dán nhầm không.") % {"n": MOST_LINES}
            )
        return found


def _text_of(sent) -> str:
    if sent.size > _LARGEST_LIST:
        raise forms.ValidationError({"file": _("Tệp lớn quá 2 MB. Dán danh sách vào ô thay vì gửi tệp.")})
    try:
        with open_grids(check_file(sent.read(), sent.name)) as grids:
            rows = [row for grid in grids for _number, row in grid.cells]
    except CannotRead as reason:
        raise forms.ValidationError({"file": str(reason)}) from reason
    return "\n".join(" ".join(str(cell) for cell in row if cell not in ("", None)) for row in rows)


class PostForm(forms.Form):
    text = forms.CharField(
        label=_("Nội dung đăng"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_("Tối đa 2.000 chữ cái kể cả đường dẫn. Không nêu tên học sinh, không kể vụ việc."),
    )  # fmt: skip
    link = forms.URLField(label=_("Đường dẫn kèm theo"), max_length=300, required=False, assume_scheme="https")
    tells_members = forms.BooleanField(
        label=_("Báo riêng cho từng thành viên"), required=False,
        help_text=_("Qua hộp thông báo và kênh của từng người; mỗi người bấm “Đã nhận” một lần. Không thay cho tin đăng trong nhóm."),
    )  # fmt: skip
    token = forms.CharField(widget=forms.HiddenInput, max_length=64, min_length=16)


class RecallForm(forms.Form):
    reason = forms.CharField(label=_("Lý do rút"), max_length=300)


class CorrectionForm(PostForm):
    link = None  # type: ignore[assignment]  # that of the post which is corrected
    tells_members = None  # type: ignore[assignment]  # as with the post which is corrected


class ReceiptForm(GuardedForm):
    """A member without an account says to have read it."""

    purpose = "movement.receipt"
    phone = forms.CharField(
        label=_("Số điện thoại của bạn"), max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )  # fmt: skip
