"""What is wrong with a rule before it does harm: circles, levels that go back, levels that reach nobody."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from truongan.duty.matrix.choosing import steps_of
from truongan.duty.matrix.finding import Network, target_label
from truongan.duty.matrix.places import Place
from truongan.duty.models import MatrixRule, RuleTarget
from truongan.kernel.numbers import vn_number
from truongan.organizations.models import Organization


@dataclass(frozen=True)
class Reach:
    """For how many schools of an area each level of a rule finds somebody."""

    schools: int
    reached: tuple[int, ...]  # per level
    silent: int  # schools no level reaches

    @property
    def warnings(self) -> list[str]:
        """Levels that stay empty somewhere, in words."""
        words = [
            _("Mức %(level)s chưa có người ở %(n)s/%(all)s trường.")
            % {"level": number, "n": vn_number(self.schools - count), "all": vn_number(self.schools)}
            for number, count in enumerate(self.reached, start=1)
            if count < self.schools
        ]
        if self.silent:
            words.append(_("%(n)s trường không ai được báo ở mức nào.") % {"n": vn_number(self.silent)})
        return words


def loop_of(rule: MatrixRule) -> str:
    """The names on the way round, when what a rule continues with leads back to it; else nothing."""
    passed = [rule]
    following = rule.continues_with
    while following is not None:
        passed.append(following)
        if following in passed[:-1] or _first(following) in {_first(each) for each in passed[:-1]}:
            return " → ".join(each.name for each in passed)
        following = following.continues_with
    return ""


def going_back(rule: MatrixRule) -> str:
    """Why a level is no step further: everybody it names was named by an earlier level. Nothing when all go on."""
    named: dict[tuple, int] = {}
    for step in rule.levels.order_by("number").prefetch_related("targets__person"):
        keys = {_key(target): target for target in step.targets.all()}
        if keys and keys.keys() <= named.keys():
            key, target = next(iter(keys.items()))
            return _("Mức %(level)s quay lại “%(who)s” đã báo ở mức %(before)s. Chọn người khác, hoặc bỏ mức này.") % {
                "level": step.number, "who": target_label(target), "before": named[key],
            }  # fmt: skip
        for key in keys:
            named.setdefault(key, step.number)
    return ""


def reach_of(rule: MatrixRule, at: datetime) -> Reach:
    """How far a rule reaches in its own area at that moment; a fixed number of queries, one pass over the schools.

    The rule is one of `choosing.loaded_rule`.
    """
    schools = list(schools_of(rule))
    network = Network.within(_path(rule), at)
    steps = steps_of(rule)
    counts = [0] * len(steps)
    silent = 0
    for school in schools:
        found = [network.reaches(step, school) for step in steps]
        silent += not any(found)
        counts = [count + hit for count, hit in zip(counts, found, strict=True)]
    return Reach(len(schools), tuple(counts), silent)


def schools_of(rule: MatrixRule) -> Iterable[Place]:
    """The open schools a rule is for, as light as can be."""
    rows = Organization.objects.schools().filter(closed_on=None)
    if rule.organization_id:
        rows = Organization.objects.filter(pk=rule.organization_id)
    elif rule.unit:
        rows = rows.filter(place_path__startswith=rule.unit.path)
    return (Place(*row) for row in rows.values_list("pk", "place_path", "reports_to_id"))


def _path(rule: MatrixRule) -> str:
    if rule.organization:
        return rule.organization.place_path
    return rule.unit.path if rule.unit else ""


def _first(rule: MatrixRule) -> int:
    """The first version of a rule: a rule may not continue with an older one of itself either."""
    while rule.follows is not None:
        rule = rule.follows
    return rule.pk


def _key(target: RuleTarget) -> tuple:
    return (target.who, target.sector, target.at_level, target.person_id)
