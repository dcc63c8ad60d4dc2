"""A decision with its list of schools as an official document (Decree 30/2020/NĐ-CP, Appendix I)."""

from truongan.assessments.models import Recognition, RecognitionDecision
from truongan.documents.grounds import all_grounds
from truongan.documents.layout import Annex, Article, Column, Document, Kind, Signer, Table, day_text
from truongan.documents.wording import Authority, signer_lines
from truongan.kernel.dates import vn_date

_BODY = "Ủy ban nhân dân"


def compose(decision: RecognitionDecision, schools: list[Recognition]) -> Document:
    """The decision with its annexed lists; equal rows give an equal document and so equal bytes.

    What it says of the law is only the name of the text the set was issued by; the rest is for the authority to add.
    """
    held, definition = decision.round, decision.round.criteria_set.criteria
    recognised = [each for each in schools if each.is_recognised]
    refused = [each for each in schools if not each.is_recognised]
    authority = decision.authority_name.upper()
    return Document(
        kind=Kind.DECISION,
        issuer=(decision.authority_name,),
        number=decision.number,
        symbol=decision.symbol,
        place=decision.place,
        issued_on=decision.decided_on,
        subject=f"Công nhận trường học đạt tiêu chuẩn “{definition.name}”",
        authority=authority,
        grounds=(
            _cited(definition.issuing_text),
            f"Căn cứ kết quả thẩm định đợt “{held.name}”, kỳ từ {vn_date(held.starts_on)} đến {vn_date(held.last_day)}",
        ),
        blocks=(
            Article(1, f"Công nhận {len(recognised):02d} trường đạt tiêu chuẩn “{definition.name}” (có danh sách kèm theo)."),
            *(
                (Article(2, f"{len(refused):02d} trường chưa được công nhận, lý do nêu ở danh sách kèm theo."),)
                if refused
                else ()
            ),
            Article(3 if refused else 2, "Quyết định này có hiệu lực từ ngày ký. Các cơ quan, trường có tên trong danh sách chịu trách nhiệm thi hành."),
        ),
        signer=_signer(decision),
        recipients=("Như Điều " + ("3" if refused else "2"), "Lưu: VT"),
        annexes=_annexes(decision, recognised, refused),
    )  # fmt: skip


def _cited(issuing_text: str) -> str:
    """The issuing text with its day, issuer and title where the shelf of grounds knows it, else as the set names it."""
    number = issuing_text.rpartition(" ")[2]
    known = (each.text for each in all_grounds() if f"số {number} " in each.text)
    return next(known, f"Căn cứ {issuing_text}")


def _signer(decision: RecognitionDecision) -> Signer:
    """A people's committee decides as a body: its chair signs `TM. ỦY BAN NHÂN DÂN`, a deputy below for the chair.

    What was typed over several lines stands as it was typed, but for a `TM.` that would be said twice.
    """
    lines = [line.strip() for line in decision.signer_title.splitlines() if line.strip()]
    body = _BODY if not lines or decision.authority_name.startswith(_BODY) else ""
    if len(lines) > 1:
        first = lines[0].removeprefix("TM. ")
        said: Authority = "TM." if first != lines[0] or body else ""
        return Signer(titles=(first, *lines[1:]), name=decision.signer_name, authority=said)
    authority, title = signer_lines(lines[0] if lines else "Chủ tịch", body)
    return Signer(titles=tuple(title.splitlines()), name=decision.signer_name, authority=authority)


def _annexes(
    decision: RecognitionDecision, recognised: list[Recognition], refused: list[Recognition]
) -> tuple[Annex, ...]:
    note = (
        f"Kèm theo Quyết định số {decision.number_label} {day_text(decision.decided_on)} của {decision.authority_name}"
    )
    name = decision.round.criteria_set.criteria.name
    lists = []
    if recognised:
        lists.append((f"Danh sách trường đạt tiêu chuẩn “{name}”", _list(recognised, with_reason=False)))
    if refused:
        lists.append(("Danh sách trường chưa được công nhận", _list(refused, with_reason=True)))
    return tuple(
        Annex(title, (table,), number=place if len(lists) > 1 else None, note=note)
        for place, (title, table) in enumerate(lists, start=1)
    )


def _list(schools: list[Recognition], *, with_reason: bool) -> Table:
    columns = [Column("STT", 0.8, "center"), Column("Trường", 3), Column("Địa bàn", 2)]
    columns.append(Column("Lý do", 3) if with_reason else Column("Số tiêu chí đạt", 1.3, "center"))
    rows = tuple(
        (
            str(place), each.school_name, each.place_name,
            each.reason if with_reason else f"{each.assessment.met_count}/{each.assessment.applicable_count}",
        )
        for place, each in enumerate(schools, start=1)
    )  # fmt: skip
    return Table(tuple(columns), rows)
