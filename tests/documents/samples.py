"""Documents the tests of this folder measure: one with every part, one letter, one decision."""

from datetime import date

from truongan.documents.layout import (
    Annex,
    Article,
    Bullet,
    Chapter,
    Column,
    Document,
    FormLine,
    Heading,
    Kind,
    Paragraph,
    Run,
    SignatureRow,
    Signer,
    Table,
)

NINTH_OF_FEBRUARY = date(2021, 2, 9)

FIGURES = Table(
    columns=(
        Column("TT", 1, "center"),
        Column("Đơn vị", 4),
        Column("Mô hình", 2, "right", group="Số lượng"),
        Column("Tổ", 2, "right", group="Số lượng"),
        Column("Tỷ lệ (%)", 2, "right"),
    ),
    rows=(("1", "Huyện Lạng Giang", "40", "78", "58,8"), ("2", "Huyện Yên Dũng", "35", "70", "58,3")),
    total=("", "Tổng số", "75", "148", "58,6"),
    caption="Bảng 1. Kết quả theo huyện",
)


def report(**changes) -> Document:
    made = {
        "kind": Kind.REPORT,
        "superior": ("Ủy ban nhân dân tỉnh Bắc Giang",),
        "issuer": ("Ban Chỉ đạo phòng, chống tội phạm, tệ nạn xã hội", "và xây dựng phong trào TDBVANTQ"),
        "number": 5,
        "symbol": "BC-BCĐ",
        "place": "Bắc Giang",
        "issued_on": NINTH_OF_FEBRUARY,
        "subject": "Kết quả xây dựng mô hình tự quản về an ninh, trật tự trong trường học",
        "grounds": (
            "Căn cứ Nghị định số 06/2014/NĐ-CP;",
            "Thực hiện Công văn số 1646/BCĐ ngày 29 tháng 7 năm 2021",
        ),
        "blocks": (
            Heading(1, "I. Công tác chỉ đạo"),
            Paragraph("Ban Chỉ đạo tỉnh đã chỉ đạo các cấp, các ngành triển khai xây dựng mô hình " * 3),
            Heading(2, "1. Kết quả xây dựng"),
            Heading(3, "a) Mô hình"),
            Paragraph((Run("Toàn tỉnh có "), Run("322 mô hình", bold=True), Run(", trong đó:"))),
            Bullet("Xây dựng mới 219 mô hình;"),
            FIGURES,
            Heading(1, "II. Phương hướng"),
            Paragraph("Tiếp tục nhân rộng mô hình."),
        ),
        "signer": Signer(
            ("Ban Chỉ đạo", "KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN THƯỜNG TRỰC"),
            "Đại tá Nguyễn Văn An",
            authority="TM.",
            own_titles=("Giám đốc Công an tỉnh",),
        ),
        "recipients": ("Thường trực Tỉnh ủy (để báo cáo)", "Các thành viên Ban Chỉ đạo", "Lưu: VT, PV05"),
        "annexes": (
            Annex("Số liệu theo huyện", (FIGURES,), number=1),
            Annex("Danh sách tổ tự quản", (long_table(300),), number=2, landscape=True),
        ),
    }
    return Document(**(made | changes))


def letter() -> Document:
    return Document(
        kind=Kind.LETTER,
        superior=("UBND tỉnh Bắc Giang",),
        issuer=("Ban Chỉ đạo 138",),
        number=1646,
        symbol="BCĐ",
        place="Bắc Giang",
        issued_on=date(2021, 7, 29),
        subject="đẩy mạnh phong trào toàn dân bảo vệ an ninh Tổ quốc trong trường học",
        addressees=("Các sở, ban, ngành;", "Ủy ban nhân dân các huyện, thành phố"),
        blocks=(Paragraph("Thực hiện chỉ đạo của Bộ Công an, Ban Chỉ đạo tỉnh đề nghị các đơn vị triển khai."),),
        signer=Signer(("Trưởng ban",), "Lê Thị Bình"),
        recipients=("Như trên", "Lưu: VT"),
    )


def decision() -> Document:
    return Document(
        kind=Kind.DECISION,
        superior=("Phòng GD&ĐT Việt Yên",),
        issuer=("Trường THCS thị trấn Nếnh",),
        number=12,
        symbol="QĐ-THCS",
        place="Việt Yên",
        issued_on=date(2021, 9, 4),
        subject="Về việc thành lập Tổ tự quản về an ninh, trật tự",
        authority="Hiệu trưởng Trường THCS thị trấn Nếnh",
        grounds=("Căn cứ Nghị định số 06/2014/NĐ-CP ngày 21 tháng 01 năm 2014",),
        blocks=(
            Article(1, "Thành lập Tổ tự quản gồm các ông (bà) có tên trong danh sách kèm theo."),
            Article(2, "Quyết định có hiệu lực kể từ ngày ký."),
        ),
        signer=Signer(("Hiệu trưởng", "Phó Hiệu trưởng"), "Trần Văn Cường", authority="KT."),
        recipients=("Như Điều 2", "Lưu: VT"),
    )


def regulation() -> Document:
    return Document(
        kind=Kind.REGULATION,
        superior=("Phòng GD&ĐT Việt Yên",),
        issuer=("Trường THCS thị trấn Nếnh",),
        subject="Phối hợp bảo đảm an ninh, trật tự",
        attached_to="Kèm theo Quyết định số 12/QĐ-THCS ngày 04 tháng 9 năm 2021 của Hiệu trưởng",
        issued_on=date(2021, 9, 4),
        blocks=(
            Chapter(1, "Quy định chung"),
            Article(1, "Phạm vi", titled=True),
            Paragraph("Quy chế này quy định việc phối hợp giữa các bên."),
            FormLine("Họ và tên"),
            SignatureRow(
                (
                    Signer(("Nhà trường",), "Trần Văn Cường"),
                    Signer(("Công an thị trấn",), "Hoàng Văn Dũng"),
                    Signer(("Ban đại diện", "Cha mẹ học sinh"), note="Ký, ghi rõ họ tên"),
                )
            ),
        ),
    )


def long_table(rows: int) -> Table:
    return Table(
        columns=(
            Column("TT", 1, "center"),
            Column("Họ và tên", 4),
            Column("Chức vụ", 4),
            Column("Số người", 2, "right"),
        ),
        rows=tuple((str(at), f"Nguyễn Thị Hoài Hương {at}", "Giáo viên chủ nhiệm", "1") for at in range(1, rows + 1)),
        total=("", "Cộng", "", str(rows)),
    )
