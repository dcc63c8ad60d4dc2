"""What a school's paper is about, as plain values: the register fills these in, the texts read them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from truongan.documents.layout import Kind
from truongan.documents.symbols import initials
from truongan.documents.wording import day_text, number_and_symbol, rate


@dataclass(frozen=True)
class Member:
    """One line of a roster. Pupils may be a count instead of a name: `name="25 học sinh"`."""

    name: str
    post: str = ""
    role: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Party:
    """A side that works with the school and signs with it."""

    name: str
    title: str = ""
    signer: str = ""
    contact: str = ""
    phone: str = ""


@dataclass(frozen=True)
class ClassCommitments:
    """How many of a class signed the commitment."""

    name: str
    on_roll: int
    signed: int


@dataclass(frozen=True)
class Launch:
    """What the minutes of a launch record; what is empty is left open to write by hand."""

    starts: str = ""
    ends: str = ""
    venue: str = ""
    chair: str = ""
    secretary: str = ""
    guests: tuple[str, ...] = ()
    remarks: str = ""
    conclusion: str = ""


@dataclass(frozen=True)
class PaperFacts:
    """The values of a school's papers. `number` is the paper's own, `decision_*` name what it is attached to.

    `symbol` is the school's part of a document symbol ("THCS" in `12/QĐ-THCS`); left empty it is made
    from the school's name. `extra_grounds` are the higher level's plan, a coordination rule and the like.
    """

    school: str
    superior: str
    place: str
    scheme: str
    team: str = "Tổ tự quản"
    school_level: str = ""
    school_year: str = ""
    symbol: str = ""
    number: int | None = None
    decision_number: int | None = None
    decision_symbol: str = ""
    decision_on: date | None = None
    head: str = ""
    head_title: str = "Hiệu trưởng"
    deputy_title: str = ""
    members: tuple[Member, ...] = ()
    police: Party | None = None
    commune: Party | None = None
    health: Party | None = None
    parents: Party | None = None
    school_contact: str = ""
    school_phone: str = ""
    meets_every_months: int = 3
    extra_grounds: tuple[str, ...] = ()
    proposer: str = ""
    classes: tuple[ClassCommitments, ...] = ()
    launch: Launch = Launch()

    @property
    def parties(self) -> tuple[Party, ...]:
        """The other sides, in the order in which they sign."""
        return tuple(side for side in (self.police, self.commune, self.health, self.parents) if side)

    @property
    def school_symbol(self) -> str:
        return self.symbol or initials(self.school)

    @property
    def decision_reference(self) -> str:
        """`Quyết định số 12/QĐ-THCS ngày 04 tháng 9 năm 2021 của Hiệu trưởng …`, open where unknown."""
        symbol = self.decision_symbol or f"{Kind.DECISION}-{self.school_symbol}"
        number = number_and_symbol(self.decision_number, symbol)
        return f"Quyết định số {number} {day_text(self.decision_on)} của {self.head_title} {self.school}"


# Names an administrator writes between {{ }} in a template, and what they mean.
PLACEHOLDERS = {
    "ten_truong": "Tên trường",
    "cap_tren": "Cơ quan quản lý trực tiếp",
    "dia_danh": "Địa danh ghi trên văn bản",
    "ngay": "Ngày của giấy, dạng “ngày 05 tháng 9 năm 2021”",
    "so_hieu": "Số và ký hiệu của giấy",
    "ky_hieu": "Chữ viết tắt tên trường trong ký hiệu",
    "mo_hinh": "Tên mô hình",
    "to": "Tên tổ tự quản",
    "nam_hoc": "Năm học",
    "thu_truong": "Họ tên người đứng đầu",
    "chuc_danh_thu_truong": "Chức danh người đứng đầu",
    "quyet_dinh": "Quyết định thành lập: số, ngày, người ký",
    "can_cu": "Các căn cứ (danh sách)",
    "so_thanh_vien": "Số thành viên",
    "thanh_vien": "Danh sách thành viên; mỗi người có stt, ho_ten, chuc_vu, nhiem_vu, dien_thoai",
    "cong_an": "Tên cơ quan Công an phối hợp",
    "uy_ban": "Tên Ủy ban nhân dân",
    "y_te": "Tên cơ sở y tế",
    "cha_me": "Tên Ban đại diện cha mẹ học sinh",
    "cac_ben": "Các bên phối hợp, nối bằng dấu phẩy",
    "so_ban": "Số bản quy chế phối hợp",
    "chu_ky_giao_ban": "Số tháng giữa hai lần giao ban",
    "thoi_gian_bat_dau": "Thời gian bắt đầu lễ ra mắt",
    "thoi_gian_ket_thuc": "Thời gian kết thúc lễ ra mắt",
    "dia_diem": "Địa điểm ra mắt",
    "chu_tri": "Người chủ trì lễ ra mắt",
    "thu_ky": "Thư ký lễ ra mắt",
    "y_kien": "Ý kiến phát biểu",
    "ket_luan": "Kết luận của người chủ trì",
    "lop": "Ký cam kết theo lớp; mỗi lớp có ten, si_so, da_ky, ty_le",
}


# Fields of a member and of a class, read inside a loop.
FIELDS = {".stt", ".ho_ten", ".chuc_vu", ".nhiem_vu", ".dien_thoai", ".ten", ".si_so", ".da_ky", ".ty_le"}


def placeholder_values(
    facts: PaperFacts, day: date | None, *, kind: str = "", grounds: tuple[str, ...] = ()
) -> dict[str, Any]:
    """The value of every name in PLACEHOLDERS; what is unknown is empty."""
    launch = facts.launch
    return {
        "ten_truong": facts.school,
        "cap_tren": facts.superior,
        "dia_danh": facts.place,
        "ngay": day_text(day),
        "so_hieu": number_and_symbol(facts.number, f"{kind}-{facts.school_symbol}" if kind else facts.school_symbol),
        "ky_hieu": facts.school_symbol,
        "mo_hinh": facts.scheme,
        "to": facts.team,
        "nam_hoc": facts.school_year,
        "thu_truong": facts.head,
        "chuc_danh_thu_truong": facts.head_title,
        "quyet_dinh": facts.decision_reference,
        "can_cu": list(grounds),
        "so_thanh_vien": f"{len(facts.members):02d}" if facts.members else "……",
        "thanh_vien": [_member_values(place, member) for place, member in enumerate(facts.members, start=1)],
        "cong_an": facts.police.name if facts.police else "",
        "uy_ban": facts.commune.name if facts.commune else "",
        "y_te": facts.health.name if facts.health else "",
        "cha_me": facts.parents.name if facts.parents else "",
        "cac_ben": ", ".join(side.name for side in facts.parties),
        "so_ban": f"{len(facts.parties) + 1:02d}",
        "chu_ky_giao_ban": f"{facts.meets_every_months:02d}",
        "thoi_gian_bat_dau": launch.starts or f"Hôm nay, {day_text(day)}",
        "thoi_gian_ket_thuc": launch.ends,
        "dia_diem": launch.venue,
        "chu_tri": launch.chair,
        "thu_ky": launch.secretary,
        "y_kien": launch.remarks,
        "ket_luan": launch.conclusion,
        "lop": [
            {"ten": each.name, "si_so": each.on_roll, "da_ky": each.signed, "ty_le": rate(each.signed, each.on_roll)}
            for each in facts.classes
        ],
    }


def _member_values(place: int, member: Member) -> dict[str, Any]:
    return {
        "stt": place,
        "ho_ten": member.name,
        "chuc_vu": member.post,
        "nhiem_vu": member.role,
        "dien_thoai": member.phone,
    }


SAMPLE = PaperFacts(
    school="Trường THCS Mẫu",
    superior="Phòng GD&ĐT huyện Mẫu",
    place="Mẫu",
    scheme="Trường học an toàn về an ninh, trật tự",
    team="Tổ tự quản trường học",
    school_level="THCS",
    school_year="2021-2022",
    number=12,
    decision_number=11,
    decision_on=date(2021, 9, 4),
    head="Nguyễn Văn Mẫu",
    members=(
        Member("Nguyễn Văn Mẫu", "Hiệu trưởng", "Tổ trưởng"),
        Member("Trần Thị Ví Dụ", "Giáo viên", "Thành viên"),
    ),
    police=Party("Công an xã Mẫu", "Trưởng Công an xã", "Lê Văn Mẫu"),
    commune=Party("Ủy ban nhân dân xã Mẫu", "Chủ tịch", "Phạm Thị Mẫu"),
    health=Party("Trạm Y tế xã Mẫu", "Trạm trưởng", "Hoàng Văn Mẫu"),
    parents=Party("Ban đại diện cha mẹ học sinh", "Trưởng ban", "Vũ Thị Mẫu"),
    classes=(ClassCommitments("6A", 40, 40),),
)
