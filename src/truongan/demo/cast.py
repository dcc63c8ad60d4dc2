"""The cast: one account per kind of person. The same people act in the demonstration, the tests and the docs.

Everybody here is invented. Plain values only: who needs rows makes them from these.
"""

from dataclasses import dataclass
from datetime import date

PASSWORD = "truong-an-2021"  # noqa: S105 - printed on the sign-in page of the demonstration, opens nothing else

START = date(2021, 1, 1)  # where the territory's own records begin
DISTRICT_POLICE_END = date(2025, 3, 1)
MERGER = date(2025, 7, 1)

COMMITTEE_NAME = (
    "Ban Chỉ đạo phòng, chống tội phạm, tệ nạn xã hội và xây dựng phong trào toàn dân bảo vệ an ninh Tổ quốc"
)

# The two models of Công văn 1646/BCĐ: code, name, short name.
SCHEME_TYPES = (
    (
        "truong-hoc-an-toan",
        "Trường học an toàn về an ninh, trật tự và phòng, chống dịch Covid-19",
        "Trường học an toàn",
    ),
    (
        "lien-ket",
        "Liên kết giữa trường học, cơ sở giáo dục với chính quyền, lực lượng Công an địa phương",
        "Liên kết nhà trường - chính quyền - Công an",
    ),
)


@dataclass(frozen=True, slots=True)
class CastOrganization:
    """An agency or school the cast works in. `unit` and `since` name the unit it is first placed in."""

    key: str
    code: str
    name: str
    short_name: str
    sector: str
    level: str
    unit: str
    since: date
    until: date | None = None
    reports_to: str = ""
    school_level: str = ""


@dataclass(frozen=True, slots=True)
class Post:
    """A dated appointment in an organization of the cast (`until` exclusive)."""

    organization: str
    role: str
    title: str
    since: date
    until: date | None = None
    is_head: bool = False


@dataclass(frozen=True, slots=True)
class Member:
    """A person of the cast with a sign-in. `beats` are keys of organizations."""

    username: str
    name: str
    phone: str
    birth_year: int
    work: str
    home: str
    does: str
    posts: tuple[Post, ...] = ()
    beats: tuple[str, ...] = ()
    is_superuser: bool = False

    @property
    def key(self) -> str:
        """The name as a Python word: `can_bo_tinh`."""
        return self.username.replace("-", "_")

    @property
    def post(self) -> Post | None:
        return self.posts[-1] if self.posts else None


ORGANIZATIONS = (
    CastOrganization(
        "committee-2021", "MH-24-2101-BCD", f"{COMMITTEE_NAME} tỉnh Bắc Giang", "BCĐ tỉnh Bắc Giang",
        "committee", "province", "24", START, MERGER,
    ),
    CastOrganization(
        "police-2021", "MH-24-2101-CA", "Công an tỉnh Bắc Giang", "CA tỉnh Bắc Giang",
        "police", "province", "24", START, MERGER, "committee-2021",
    ),
    CastOrganization(
        "education-2021", "MH-24-2101-GD", "Sở Giáo dục và Đào tạo tỉnh Bắc Giang", "Sở GD&ĐT Bắc Giang",
        "education", "province", "24", START, MERGER, "committee-2021",
    ),
    CastOrganization(
        "health-2021", "MH-24-2101-YT", "Sở Y tế tỉnh Bắc Giang", "Sở Y tế Bắc Giang",
        "health", "province", "24", START, MERGER, "committee-2021",
    ),
    CastOrganization(
        "committee", "MH-24-2507-BCD", f"{COMMITTEE_NAME} tỉnh Bắc Ninh", "BCĐ tỉnh Bắc Ninh",
        "committee", "province", "24", MERGER,
    ),
    CastOrganization(
        "police", "MH-24-2507-CA", "Công an tỉnh Bắc Ninh", "CA tỉnh Bắc Ninh",
        "police", "province", "24", MERGER, None, "committee",
    ),
    CastOrganization(
        "education", "MH-24-2507-GD", "Sở Giáo dục và Đào tạo tỉnh Bắc Ninh", "Sở GD&ĐT Bắc Ninh",
        "education", "province", "24", MERGER, None, "committee",
    ),
    CastOrganization(
        "health", "MH-24-2507-YT", "Sở Y tế tỉnh Bắc Ninh", "Sở Y tế Bắc Ninh",
        "health", "province", "24", MERGER, None, "committee",
    ),
    CastOrganization(
        "commune-police-2021", "MH-07795-2101-CA", "Công an thị trấn Nếnh", "CA thị trấn Nếnh",
        "police", "commune", "07795", START, MERGER, "police-2021",
    ),
    CastOrganization(
        "commune-health-2021", "MH-07795-2101-YT", "Trạm Y tế thị trấn Nếnh", "TYT thị trấn Nếnh",
        "health", "commune", "07795", START, MERGER, "health-2021",
    ),
    CastOrganization(
        "commune-committee", "MH-07795-2507-BCD", f"{COMMITTEE_NAME} phường Nếnh", "BCĐ phường Nếnh",
        "committee", "commune", "07795", MERGER, None, "committee",
    ),
    CastOrganization(
        "commune-police", "MH-07795-2507-CA", "Công an phường Nếnh", "CA phường Nếnh",
        "police", "commune", "07795", MERGER, None, "police",
    ),
    CastOrganization(
        "commune-education", "MH-07795-2507-VX", "Phòng Văn hóa - Xã hội phường Nếnh",
        "Phòng VH-XH phường Nếnh",
        "education", "commune", "07795", MERGER, None, "education",
    ),
    CastOrganization(
        "commune-health", "MH-07795-2507-YT", "Trạm Y tế phường Nếnh", "TYT phường Nếnh",
        "health", "commune", "07795", MERGER, None, "health",
    ),
    CastOrganization(
        "other-commune-education", "MH-07375-2507-VX", "Phòng Văn hóa - Xã hội xã Lạng Giang",
        "Phòng VH-XH xã Lạng Giang", "education", "commune", "07375", MERGER, None, "education",
    ),
    CastOrganization(
        "school", "MH-222-501", "Trường THCS Ánh Dương", "THCS Ánh Dương",
        "school", "school", "07795", START, None, "commune-education", "THCS",
    ),
    CastOrganization(
        "neighbour-school", "MH-222-401", "Trường Tiểu học Hoa Sen", "TH Hoa Sen",
        "school", "school", "07795", START, None, "commune-education", "TH",
    ),
    CastOrganization(
        "other-school", "MH-217-501", "Trường THCS Sông Thương", "THCS Sông Thương",
        "school", "school", "07375", START, None, "other-commune-education", "THCS",
    ),
)  # fmt: skip

