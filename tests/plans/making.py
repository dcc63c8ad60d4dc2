"""Plans for tests, made through the actions; and the moments they are made at."""

from datetime import UTC, date, datetime

from truongan.directives.models import Directive
from truongan.plans.actions import MeasureText, approve_plan, edit_plan, start_plan, submit_plan
from truongan.plans.models import Plan

NOW = datetime(2026, 9, 1, 2, 0, tzinfo=UTC)
YEAR = "2026-2027"
GATE = MeasureText("traffic", "Giữ trật tự cổng trường")
DRUGS = MeasureText("drugs", "Tuyên truyền phòng, chống ma túy")


def later(days: int = 0, hours: int = 1) -> datetime:
    return datetime(2026, 9, 1 + days, 2 + hours, 0, tzinfo=UTC)


def make_directive(organization, **fields) -> Directive:
    """An issued directive in the register of an organization."""
    given = {
        "issuer": organization, "kept_by": organization, "issuer_name": organization.name, "series": "CV", "number": 1646,
        "symbol": "BCĐ", "issued_on": date(2021, 7, 29), "year": 2021, "subject": "Đẩy mạnh phong trào", "status": "issued",
        "issued_at": NOW, "created_at": NOW, "updated_at": NOW,
    } | fields  # fmt: skip
    directive = Directive(**given)
    directive.derive_keys()
    directive.save()
    return directive


def begun(
    cast, *, organization=None, actor=None, year: str = YEAR, measures=(GATE, DRUGS), now: datetime = NOW
) -> Plan:
    """A plan with measures and all that a submission asks for."""
    organization, actor = organization or cast.school, actor or cast.giao_vien
    plan = start_plan(actor=actor, organization=organization, school_year=year, now=now)
    fields = {"signer_name": "Lê Thu Hà", "situation": "Trường có 20 lớp.", "goals": "Không để xảy ra bạo lực."}
    return edit_plan(actor=actor, plan=plan, fields=fields, measures=measures, seen_at=plan.updated_at, now=now)


def submitted(cast, **options) -> Plan:
    return submit_plan(actor=cast.hieu_truong, plan=begun(cast, **options), now=later())


def approved(cast, **options) -> Plan:
    return approve_plan(actor=cast.truong_phong_xa, plan=submitted(cast, **options), now=later(days=2))


def texts_of(plan: Plan) -> list[MeasureText]:
    """The plan's measures as its page would send them back."""
    names = ("topic", "text", "person", "responsible", "starts_on", "ends_on", "resources", "scheme", "directive")
    return [
        MeasureText(id=each.pk, **{name: getattr(each, name) for name in names})
        for each in plan.measures.order_by("position")
    ]
