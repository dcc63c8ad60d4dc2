"""What is told of an activity, as plain values: the same for a form, an action and the audit record."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time

from django.utils.translation import gettext as _

from truongan.accounts.models import Person
from truongan.activities.models import Activity
from truongan.activities.states import Form, Group, Kind
from truongan.directives.models import Directive
from truongan.kernel.dates import vn_date
from truongan.kernel.numbers import vn_number
from truongan.kernel.text import fold
from truongan.movement.models import Scheme
from truongan.organizations.models import Organization
from truongan.plans.models import Measure
from truongan.plans.states import Topic


@dataclass(frozen=True, slots=True)
class Reached:
    """One group of the audience: attendances (lượt) and, where known, distinct people (người)."""

    group: str
    attendance_count: int
    person_count: int | None = None

    @property
    def label(self) -> str:
        return str(Group(self.group).label)


@dataclass(frozen=True, slots=True)
class ActivityFacts:
    kind: str
    on: date
    title: str
    starts_at: time | None = None
    ends_at: time | None = None
    place: str = ""
    topics: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    content: str = ""
    result: str = ""
    chair: str = ""
    secretary: str = ""
    partners: tuple[Organization, ...] = ()
    other_partners: str = ""
    directive: Directive | None = None
    measure: Measure | None = None
    audience: tuple[Reached, ...] = ()
    people: tuple[Person, ...] = ()
    schemes: tuple[Scheme, ...] = ()


PLAIN = ("kind", "on", "title", "starts_at", "ends_at", "place", "content", "result", "chair", "secretary",
         "other_partners", "directive", "measure")  # fmt: skip


def facts_of(activity: Activity) -> ActivityFacts:
    """What is recorded now; six queries."""
    links = activity.scheme_links.select_related("scheme__organization", "scheme__type").order_by("pk")
    parts = activity.participations.select_related("person").order_by("person__sort_key", "pk")
    return ActivityFacts(
        **{name: getattr(activity, name) for name in PLAIN},
        topics=tuple(activity.topics),
        forms=tuple(activity.forms),
        partners=tuple(activity.partners.order_by("sort_key", "pk")),
        audience=audience_of(activity),
        people=tuple(each.person for each in parts),
        schemes=tuple(each.scheme for each in links),
    )


def audience_of(activity: Activity) -> tuple[Reached, ...]:
    """In the order in which the groups are always shown."""
    return in_order(Reached(row.group, row.attendance_count, row.person_count) for row in activity.audiences.all())


def in_order(audience: Iterable[Reached]) -> tuple[Reached, ...]:
    order = {group: place for place, group in enumerate(Group.values)}
    return tuple(sorted(audience, key=lambda each: order[each.group]))


def in_words(facts: ActivityFacts) -> dict[str, str]:
    """Each fact under its Vietnamese name, as the record of changes shows it."""
    return {
        _("loại"): str(Kind(facts.kind).label),
        _("ngày"): vn_date(facts.on),
        _("giờ"): hours(facts.starts_at, facts.ends_at),
        _("tên hoạt động"): facts.title,
        _("địa điểm"): facts.place,
        _("nội dung"): labels(Topic, facts.topics),
        _("hình thức"): labels(Form, facts.forms),
        _("diễn biến"): facts.content,
        _("kết quả"): facts.result,
        _("chủ trì"): facts.chair,
        _("thư ký"): facts.secretary,
        _("đơn vị phối hợp"): ", ".join(sorted(each.name for each in facts.partners)),
        _("phối hợp khác"): facts.other_partners,
        _("văn bản chỉ đạo"): facts.directive.name if facts.directive else "",
        _("biện pháp"): str(facts.measure or ""),
        _("thành phần"): "; ".join(map(reached_words, facts.audience)),
        _("người tham gia"): ", ".join(sorted(each.name for each in facts.people)),
        _("điểm mô hình"): "; ".join(sorted(f"{each}, {each.organization.name}" for each in facts.schemes)),
    }


def named_with_kind(kind: str, title: str) -> str:
    """`Tập huấn: Sơ cứu`; a title that begins with its kind stands alone."""
    label = str(Kind(kind).label)
    return title if fold(title).startswith(fold(label)) else f"{label}: {title}"


def reached_words(reached: Reached) -> str:
    """`Học sinh 320 lượt (300 người)`."""
    words = _("%(group)s %(n)s lượt") % {
        "group": reached.label, "n": vn_number(reached.attendance_count),
    }  # fmt: skip
    if reached.person_count is None:
        return words
    return words + _(" (%(n)s người)") % {"n": vn_number(reached.person_count)}


def labels(choices, codes: Iterable[str]) -> str:
    # Labels hold commas themselves: "An toàn giao thông, cổng trường".
    return "; ".join(str(choices(code).label) for code in codes)


def hours(starts_at: time | None, ends_at: time | None) -> str:
    """`07:00–08:30`, `07:00`, or nothing."""
    return "–".join(f"{each:%H:%M}" for each in (starts_at, ends_at) if each)
