"""Who a row names: recognised by phone, or by name at the same school; what stays doubtful is asked."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from truongan.kernel.phones import mask_phone
from truongan.kernel.text import fold, nfc
from truongan.movement.imports.drafting import SKIP, Drafting
from truongan.movement.imports.plan import Option, PlannedRow
from truongan.movement.imports.records import PersonRecord, SchoolRecord, SeatRecord
from truongan.workbooks.rows import ReadRow

SAME, NEW = "same", "new"


@dataclass(frozen=True, slots=True)
class Recognised:
    """Whom a row means: somebody known, or (None) somebody to be made; and the phone that may be theirs."""

    person: PersonRecord | None
    phone: str
    about: tuple | None = None  # the doubt that was settled, for rows that raise it again


def recognise(
    drafting: Drafting, row: ReadRow, planned: PlannedRow, home: SchoolRecord | None, seats: Iterable[SeatRecord]
) -> Recognised | None:
    """Whom the row names; None when it waits for an answer or is left out. Nothing is written yet."""
    key, phone = fold(str(row["name"])), str(row["phone"] or "")
    if settled := drafting.settled.get((home, key, phone)):
        return Recognised(settled, "")
    seated = [each.person for each in seats if each.person is not None and each.person.key == key]
    holder = drafting.register.by_phone.get(phone) if phone else None
    if holder is not None:
        return _by_phone(drafting, row, planned, (home, key, phone), holder, seated)
    namesakes = drafting.register.by_name.get((home, key), []) if home else []
    namesakes = _without_others(row, list(dict.fromkeys([*seated, *namesakes])))
    if not namesakes:
        return Recognised(None, phone)
    if len(namesakes) == 1 and not (phone and namesakes[0].phone):
        return Recognised(namesakes[0], phone)
    if not phone and len(seated) == 1:
        return Recognised(seated[0], "")
    return _ask_which(drafting, row, planned, (home, key, phone), namesakes)


def enter(
    drafting: Drafting, row: ReadRow, planned: PlannedRow, who: Recognised, home: SchoolRecord | None, post: str
) -> PersonRecord:
    """The person's record, made where nobody was known, with what the row says of them taken over."""
    name = proper_name(str(row["name"]))
    person = who.person
    if person is None:
        person = PersonRecord(name=name, key=fold(name), phone=who.phone, home=home, origin=planned)
        planned.writes = True
        drafting.plan.add(person)
        drafting.register.index(person)
    if who.about is not None:
        drafting.settled[who.about] = person
    _tell(drafting, row, planned, person, name, who.phone, post)
    return person


def _by_phone(
    drafting: Drafting,
    row: ReadRow,
    planned: PlannedRow,
    about: tuple,
    holder: PersonRecord,
    seated: list[PersonRecord],
) -> Recognised | None:
    if holder.key == about[1]:
        return Recognised(holder, holder.phone)
    # Answered at an earlier import: somebody of this name sits here without the phone.
    if settled := next((each for each in seated if not each.phone), None):
        message = _("Số điện thoại này là của người khác nên không ghi cho người này.")
        row.add_problem("phone", message, severity="warning", code="phone_of_another")
        return Recognised(settled, "")
    is_visible = _is_visible(drafting, holder)
    owner = holder.name if is_visible else _("một người ở đơn vị khác")
    text = _("Số %(phone)s đang là của %(owner)s. Đây có phải cùng một người không?")
    # "The same" puts the register's name into the list: whose number it is must not be found out that way.
    same = (Option(SAME, _("Cùng một người: giữ tên trong sổ")),) if is_visible else ()
    options = (
        *same,
        Option(NEW, _("Người khác: nhập không kèm số điện thoại")),
        Option(SKIP, _("Bỏ dòng này")),
    )
    said = {"phone": mask_phone(holder.phone), "owner": owner}
    answer = drafting.ask(row, planned, "phone", text % said, options, about)
    if answer == SAME:
        return Recognised(holder, "", about)
    return Recognised(None, "", about) if answer == NEW else None