CAST = (
    Member(
        "quantri", "Nguyễn Quản Trị", "0900000001", 1985, "Quản trị hệ thống", "",
        "Quản trị cài đặt: thấy và sửa được mọi thứ", is_superuser=True,
    ),
    Member(
        "can-bo-tinh", "Hoàng Thu Trang", "0900000002", 1980, "Cán bộ Phòng Xây dựng phong trào", "police",
        "Cơ quan thường trực BCĐ tỉnh: tổng hợp số liệu, ra báo cáo",
        (
            Post("police-2021", "editor", "Cán bộ Phòng Xây dựng phong trào", START, MERGER),
            Post("committee-2021", "leader", "Ủy viên thường trực", START, MERGER),
            Post("police", "editor", "Cán bộ Phòng Xây dựng phong trào", MERGER),
            Post("committee", "leader", "Ủy viên thường trực", MERGER),
        ),
    ),
    Member(
        "so-gd", "Lê Thu Hằng", "0900000003", 1983, "Chuyên viên", "education",
        "Sở GD&ĐT: theo dõi các trường trong tỉnh",
        (
            Post("education-2021", "editor", "Chuyên viên", START, MERGER),
            Post("education", "editor", "Chuyên viên", MERGER),
        ),
    ),
    Member(
        "so-yt", "Phạm Quốc Bảo", "0900000004", 1979, "Chuyên viên", "health",
        "Sở Y tế: xem trường học và tuyến y tế",
        (
            Post("health-2021", "reader", "Chuyên viên", START, MERGER),
            Post("health", "reader", "Chuyên viên", MERGER),
        ),
    ),
    Member(
        "cong-an-xa", "Trần Minh Khôi", "0900000005", 1990, "Cán bộ Công an phụ trách địa bàn",
        "commune-police",
        "Công an phụ trách địa bàn: lập nhóm kết nối, kiểm tra nhóm",
        (
            Post("commune-police-2021", "editor", "Cán bộ phụ trách địa bàn", START, MERGER),
            Post("commune-police", "editor", "Cán bộ phụ trách địa bàn", MERGER),
        ),
        beats=("school",),
    ),
    Member(
        "truong-phong-xa", "Nguyễn Thị Lan Anh", "0900000006", 1982, "Phó Trưởng ban", "commune-committee",
        "Ban Chỉ đạo phường Nếnh: quản trị các đơn vị trong phường",
        (
            Post("commune-committee", "admin", "Phó Trưởng ban", MERGER),
            Post("commune-committee", "leader", "Phó Trưởng ban", MERGER, is_head=True),
        ),
    ),
    Member(
        "hieu-truong", "Lê Thu Hà", "0900000007", 1976, "Hiệu trưởng", "school",
        "Hiệu trưởng Trường THCS Ánh Dương: lập mô hình, tổ, nhóm của trường",
        (
            Post("school", "admin", "Hiệu trưởng", START),
            Post("school", "leader", "Hiệu trưởng", START, is_head=True),
        ),
    ),
    Member(
        "giao-vien", "Đỗ Văn Kiên", "0900000008", 1988, "Giáo viên, Tổng phụ trách Đội", "school",
        "Tổ trưởng tổ tự quản của Trường THCS Ánh Dương",
        (Post("school", "editor", "Giáo viên", START),),
    ),
    Member(
        "y-te-xa", "Bùi Thị Thanh Tâm", "0900000009", 1986, "Y sĩ", "commune-health",
        "Trạm Y tế phường Nếnh: xem trường học trên địa bàn",
        (
            Post("commune-health-2021", "reader", "Y sĩ", START, MERGER),
            Post("commune-health", "reader", "Y sĩ", MERGER),
        ),
    ),
    Member(
        "hieu-truong-khac", "Ngô Quang Huy", "0900000010", 1978, "Hiệu trưởng", "other-school",
        "Hiệu trưởng một trường ở xã khác: không thấy gì của phường Nếnh",
        (
            Post("other-school", "admin", "Hiệu trưởng", START),
            Post("other-school", "leader", "Hiệu trưởng", START, is_head=True),
        ),
    ),
)  # fmt: skip

ORGANIZATION = {each.key: each for each in ORGANIZATIONS}
MEMBER = {each.username: each for each in CAST}
