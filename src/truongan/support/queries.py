"""Reads that join: the queue, who is served where, what of an asker is shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Count, Q

from truongan.accounts.models import Appointment, Person
from truongan.kernel.phones import mask_phone
from truongan.organizations.models import Organization
from truongan.support import rules
from truongan.support.models import Question, Route
from truongan.support.querysets import QuestionQuerySet
from truongan.support.routing import competent_units
from truongan.support.states import CLOSED, RUNNING, QuestionState
from truongan.territory.geography import unit_by_code
from truongan.territory.models import AdministrativeUnit
from truongan.territory.querysets import AdministrativeUnitQuerySet

OWN, BELOW = "", "cap-duoi"
TO_DO, OVERDUE, WAITING, ANSWERED, CLOSED_OTHERWISE, ALL = "", "qua-han", "cho-bo-sung", "da-tra-loi", "khac", "tat-ca"


def questions_of(user, whose: str = OWN) -> QuestionQuerySet:
    """Of one's own organizations, or those seen besides: of units that report to them, and passed on by them."""
    seen = Question.objects.visible_to(user)
    own = Q(organization__in=user.scope.own_ids)
    if user.is_superuser and not user.scope.own_ids:
        return seen
    return seen.exclude(own) if whose == BELOW else seen.filter(own)


def in_state(questions: QuestionQuerySet, state: str, day: date) -> QuestionQuerySet:
    """Those one chip of the queue shows."""
    return questions.filter(_condition(state, day))


def _condition(state: str, day: date) -> Q:
    return {
        TO_DO: Q(state__in=RUNNING),
        OVERDUE: Q(state__in=RUNNING, due_on__lt=day),
        WAITING: Q(state=QuestionState.ASKED_BACK),
        ANSWERED: Q(state=QuestionState.ANSWERED),
        CLOSED_OTHERWISE: Q(state__in=[each for each in CLOSED if each != QuestionState.ANSWERED]),
    }.get(state, Q())


def state_counts(questions: QuestionQuerySet, day: date) -> dict[str, int]:
    """How many each chip shows; one query."""
    codes = (TO_DO, OVERDUE, WAITING, ANSWERED, CLOSED_OTHERWISE, ALL)
    counts = {f"n{place}": Count("pk", filter=_condition(code, day)) for place, code in enumerate(codes)}
    found = questions.order_by().aggregate(**counts)
    return {code: found[f"n{place}"] for place, code in enumerate(codes)}


def waiting_count(user) -> int:
    """Questions that wait for organizations this person writes for. One query, on every signed-in page of theirs."""
    own = [each.organization_id for each in user.scope.own if each.may_write]
    return Question.objects.of(own).running().count() if own else 0


def waiting_of(user, day: date) -> tuple[int, int]:
    """How many of those wait, and how many of them are late; for the first page. One query."""
    own = [each.organization_id for each in user.scope.own if each.may_write]
    found = Question.objects.of(own).running().order_by()
    counts = found.aggregate(n=Count("pk"), late=Count("pk", filter=Q(due_on__lt=day)))
    return counts["n"], counts["late"]


def served_areas(day: date) -> AdministrativeUnitQuerySet:
    """Communes whose people may ask here: of the installation's province, else of provinces with a unit that answers."""
    communes = AdministrativeUnit.objects.on(day).communes().select_related("parent")
    if settings.PROVINCE_CODE:
        return communes.within(unit_by_code(settings.PROVINCE_CODE, day))
    places = Route.objects.order_by().values_list("organization__place_path", flat=True).distinct()
    heads = {path.split("/", 1)[0] for path in places}
    if not heads or "" in heads:
        return communes
    condition = Q()
    for head in heads:
        condition |= Q(path__startswith=f"{head}/")
    return communes.filter(condition)


def forwarding_targets(question: Question) -> Iterable[Organization]:
    """Open organizations of the routing table, but the one that has it."""
    found = Organization.objects.filter(pk__in=competent_units(), closed_on=None)
    return found.exclude(pk=question.organization_id).order_by("level", "sort_key", "pk")


def colleagues(organization: Organization, day: date) -> Iterable[Person]:
    """People who hold a post in the organization on the day."""
    posts = Appointment.objects.on(day).filter(organization=organization)
    return Person.objects.filter(pk__in=posts.values("person")).order_by("sort_key", "pk")


@dataclass(frozen=True)
class AskerShown:
    """Who asked, as far as this person sees it at once."""

    name: str
    phone: str
    email: str
    is_open: bool


def asker_shown(user, question: Question) -> AskerShown:
    """Everything inside the organization that answers; initials, masked number and address elsewhere."""
    if rules.sees_contact(user, question):
        return AskerShown(question.name, question.phone, question.email, is_open=True)
    return AskerShown(_initials(question.name), mask_phone(question.phone), _mask_email(question.email), is_open=False)


def _initials(name: str) -> str:
    return " ".join(f"{word[0]}." for word in name.split())


def _mask_email(email: str) -> str:
    local, at, host = email.partition("@")
    return f"{local[:1]}***{at}{host}" if at else ""