def _ask_which(
    drafting: Drafting, row: ReadRow, planned: PlannedRow, about: tuple, namesakes: list[PersonRecord]
) -> Recognised | None:
    phone = about[2]
    text = _("Đã có người tên %(name)s ở đơn vị này. Đây là ai?") % {"name": namesakes[0].name}
    options = (
        *(Option(_value(each), _described(each)) for each in namesakes),
        Option(NEW, _("Người khác, cùng tên")),
        Option(SKIP, _("Bỏ dòng này")),
    )
    answer = drafting.ask(row, planned, "phone" if phone else "name", text, options, about)
    if answer is None or answer == SKIP:
        return None
    if answer == NEW:
        return Recognised(None, phone, about)
    # The register keeps its phone: which of two numbers is right is settled on the person's page.
    person = next(each for each in namesakes if _value(each) == answer)
    return Recognised(person, "" if person.phone else phone, about)


def _value(person: PersonRecord) -> str:
    """What an answer calls this person, the same at every reading of the file."""
    return f"{SAME}:{person.id or f'{person.origin.sheet}!{person.origin.number}'}"


def _described(person: PersonRecord) -> str:
    known = [mask_phone(person.phone), str(person.birth_year or ""), person.post]
    return _("Người đã có: %(who)s") % {"who": ", ".join([person.name, *(each for each in known if each)])}


def _without_others(row: ReadRow, namesakes: list[PersonRecord]) -> list[PersonRecord]:
    """A birth year tells namesakes apart where it matches exactly one."""
    year = row["birth_year"]
    matching = [each for each in namesakes if year and each.birth_year == year]
    return matching if len(matching) == 1 else namesakes


def _is_visible(drafting: Drafting, person: PersonRecord) -> bool:
    return person.id is None or (person.home is not None and drafting.scope.sees(person.home))


def _tell(
    drafting: Drafting, row: ReadRow, planned: PlannedRow, person: PersonRecord, name: str, phone: str, post: str
) -> None:
    """Take over what the file says of a person; the first row that says something decides, or no two imports agree."""
    if person.id is not None and not _may_correct(drafting, person):
        return
    said = {
        "name": name if person.key == fold(name) else "",
        "phone": phone,
        "birth_year": row["birth_year"],
        "post": post,
    }
    titles = {"name": _("Họ và tên"), "phone": _("Điện thoại"), "birth_year": _("Năm sinh"), "post": _("Chức vụ")}
    if person.said is None:
        person.said = set()
    for field, value in said.items():
        if not value or field in person.said:
            continue
        person.said.add(field)
        if field == "name" and not _is_better_spelled(str(value), person.name):
            continue
        if field == "phone" and person.phone:
            continue
        # The name of an employer nobody knows stands in for a post; it never replaces one, nor a known home.
        if field == "post" and not row["post"] and (person.post or person.home or person.home_id):
            continue
        if person.id is None:
            setattr(person, field, value)
        else:
            drafting.change(person, planned, field, value, titles[field], mask_phone if field == "phone" else str)
        if field == "phone":
            drafting.register.by_phone[phone] = person


def _may_correct(drafting: Drafting, person: PersonRecord) -> bool:
    return person.home is not None and drafting.may_write(person.home)


def _is_better_spelled(name: str, known: str) -> bool:
    """Diacritics are corrected, never lost: `Nguyen Van An` does not overwrite `Nguyễn Văn An`."""
    return name != known and name.lower() != known.lower() and fold(name) != name.lower()


def proper_name(name: str) -> str:
    """`NGUYỄN VĂN AN` and `nguyễn văn an` as names are written; mixed case is left as typed."""
    name = nfc(name)
    return " ".join(word.capitalize() for word in name.split()) if name.isupper() or name.islower() else name
