from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from truongan.accounts.models import Person
from truongan.kernel.text import fold
from truongan.organizations.models import Organization
from truongan.support.querysets import (
    PublishedAnswerQuerySet,
    QuestionQuerySet,
    RouteQuerySet,
    StepQuerySet,
    TopicQuerySet,
)
from truongan.support.states import OPEN, RUNNING, AskerKind, QuestionState, Satisfaction, StepKind
from truongan.territory.models import AdministrativeUnit


class Topic(models.Model):
    """What can be asked about, and within how many working days it is answered: rows, since no law sets the days."""

    name = models.CharField(_("tên lĩnh vực"), max_length=120, unique=True)
    description = models.CharField(_("gồm những gì"), max_length=300, blank=True)
    answer_days = models.PositiveSmallIntegerField(_("số ngày làm việc để trả lời"))
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=1)
    is_open = models.BooleanField(_("đang nhận câu hỏi"), default=True)

    objects = TopicQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(answer_days__range=(1, 90)), name="support_topic_days_are_sensible")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("support_work:topic", args=[self.pk])


class Route(models.Model):
    """Which organization answers a topic in an area; without a unit it is the topic's default.

    `path` is the unit's: the longest one that a place begins with decides. Empty is everywhere.
    """

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="routes")
    unit = models.ForeignKey(
        AdministrativeUnit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("địa bàn")
    )
    path = models.CharField(max_length=40, blank=True, editable=False)
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="support_routes", verbose_name=_("đơn vị trả lời")
    )

    objects = RouteQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "unit"], nulls_distinct=False, name="support_route_once_per_topic_and_area"
            )
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.unit or ''} → {self.organization}"


class Question(models.Model):
    """A question of a citizen or business: from receipt to answer, with who is responsible and by when.

    `code_hash` finds it by the code shown to the asker once; `token_key` is that of the form it came with, so that
    a form sent twice makes one question. `forgotten_at`: when everything that tells who asked was removed.
    """

    topic = models.ForeignKey(Topic, models.PROTECT, related_name="questions", verbose_name=_("lĩnh vực"))
    unit = models.ForeignKey(AdministrativeUnit, models.PROTECT, related_name="+", verbose_name=_("địa bàn"))
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="support_questions", verbose_name=_("đơn vị trả lời")
    )
    responsible = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("người phụ trách")
    )
    asker_kind = models.CharField(_("người hỏi là"), max_length=8, choices=AskerKind)
    name = models.CharField(_("họ và tên"), max_length=120, blank=True)
    phone = models.CharField(_("điện thoại"), max_length=20, blank=True)
    email = models.EmailField(_("thư điện tử"), blank=True)
    text = models.TextField(_("nội dung"), blank=True)

    state = models.CharField(_("tình trạng"), max_length=10, choices=QuestionState, default=QuestionState.NEW)
    received_at = models.DateTimeField(_("nhận lúc"))
    received_on = models.DateField(_("ngày nhận"))  # in Viet Nam
    due_on = models.DateField(_("hạn trả lời"))
    paused_on = models.DateField(null=True, blank=True)  # the day the asker was asked back; the clock stands
    waited_days = models.PositiveSmallIntegerField(default=0)  # working days it stood, in all
    forward_count = models.PositiveSmallIntegerField(default=0)
    answer_draft = models.TextField(_("dự thảo trả lời"), blank=True)
    drafted_at = models.DateTimeField(null=True, blank=True)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    closed_on = models.DateField(_("kết thúc ngày"), null=True, blank=True)
    worked_days = models.PositiveSmallIntegerField(_("số ngày làm việc đã dùng"), null=True, blank=True)
    satisfaction = models.PositiveSmallIntegerField(_("mức hài lòng"), choices=Satisfaction, null=True, blank=True)
    remark = models.CharField(_("nhận xét"), max_length=500, blank=True)
    rated_at = models.DateTimeField(null=True, blank=True)
    forgotten_at = models.DateTimeField(null=True, blank=True)

    token_key = models.CharField(max_length=64, unique=True, editable=False)
    code_hash = models.CharField(max_length=64, unique=True, editable=False)
    is_proven = models.BooleanField(default=False, editable=False)  # the browser did the form's computation
    search_fold = models.TextField(editable=False)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="asked_back", paused_on__isnull=False) | ~Q(state="asked_back") & Q(paused_on=None),
                name="support_question_stands_iff_asked_back",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN, closed_on=None) | ~Q(state__in=OPEN) & Q(closed_on__isnull=False),
                name="support_question_closed_iff_it_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(satisfaction=None) | Q(satisfaction__range=(1, 5)), name="support_satisfaction_1_to_5"
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "state", "due_on"], name="support_question_queue"),
            models.Index(fields=["organization", "received_on"], name="support_question_received"),
            models.Index(fields=["received_at"], name="support_question_by_time"),
        ]

    def __str__(self) -> str:
        return f"Câu hỏi {self.reference}"

    def get_absolute_url(self) -> str:
        return reverse("support_work:detail", args=[self.pk])

    @property
    def reference(self) -> str:
        """How the office and the asker name it to each other; opens nothing."""
        return f"HT-{self.pk:06d}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_running(self) -> bool:
        return self.state in RUNNING

    @property
    def is_forgotten(self) -> bool:
        return self.forgotten_at is not None

    def is_overdue_on(self, day: date) -> bool:
        return self.is_running and self.due_on < day

    def derive_keys(self) -> None:
        """Fill the stored key of search; call before saving a changed text or name."""
        self.search_fold = fold(f"{self.reference if self.pk else ''} {self.name} {self.text}")


class Step(models.Model):
    """One thing that happened to a question: said by the asker, by the unit, or both ways. Never edited."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=10, choices=StepKind)
    text = models.TextField(blank=True)
    at = models.DateTimeField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")  # responsible after the step
    from_organization = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="+")  # of a forwarding
    due_on = models.DateField()  # as the step left it
    token_key = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 - several steps have none

    objects = StepQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["from_organization", "question"], name="support_step_passed_on"),
        ]

    def __str__(self) -> str:
        return f"{self.question_id} {self.kind}"


class Attachment(models.Model):
    """A file sent with a question or with what was added to it; typed by content, without the camera's traces."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="attachments")
    step = models.ForeignKey(Step, models.CASCADE, related_name="attachments")
    file = models.FileField(max_length=200)
    filename = models.CharField(_("tên tệp"), max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.filename


class PublishedAnswer(models.Model):
    """A question and its answer rewritten for everybody, without personal data; the words are the editor's."""

    question = models.OneToOneField(Question, models.PROTECT, related_name="published")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="published")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    title = models.CharField(_("câu hỏi ngắn gọn"), max_length=200)
    asked = models.TextField(_("câu hỏi"))
    answer = models.TextField(_("trả lời"))
    is_shown = models.BooleanField(default=True)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    updated_at = models.DateTimeField()
    search_fold = models.TextField(editable=False)

    objects = PublishedAnswerQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["-published_at"], condition=Q(is_shown=True), name="support_published_newest"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("support:answer", args=[self.pk])

    def derive_keys(self) -> None:
        self.search_fold = fold(f"{self.title} {self.asked} {self.answer}")
