"""The matrix an installation begins with: a file, taken in once, then everybody's own."""

import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction

from truongan.duty.models import LivenessNorm, MatrixRule, RuleLevel, RuleTarget

_FILE = Path(__file__).with_name("default.toml")


@transaction.atomic
def take_in_defaults() -> bool:
    """Write the shipped rules where the whole country has none yet; whether anything was written."""
    shipped = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    if not LivenessNorm.objects.exists():
        LivenessNorm.objects.create(**shipped["liveness"])
    if MatrixRule.objects.filter(unit=None, organization=None).exists():
        return False
    for rule in shipped["rules"]:
        _write(rule)
    return True


def _write(told: dict[str, Any]) -> None:
    levels = told.pop("levels")
    after = told.pop("continues_with", None)
    continued = MatrixRule.objects.get(name=after, unit=None, organization=None) if after else None
    rule = MatrixRule.objects.create(**told, continues_with=continued)
    for number, each in enumerate(levels, start=1):
        targets = each.pop("targets")
        level = RuleLevel.objects.create(rule=rule, number=number, **each)
        RuleTarget.objects.bulk_create(RuleTarget(level=level, **target) for target in targets)
