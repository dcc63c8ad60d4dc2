from datetime import datetime
from typing import Any

from django.db import transaction

from truongan.alerts import rules
from truongan.alerts.models import AlertTemplate
from truongan.audit.actions import record
from truongan.kernel.refusals import require


@transaction.atomic
def save_template(*, actor, template: AlertTemplate, fields: dict[str, Any], now: datetime) -> AlertTemplate:
    """Write a prepared text, a new one or a changed one; alerts sent from it keep their own words."""
    require(rules.may_keep_templates(actor))
    verb = "alerts.template.changed" if template.pk else "alerts.template.added"
    for name, value in fields.items():
        setattr(template, name, value)
    template.save()
    record(actor=actor, verb=verb, target=template, now=now)
    return template


@transaction.atomic
def close_template(*, actor, template: AlertTemplate, now: datetime) -> AlertTemplate:
    """Offer it no more, or offer it again."""
    require(rules.may_keep_templates(actor))
    template.closed_at = None if template.closed_at else now
    template.save(update_fields=["closed_at"])
    verb = "alerts.template.closed" if template.closed_at else "alerts.template.reopened"
    record(actor=actor, verb=verb, target=template, now=now)
    return template
