"""The statistics of a school year as an official report: the lines of the page, and what does not add up."""

from datetime import date

from truongan.documents.layout import Annex, Block, Bullet, Column, Document, Heading, Paragraph, Table
from truongan.documents.layout import Kind as DocumentKind
from truongan.documents.symbols import symbol_of
from truongan.incidents.queries.paper_parts import place_name, signer_of
from truongan.incidents.queries.statistics import Sums, YearSums
from truongan.incidents.states import Causer
from truongan.kernel.dates import vn_date
from truongan.kernel.numbers import vn_number
from truongan.organizations.models import Organization

_NUMBER = 1.0
_COLUMNS = (
    Column("Loại vụ việc", 4.4),
    Column("Số vụ", _NUMBER, "right"),
    *(Column(str(label), 1.2, "right", "Số vụ theo người gây ra") for label in Causer.labels),
    Column("Học sinh", _NUMBER, "right", "Số người gây ra"),
    Column("Người ngoài", _NUMBER, "right", "Số người gây ra"),
    Column("Học sinh", _NUMBER, "right", "Số người bị hại"),
    Column("Người ngoài", _NUMBER, "right", "Số người bị hại"),
    Column("Bị thương", 1.1, "right"),
)


def statistics_paper(sums: YearSums, issuer: Organization | None, area: str, path: str, day: date) -> Document:
    """Cases and people of a school year in `area`, as the organization reports them upwards. Numbers, never names."""
    above = issuer.reports_to if issuer else None
    total = sums.total
    return Document(
        kind=DocumentKind.REPORT,
        superior=(above.name,) if above else (),
        issuer=(issuer.name,) if issuer else (area,),
        symbol=symbol_of(issuer, DocumentKind.REPORT),
        place=place_name(issuer.place_path if issuer else path),
        subject=f"Thống kê vụ việc năm học {sums.school_year}\n({area})",
        blocks=(
            Heading(1, "I. Số liệu"),
            Paragraph(
                f"Năm học {sums.school_year}, tính đến {vn_date(day)}, {area} có {vn_number(total.cases)} vụ; "
                f"{vn_number(total.pupils_causing + total.outsiders_causing)} người gây ra, "
                f"{vn_number(total.pupils_harmed + total.outsiders_harmed)} người bị hại, "
                f"{vn_number(total.injured)} người bị thương. Số liệu từng loại ở phụ lục."
            ),
            Paragraph(
                "Vụ và người tính riêng. Vụ trùng và vụ không có căn cứ không tính. Cán bộ, giáo viên, nhân viên và "
                "người chứng kiến không nằm trong các cột học sinh, người ngoài."
            ),
            Heading(1, "II. Chưa khớp, chưa đủ"),
            *_flags(sums),
        ),
        signer=signer_of(issuer, day),
        recipients=(*([f"{above.name} (để báo cáo)"] if above else []), "Lưu: VT"),
        annexes=(Annex(f"Số vụ, số người theo loại, năm học {sums.school_year}", (_table(sums),), landscape=True),),
    )


def _flags(sums: YearSums) -> list[Block]:
    if not sums.flags:
        return [Paragraph("Các số cộng khớp; mọi đơn vị đã báo cáo.")]
    mark = [Paragraph("Dòng có dấu (*) ở phụ lục có số chưa khớp.")] if sums.total.is_doubtful else []
    return [*mark, *(Bullet(each) for each in sums.flags)]


def _table(sums: YearSums) -> Table:
    rows: list[tuple[str, ...]] = []
    bold: set[int] = set()
    for theme in sums.themes:
        bold.add(len(rows))
        rows.append(_row(theme.name, theme.sums))
        rows += [_row(kind.name, kind.sums) for kind in theme.kinds]
    return Table(_COLUMNS, tuple(rows), total=_row("Tổng", sums.total), bold_rows=frozenset(bold), size=11)


def _row(name: str, each: Sums) -> tuple[str, ...]:
    mark = " (*)" if each.is_doubtful else ""
    numbers = (
        each.cases, *each.caused, each.pupils_causing, each.outsiders_causing, each.pupils_harmed,
        each.outsiders_harmed, each.injured,
    )  # fmt: skip
    return (f"{name}{mark}", *map(vn_number, numbers))
