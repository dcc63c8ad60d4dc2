"""Forms of readers (guarded, without an account) and of moderators."""

from datetime import datetime, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from truongan.comments import states
from truongan.comments.judging.cleaning import clean
from truongan.kernel.text import fold
from truongan.organizations.models import Organization
from truongan.web.form_guard import FormRefused, GuardedForm, token_age, token_key

# Who sends without script has read the form for a moment at least; a program has not.
_NOT_BEFORE = timedelta(seconds=10)
_NUMBERS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")
_TEENS = ("mười một", "mười hai", "mười ba", "mười bốn", "mười lăm", "mười sáu", "mười bảy", "mười tám")
_WORDS = [fold(word) for word in (*_NUMBERS, *_TEENS)]


class ReaderForm(GuardedForm):
    """A guarded form of one page or comment: its token serves there alone. `about` is that one's number.

    Without script there is no proof of work: then a small sum in words is asked, and a few seconds to read it.
    """

    kind = ""

    answer = forms.CharField(
        required=False, max_length=30, widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"})
    )

    def __init__(self, *args, about: int, now: datetime, **kwargs):
        self.purpose = f"comments.{self.kind}.{about}"
        super().__init__(*args, now=now, **kwargs)
        self.fields["answer"].help_text = _(
            "Trả lời bằng số hoặc chữ, rồi gửi sau khi mở trang ít nhất 10 giây. "
            "Trình duyệt chạy JavaScript thì không hỏi câu này."
        )
        self._ask()

    def renew_token(self) -> None:
        super().renew_token()
        self.data[self.add_prefix("answer")] = ""  # type: ignore[index]  # a copy of the query, made just above
        self._ask()

    def _ask(self) -> None:
        first, second = self._terms()
        words = {"a": _NUMBERS[first].capitalize(), "b": _NUMBERS[second]}
        self.fields["answer"].label = _("%(a)s cộng %(b)s bằng mấy?") % words

    def _terms(self) -> tuple[int, int]:
        """Two numbers that follow from the token, so that nothing need be kept of what was asked."""
        digest = token_key(str(self["form_token"].value() or ""))
        return 2 + int(digest[0], 16) % 8, 1 + int(digest[1], 16) % 8

    def clean(self):
        given = super().clean()
        if not self.errors and not self.is_proven:
            self._check_by_hand()
        return given

    def _check_by_hand(self) -> None:
        typed = fold(self.cleaned_data.get("answer", "")).strip(" .")
        total = sum(self._terms())
        if not typed:
            self.add_error("answer", _("Trả lời câu hỏi nhỏ này để gửi được khi trình duyệt không chạy JavaScript."))
        elif typed not in (str(total), _WORDS[total]):
            self.add_error("answer", _("Chưa đúng, bạn tính lại giúp."))
        elif self._age() < _NOT_BEFORE:
            self.add_error("answer", _("Biểu mẫu vừa mở. Đợi vài giây rồi bấm gửi lại."))

    def _age(self) -> timedelta:
        try:
            return token_age(self.cleaned_data["form_token"], self.purpose, self.now, self.lifetime)
        except FormRefused:  # it was good a moment ago
            return timedelta()


class CommentForm(ReaderForm):
    """Name, e-mail and text of a reader."""

    kind = "comment"

    name = forms.CharField(label=_("Tên hiển thị"), max_length=states.LONGEST_NAME)
    email = forms.EmailField(
        label=_("Thư điện tử"), required=False, help_text=_("Không hiện trên trang. Chỉ để báo kết quả, rồi xóa.")
    )
    text = forms.CharField(
        label=_("Ý kiến của bạn"), max_length=states.LONGEST, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Không nêu tên, ảnh hay lớp của học sinh."),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "nickname"
        self.fields["email"].widget.attrs["autocomplete"] = "email"
        # A browser would cut what is pasted without a word; the reason for refusing says how long it is.
        del self.fields["text"].widget.attrs["maxlength"]

    def clean_name(self) -> str:
        name = " ".join(clean(self.cleaned_data["name"]).split())
        if not any(map(str.isalpha, name)):
            raise forms.ValidationError(_("Tên cần có chữ cái."))
        return name


class ComplaintForm(ReaderForm):
    """What is wrong with a published comment."""

    kind = "complaint"

    reason = forms.ChoiceField(
        label=_("Ý kiến này có gì không ổn?"), choices=states.Complaint, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("Nói thêm"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


class CodeForm(GuardedForm):
    """The tracking code, sent in the body: an address with a code in it would stay in logs and histories."""

    purpose = "comments.code"

    code = forms.CharField(
        label=_("Mã theo dõi"), max_length=40, help_text=_("Mười hai chữ và số bạn nhận được khi gửi ý kiến."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip


class RefusalForm(forms.Form):
    """Why a comment is not published."""

    reason = forms.ChoiceField(label=_("Lý do"), choices=[("", _("Chọn lý do")), *states.Refusal.choices])
    note = forms.CharField(
        label=_("Lời nhắn cho người viết"), required=False, max_length=300, help_text=_("Hiện khi họ tra mã.")
    )


class TextForm(forms.Form):
    """The words of a comment as a moderator leaves them."""

    text = forms.CharField(label=_("Ý kiến"), max_length=states.LONGEST, widget=forms.Textarea(attrs={"rows": 6}))


class AnswerForm(forms.Form):
    """An official answer; who may speak for one unit only is not asked for which."""

    organization = forms.ModelChoiceField(
        Organization.objects.none(), label=_("Trả lời với tư cách"), empty_label=None
    )
    text = forms.CharField(label=_("Câu trả lời"), max_length=states.LONGEST, widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["organization"]
        field.queryset = units  # type: ignore[attr-defined]  # declared above
        field.initial = units.first()


class BulkForm(forms.Form):
    """One decision about the chosen comments: publish, or a reason not to."""

    MOST = 100

    ids = forms.TypedMultipleChoiceField(coerce=int)
    decision = forms.ChoiceField(choices=[("dang", ""), ("khong-dang", "")])
    reason = forms.ChoiceField(required=False, choices=[("", ""), *states.Refusal.choices])

    def __init__(self, given):
        super().__init__(given)
        typed = [each for each in given.getlist("ids") if each.isascii() and each.isdigit() and len(each) < 19]
        self.fields["ids"].choices = [(each, each) for each in typed[: self.MOST]]  # type: ignore[attr-defined]  # declared above

    def clean(self):
        super().clean()
        given = self.cleaned_data
        if given.get("decision") == "khong-dang" and not given.get("reason"):
            self.add_error("reason", _("Chọn lý do không đăng."))
        return given
