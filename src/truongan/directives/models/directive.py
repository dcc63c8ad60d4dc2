from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from truongan.directives.querysets import DirectiveQuerySet
from truongan.directives.states import DirectiveKind, DirectiveStatus, Origin, Topic, Urgency
from truongan.documents.layout import number_and_symbol
from truongan.kernel.text import fold
from truongan.organizations.models import Organization


class Directive(models.Model):  # type: ignore[django-manager-missing]  # of Wagtail's articles
    """A document that asks organizations to act: a draft, then numbered and issued, perhaps recalled or replaced.

    `issuer` is empty for a body outside the system; `kept_by` is the organization in whose register it stands,
    for its own documents the issuer itself.
    """

    issuer = models.ForeignKey(Organization, models.PROTECT, null=True, blank=True, related_name="directives")
    kept_by = models.ForeignKey(Organization, models.PROTECT, related_name="directives_kept")
    issuer_name = models.CharField(_("cơ quan ban hành"), max_length=300)
    origin = models.CharField(max_length=8, choices=Origin, default=Origin.COMPOSED)
    kind = models.CharField(_("loại văn bản"), max_length=4, choices=DirectiveKind, default=DirectiveKind.LETTER)
    series = models.CharField(_("sổ"), max_length=20)
    number = models.PositiveIntegerField(_("số"), null=True, blank=True)
    symbol = models.CharField(_("ký hiệu"), max_length=40, blank=True)
    issued_on = models.DateField(_("ngày ban hành"), null=True, blank=True)
    year = models.PositiveSmallIntegerField(_("năm"), null=True, blank=True)
    urgency = models.CharField(_("độ khẩn"), max_length=12, choices=Urgency, default=Urgency.ORDINARY)
    subject = models.CharField(_("trích yếu"), max_length=500)
    summary = models.TextField(_("tóm tắt nội dung"), blank=True)
    topics = ArrayField(
        models.CharField(max_length=16, choices=Topic), default=list, blank=True, verbose_name=_("lĩnh vực")
    )
    # The texts of a document composed here.
    superior = models.CharField(_("cơ quan chủ quản"), max_length=300, blank=True)
    place = models.CharField(_("địa danh"), max_length=80, blank=True)
    addressed_to = models.TextField(_("kính gửi"), blank=True)
    grounds = models.TextField(_("căn cứ"), blank=True)
    content = models.TextField(_("nội dung"), blank=True)
    authority = models.CharField(_("thẩm quyền ký"), max_length=4, blank=True)
    signer_title = models.CharField(_("chức vụ người ký"), max_length=200, blank=True)
    signer_own_title = models.CharField(_("chức vụ ở cơ quan"), max_length=200, blank=True)
    signer_name = models.CharField(_("người ký"), max_length=100, blank=True)
    recipients_text = models.TextField(_("nơi nhận"), blank=True)
    implements = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="implemented_by", verbose_name=_("thực hiện")
    )
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replacements", verbose_name=_("thay thế")
    )
    carries_duties = models.BooleanField(_("chuyển tiếp nhiệm vụ dở dang của văn bản bị thay thế"), default=True)
    # Who is to receive it; from the issue on the receipts are the truth and the rule tells why.
    recipient_rule = models.JSONField(default=dict, blank=True)
    status = models.CharField(max_length=8, choices=DirectiveStatus, default=DirectiveStatus.DRAFT)
    issued_at = models.DateTimeField(null=True, blank=True)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    expected_count = models.PositiveIntegerField(null=True)  # recipients counted at issue, and late joiners since
    resolved_at = models.DateTimeField(null=True, blank=True)  # every receipt and duty is written
    notified_at = models.DateTimeField(null=True, blank=True)  # every recipient has its notice
    ended_at = models.DateTimeField(null=True, blank=True)  # recalled or replaced
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    end_reason = models.CharField(_("lý do"), max_length=500, blank=True)
    is_public = models.BooleanField(_("đăng trên trang công khai"), default=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    search_fold = models.CharField(max_length=1100, editable=False)

    objects = DirectiveQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "year", "series", "number"],
                # A draft of a signed paper names its number but does not hold it yet.
                condition=Q(issuer__isnull=False, number__isnull=False) & ~Q(status="draft"),
                name="directive_number_once_per_series",
            ),
            models.UniqueConstraint(
                fields=["kept_by", "issuer_name", "issued_on", "number", "symbol"],
                condition=Q(issuer=None, number__isnull=False),
                name="directive_from_outside_filed_once",
            ),
            models.CheckConstraint(
                condition=Q(status="draft", issued_at=None)
                | Q(issued_at__isnull=False, number__gte=1, issued_on__isnull=False, year__isnull=False)
                & ~Q(status="draft"),
                name="directive_issued_iff_it_has_number_and_day",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "issued"], ended_at=None)
                | Q(status__in=["recalled", "replaced"], ended_at__isnull=False),
                name="directive_ended_iff_recalled_or_replaced",
            ),
            models.CheckConstraint(
                condition=Q(issuer=None, origin="outside") | Q(issuer=F("kept_by")) & ~Q(origin="outside"),
                name="directive_kept_by_its_issuer_unless_from_outside",
            ),
            models.CheckConstraint(
                condition=Q(implements=None) | ~Q(implements=F("id")), name="directive_does_not_implement_itself"
            ),
        ]
        indexes = [
            models.Index(fields=["kept_by", "-year", "series", "-number"], name="directive_by_register"),
            models.Index(fields=["-issued_on", "-id"], name="directive_by_day"),
            models.Index(fields=["implements"], name="directive_by_implemented"),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.subject}".strip()

    def get_absolute_url(self) -> str:
        return reverse("directives:detail", args=[self.pk])

    @property
    def label(self) -> str:
        """`1646/BCĐ`, or nothing while it has no number."""
        return number_and_symbol(self.number, self.symbol).removesuffix("/") if self.number else ""

    @property
    def name(self) -> str:
        """`Công văn 1646/BCĐ`, as people speak of it."""
        kind = self.get_kind_display() if self.kind != DirectiveKind.OTHER else str(_("Văn bản"))
        return f"{kind} {self.label}".strip()

    @property
    def described(self) -> str:
        """`Kế hoạch 01/KH-BCĐ của BCĐ phường Nếnh: …`: lists offer documents of one number from several issuers."""
        return f"{self.name} của {self.issuer_called}: {self.subject}"

    @property
    def issuer_called(self) -> str:
        """The issuer as lists show it; a body outside the system is called as it was written down."""
        return self.kept_by.called if self.issuer_id else self.issuer_name

    @property
    def is_draft(self) -> bool:
        return self.status == DirectiveStatus.DRAFT

    @property
    def is_in_force(self) -> bool:
        return self.status == DirectiveStatus.ISSUED

    @property
    def is_published(self) -> bool:
        """On the public portal: recalled ones have left it."""
        return self.is_public and self.status in (DirectiveStatus.ISSUED, DirectiveStatus.REPLACED)

    @property
    def is_composed(self) -> bool:
        return self.origin == Origin.COMPOSED

    @property
    def topic_labels(self) -> list[str]:
        return [str(Topic(topic).label) for topic in self.topics if topic in Topic.values]

    def derive_keys(self) -> None:
        """Fill the stored key of search; call before saving a changed number, subject or issuer."""
        self.search_fold = fold(f"{self.label} {self.subject} {self.issuer_name}")[:1100]


class DirectiveFile(models.Model):
    """A file of a directive with its hash. From the issue on it never changes: what was signed stays as it was."""

    directive = models.ForeignKey(Directive, models.CASCADE, related_name="files")
    name = models.CharField(_("tên tệp"), max_length=200)
    content_type = models.CharField(max_length=100)
    is_main = models.BooleanField(default=True)  # the document itself; otherwise something enclosed
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["directive", "content_type"],
                condition=Q(is_main=True),
                name="directive_file_main_once_per_format",
            )
        ]

    def __str__(self) -> str:
        return self.name
