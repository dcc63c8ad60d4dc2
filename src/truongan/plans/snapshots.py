"""A plan as plain values: what is frozen at submission and approval, printed, and compared."""

from datetime import date
from typing import Any

from truongan.directives.models import Directive
from truongan.documents.layout import day_text, number_and_symbol
from truongan.kernel.dates import vn_date
from truongan.plans.models import Measure, Plan, PlanVersion

TEXTS = (
    "title", "grounds", "situation", "goals", "arrangements", "superior", "issuer_name", "place", "symbol",
    "authority", "signer_title", "signer_own_title", "signer_name", "recipients", "school_year",
)  # fmt: skip


def snapshot(plan: Plan, *, replaces: str = "") -> dict[str, Any]:
    """Texts, number and measures as they stand now, in two queries; `replaces` names the plan it takes the place of."""
    measures = plan.measures.select_related("person", "scheme__type", "directive").order_by("position", "pk")
    return {
        **{name: getattr(plan, name) for name in TEXTS},
        "number": plan.number,
        "issued_on": _iso(plan.issued_on),
        "replaces": replaces,
        "measures": [_measure(each) for each in measures],
    }


def _measure(measure: Measure) -> dict[str, Any]:
    return {
        "id": measure.pk,
        "topic": measure.topic,
        "text": measure.text,
        "person": measure.person.name if measure.person else "",
        "responsible": measure.responsible,
        "starts_on": _iso(measure.starts_on),
        "ends_on": _iso(measure.ends_on),
        "resources": measure.resources,
        "scheme": str(measure.scheme) if measure.scheme else "",
        "directive": directive_words(measure.directive) if measure.directive else "",
    }


def directive_words(directive: Directive) -> str:
    """`Công văn 1646/BCĐ ngày 29/07/2021`; one without a number by its subject."""
    return f"{directive.name} ngày {vn_date(directive.issued_on)}" if directive.label else directive.subject


def replaced_reference(plan: Plan) -> str:
    """What an amended plan takes the place of: `Kế hoạch số 05/KH-THCSAD ngày 12 tháng 9 năm 2021`."""
    last = plan.versions.filter(kind=PlanVersion.Kind.APPROVED, revision__lt=plan.revision).order_by("position").last()
    if last is None:
        return ""
    number = number_and_symbol(last.content["number"], last.content["symbol"])
    return f"Kế hoạch số {number} {day_text(day_of(last.content['issued_on']))}"


def day_of(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
