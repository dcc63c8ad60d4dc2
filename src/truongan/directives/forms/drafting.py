"""Forms of a draft: what it is, what it says, who is to receive it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from truongan.directives.actions.drafting import REGISTER_FIELDS, TEXT_FIELDS
from truongan.directives.composing import COMPOSED_KINDS
from truongan.directives.models import Directive
from truongan.directives.recipients import Rule, kind_label
from truongan.directives.states import OWN_SERIES, DirectiveKind, Topic, Urgency
from truongan.organizations.models import Organization
from truongan.web.widgets import OF_OUR_TIME, DayInput

_AUTHORITIES = [("", _("(người đứng đầu ký)")), *((each, each) for each in ("TM.", "Q.", "KT.", "TL.", "TUQ."))]
_LONG = {"summary": 2, "content": 14, "grounds": 3, "addressed_to": 3, "recipients_text": 3}
_SHORT_AREAS = ("superior", "issuer_name", "signer_title", "signer_own_title", "subject")
PDF_HELP = _("Bản ký quét ra PDF. Hệ thống giữ nguyên tệp và mã SHA-256 của nó.")


class DayField(forms.DateField):
    """A day typed as 14/09/2021."""

    widget = DayInput
    default_validators = list(OF_OUR_TIME)

    def __init__(self, **options):
        super().__init__(input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"], **options)


def series_choices(kind: str) -> list[tuple[str, Any]]:
    label = DirectiveKind(kind).label
    return [(kind, _("Sổ %(kind)s") % {"kind": label}), (OWN_SERIES, _("Sổ chung mọi loại"))]


class NewDirectiveForm(forms.Form):
    """Whose document, of which kind, about what."""

    issuer = forms.ModelChoiceField(Organization.objects.none(), label=_("Cơ quan ban hành"))
    kind = forms.ChoiceField(
        label=_("Loại văn bản"), choices=[(kind.value, kind.label) for kind in COMPOSED_KINDS],
        help_text=_("Loại khác: soạn bên ngoài, ký rồi vào sổ bản đã ký."),
    )  # fmt: skip
    subject = forms.CharField(label=_("Trích yếu"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args, issuers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["issuer"] = forms.ModelChoiceField(issuers, label=_("Cơ quan ban hành"))


class _RegisterForm(forms.ModelForm):
    """What stands in the register of every draft; `seen_at` tells whether somebody else saved meanwhile."""

    topics = forms.MultipleChoiceField(
        label=_("Lĩnh vực"), choices=Topic, widget=forms.CheckboxSelectMultiple, required=False
    )
    seen_at = forms.DateTimeField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # To the microsecond, else an edit within the same second would go unnoticed.
        self.initial["seen_at"] = self.instance.updated_at.isoformat()
        self.fields["series"] = forms.ChoiceField(label=_("Sổ lấy số"), choices=series_choices(self.instance.kind))


class ComposeForm(_RegisterForm):
    """The words of a document composed here."""

    authority = forms.ChoiceField(label=_("Thẩm quyền ký"), choices=_AUTHORITIES, required=False)

    class Meta:
        model = Directive
        fields = (*REGISTER_FIELDS, *TEXT_FIELDS)
        widgets = {
            **{name: forms.Textarea(attrs={"rows": rows}) for name, rows in _LONG.items()},
            **{name: forms.Textarea(attrs={"rows": 2}) for name in _SHORT_AREAS},
        }
        help_texts = {
            "content": _("Dòng bắt đầu bằng “I. ”, “1. ”, “a) ” ngắn là tiêu đề; “- ” là gạch đầu dòng."),
            "recipients_text": _("Mỗi dòng một nơi nhận trên văn bản."),
            "addressed_to": _("Chỉ in trên công văn. Mỗi dòng một nơi; để trống thì lấy theo nơi nhận đã chọn."),
            "symbol": _("Phần sau dấu gạch chéo, ví dụ BCĐ, KH-BCĐ."),
            "superior": _("Mỗi dòng một dòng trên văn bản."),
        }

    @property
    def sections(self) -> list[tuple[Any, list[tuple[forms.BoundField, bool]]]]:
        """(title, [(field, whether it takes the whole width)]) in the order a writer works."""
        wide = {*_LONG, *_SHORT_AREAS, "topics"} - {"signer_title", "signer_own_title", "superior", "issuer_name"}
        return [(title, [(self[name], name in wide) for name in names]) for title, names in _SECTIONS]


_SECTIONS = (
    (_("Lời văn bản"), ("subject", "addressed_to", "grounds", "content", "recipients_text")),
    (_("Phần đầu và người ký"), (
        "superior", "issuer_name", "place", "authority", "signer_title", "signer_own_title", "signer_name",
    )),
    (_("Vào sổ"), ("series", "symbol", "urgency", "summary", "topics")),
)  # fmt: skip


class FiledForm(_RegisterForm):
    """The register's line of a signed paper."""

    issued_on = DayField(label=_("Ngày ban hành"), required=False, help_text=_("Để trống: lấy ngày ban hành ở đây."))

    class Meta:
        model = Directive
        fields = ("kind", "number", "issued_on", "signer_name", *REGISTER_FIELDS)
        widgets = {
            "subject": forms.Textarea(attrs={"rows": 2}), "summary": forms.Textarea(attrs={"rows": 3}),
        }  # fmt: skip
        help_texts = {"number": _("Số trên bản ký. Để trống: lấy số tiếp theo của sổ khi ban hành.")}

    def clean(self):
        found = super().clean() or self.cleaned_data
        if found.get("kind") and found.get("series") != OWN_SERIES:
            found["series"] = found["kind"]  # the choice was made for the kind it had before
        return found


