"""What every paper of this context has: symbol, place, whose head signs."""

from datetime import date

from django.db.models import Q

from truongan.accounts.models import Appointment
from truongan.documents.layout import Signer
from truongan.documents.wording import signer_lines
from truongan.organizations.models import Organization
from truongan.territory.models import AdministrativeUnit


def place_name(path: str) -> str:
    """The unit in the line of place and date; the day itself is written when it is signed."""
    units = AdministrativeUnit.objects.filter(path=path)
    return units.order_by("-valid_from").values_list("name", flat=True).first() or ""


def signer_of(organization: Organization | None, day: date) -> Signer:
    """The head on that day, or the one who leads where none is marked; without either, room to sign."""
    posts = Appointment.objects.on(day).filter(Q(is_head=True) | Q(role="leader"), organization=organization)
    leading = list(posts.select_related("person").order_by("-is_head", "pk")[:2]) if organization else []
    head = leading[0] if leading and (leading[0].is_head or len(leading) == 1) else None
    usual = "Hiệu trưởng" if organization and organization.is_school else "Thủ trưởng đơn vị"
    if head is None:
        return Signer((usual,), note="Ký, ghi rõ họ tên")
    body = "Ban Chỉ đạo" if organization and organization.sector == "committee" else ""
    authority, titles = signer_lines(head.title or usual, body)
    return Signer(tuple(titles.splitlines()), head.person.name, authority=authority)
