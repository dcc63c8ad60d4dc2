"""Invented names of people and schools, put together from common Vietnamese words.

Nobody and no school is meant: what comes out is chance, the same chance every time.
"""

from collections.abc import Collection
from random import Random

from truongan.kernel.text import fold

FAMILIES = {
    "Nguyễn": 30, "Trần": 11, "Lê": 9, "Phạm": 7, "Hoàng": 6, "Vũ": 5, "Ngô": 4, "Đỗ": 4, "Dương": 4,
    "Thân": 3, "Bùi": 3, "Đặng": 3, "Nông": 1, "Lưu": 2, "Giáp": 2, "Đào": 2, "Hà": 2, "Chu": 2, "Tạ": 1,
    "Lương": 2, "Phùng": 1, "Mai": 1, "Vi": 1, "Đinh": 1, "La": 1, "Triệu": 1, "Lã": 1, "Ong": 1, "Khổng": 1,
}  # fmt: skip
MIDDLE_MEN = ("Văn", "Văn", "Đức", "Quang", "Minh", "Hữu", "Công", "Xuân", "Ngọc", "Thanh", "Đình", "Trọng")
MIDDLE_WOMEN = ("Thị", "Thị", "Thị Thu", "Thị Thanh", "Thị Ngọc", "Thị Hồng", "Thị Kim", "Thu", "Hồng", "Thị Minh")
GIVEN_MEN = (
    "Anh", "Bắc", "Bình", "Chiến", "Cường", "Dũng", "Duy", "Đại", "Đạt", "Đoàn", "Đông", "Giang", "Hải", "Hiếu",
    "Hòa", "Hoàn", "Hùng", "Huy", "Hưng", "Khánh", "Kiên", "Lâm", "Linh", "Long", "Lực", "Mạnh", "Nam", "Nghĩa",
    "Phong", "Phúc", "Quân", "Quyết", "Sơn", "Sỹ", "Tấn", "Thái", "Thắng", "Thành", "Thịnh", "Thuận", "Tiến",
    "Toàn", "Trung", "Trường", "Tú", "Tuấn", "Tùng", "Việt", "Vinh", "Vượng",
)  # fmt: skip
GIVEN_WOMEN = (
    "An", "Anh", "Ánh", "Bích", "Chi", "Diệp", "Dung", "Duyên", "Giang", "Hà", "Hạnh", "Hằng", "Hiền", "Hoa",
    "Hòa", "Huệ", "Huyền", "Hương", "Hường", "Khuyên", "Lan", "Liên", "Loan", "Lý", "Mai", "Mến", "Minh", "Nga",
    "Ngân", "Ngọc", "Nguyệt", "Nhàn", "Nhung", "Oanh", "Phương", "Quyên", "Quỳnh", "Tâm", "Thảo", "Thơm", "Thu",
    "Thủy", "Thúy", "Trang", "Tuyết", "Uyên", "Vân", "Xuyến", "Yến", "Ý",
)  # fmt: skip

FIRST_WORDS = (
    "Ánh", "Bình", "Cẩm", "Diệu", "Gia", "Hải", "Hạnh", "Hiền", "Hoa", "Hoài", "Hồng", "Khánh", "Kim", "Lam",
    "Mai", "Minh", "Mỹ", "Ngọc", "Nhật", "Phúc", "Quế", "Sao", "Sông", "Tâm", "Thanh", "Thảo", "Thiên", "Thu",
    "Trúc", "Tuệ", "Vạn", "Xuân",
)  # fmt: skip
SECOND_WORDS = (
    "An", "Bình", "Ca", "Châu", "Dương", "Đạo", "Hà", "Hạ", "Hoa", "Khê", "Khuê", "Kỳ", "Lam", "Lâm", "Linh",
    "Mai", "Minh", "Nghi", "Nguyên", "Phong", "Phương", "Quang", "Sen", "Tâm", "Thảo", "Thư", "Trí", "Tuệ", "Uyên",
    "Vân", "Văn", "Xuân",
)  # fmt: skip


def person_name(rng: Random, is_woman: bool) -> str:
    """Family, middle and given name of nobody in particular."""
    family = rng.choices(list(FAMILIES), list(FAMILIES.values()))[0]
    middle = rng.choice(MIDDLE_WOMEN if is_woman else MIDDLE_MEN)
    given = rng.choice(GIVEN_WOMEN if is_woman else GIVEN_MEN)
    return f"{family} {middle} {given}" if middle.split()[-1] != given else f"{family} {given}"


def school_words(rng: Random, taken: Collection[str]) -> list[str]:
    """Two-word names for schools in random order, told apart without diacritics; `taken` are those of real places."""
    names = [f"{first} {second}" for first in FIRST_WORDS for second in SECOND_WORDS if first != second]
    places = {fold(name) for name in taken}
    free = list({fold(name): name for name in names if fold(name) not in places}.values())
    rng.shuffle(free)
    return free