class FileSignedForm(forms.Form):
    """A document signed on paper, with its file."""

    issuer = forms.ModelChoiceField(Organization.objects.none(), label=_("Cơ quan ban hành"))
    kind = forms.ChoiceField(label=_("Loại văn bản"), choices=DirectiveKind)
    number = forms.IntegerField(
        label=_("Số"), min_value=1, max_value=999_999, required=False,
        help_text=_("Số trên bản ký. Để trống: lấy số tiếp theo của sổ khi ban hành."),
    )  # fmt: skip
    symbol = forms.CharField(label=_("Ký hiệu"), max_length=40, required=False, help_text=_("Ví dụ BCĐ, KH-BCĐ."))
    issued_on = DayField(label=_("Ngày ban hành"), required=False)
    shared_series = forms.BooleanField(label=_("Lấy số theo sổ chung mọi loại"), required=False)
    urgency = forms.ChoiceField(label=_("Độ khẩn"), choices=Urgency)
    subject = forms.CharField(label=_("Trích yếu"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    summary = forms.CharField(label=_("Tóm tắt"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    signer_name = forms.CharField(label=_("Người ký"), max_length=100, required=False)
    topics = forms.MultipleChoiceField(
        label=_("Lĩnh vực"), choices=Topic, widget=forms.CheckboxSelectMultiple, required=False
    )
    file = forms.FileField(label=_("Bản ký"), help_text=PDF_HELP, widget=forms.FileInput(attrs={"accept": ".pdf"}))

    def __init__(self, *args, issuers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["issuer"] = forms.ModelChoiceField(issuers, label=_("Cơ quan ban hành"))

    @property
    def directive_fields(self) -> dict[str, Any]:
        """As `file_signed` takes them."""
        given = dict(self.cleaned_data)
        shared, given["series"] = given.pop("shared_series"), given["kind"]
        if shared:
            given["series"] = OWN_SERIES
        return given


class IncomingForm(forms.Form):
    """A document of a body outside the system."""

    keeper = forms.ModelChoiceField(Organization.objects.none(), label=_("Vào sổ đến của"))
    issuer_name = forms.CharField(label=_("Cơ quan ban hành"), max_length=300)
    kind = forms.ChoiceField(label=_("Loại văn bản"), choices=DirectiveKind)
    number = forms.IntegerField(label=_("Số"), min_value=1, max_value=999_999)
    symbol = forms.CharField(label=_("Ký hiệu"), max_length=40, required=False)
    issued_on = DayField(label=_("Ngày ban hành"))
    arrived_on = DayField(label=_("Ngày đến"))
    urgency = forms.ChoiceField(label=_("Độ khẩn"), choices=Urgency)
    subject = forms.CharField(label=_("Trích yếu"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    summary = forms.CharField(label=_("Tóm tắt"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    topics = forms.MultipleChoiceField(
        label=_("Lĩnh vực"), choices=Topic, widget=forms.CheckboxSelectMultiple, required=False
    )
    file = forms.FileField(
        label=_("Bản chụp, bản gốc"), help_text=PDF_HELP, required=False,
        widget=forms.FileInput(attrs={"accept": ".pdf"}),
    )  # fmt: skip

    def __init__(self, *args, issuers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["keeper"] = forms.ModelChoiceField(issuers, label=_("Vào sổ đến của"))


class RecipientsForm(forms.Form):
    """Kinds of unit, a place to narrow them to, single units in and out. Every choice lies in the issuer's reach."""

    kinds = forms.MultipleChoiceField(label=_("Loại đơn vị"), required=False, widget=forms.CheckboxSelectMultiple)
    within = forms.ChoiceField(label=_("Chỉ trong địa bàn"), required=False)
    codes = forms.CharField(
        label=_("Thêm từng đơn vị (mã)"), required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Mã đơn vị, cách nhau bằng dấu phẩy hoặc xuống dòng."),
    )  # fmt: skip
    without = forms.CharField(label=_("Trừ các đơn vị (mã)"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    seen_at = forms.DateTimeField(widget=forms.HiddenInput)

    def __init__(self, *args, kinds: list[tuple[str, int]], places: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kinds"] = forms.MultipleChoiceField(
            label=_("Loại đơn vị"), required=False, widget=forms.CheckboxSelectMultiple,
            choices=[(kind, f"{kind_label(kind)} ({count})") for kind, count in kinds],
        )  # fmt: skip
        self.fields["within"] = forms.ChoiceField(
            label=_("Chỉ trong địa bàn"), required=False, choices=[("", _("Toàn địa bàn của cơ quan")), *places]
        )

    @staticmethod
    def initial_of(directive: Directive) -> dict[str, Any]:
        rule = Rule.of(directive.recipient_rule)
        return {
            "kinds": list(rule.kinds), "within": rule.within, "codes": ", ".join(rule.codes),
            "without": ", ".join(rule.without), "seen_at": directive.updated_at.isoformat(),
        }  # fmt: skip

    def clean_codes(self) -> tuple[str, ...]:
        return _codes(self.cleaned_data["codes"])

    def clean_without(self) -> tuple[str, ...]:
        return _codes(self.cleaned_data["without"])

    @property
    def rule(self) -> Rule:
        found = self.cleaned_data
        return Rule(
            tuple(found.get("kinds", ())), found.get("within", ""), found.get("codes", ()), found.get("without", ())
        )


def _codes(text: str) -> tuple[str, ...]:
    codes = tuple(dict.fromkeys(text.replace(",", " ").replace(";", " ").split()))
    if len(codes) > 2000:
        raise ValidationError(_("Nhiều nhất 2.000 mã; chọn theo loại đơn vị thay vì kể từng mã."))
    return codes
