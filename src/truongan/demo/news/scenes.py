"""The pictures of the news: scenes around a school, each with the words that say what is to be seen."""

from collections.abc import Callable
from dataclasses import dataclass

from truongan.demo.news import drawing as d
from truongan.demo.news.drawing import CLOTHES, Sheet


@dataclass(frozen=True)
class Scene:
    """`alt` is read out to who cannot see the picture; `focus` is what must stay when it is cut (share of the width
    and height)."""

    title: str
    alt: str
    draw: Callable[[Sheet], None]
    ground: str = d.SKY
    focus: tuple[float, float] = (0.5, 0.6)


def _gate(sheet: Sheet) -> None:
    sheet.outdoors("#d5d2c8")
    sheet.school(150, 150, 500, 3)
    sheet.box(0, 400, 800, 100, "#b9b7ae")
    for left, right in ((40, 290), (510, 760)):
        for y in (300, 380):
            sheet.line([(left, y), (right, y)], d.STEEL, 5)
        for x in range(left + 10, right, 30):
            sheet.line([(x, 292), (x, 388)], d.STEEL, 5)
    for x in (300, 474):
        sheet.box(x, 240, 26, 150, d.GREEN)
    sheet.box(286, 214, 228, 34, d.GREEN)
    for x in range(322, 480, 36):
        sheet.box(x, 227, 24, 8, "#e3f2ea")
    sheet.tree(90, 380, 1.3)
    sheet.tree(720, 382, 1.15)
    for x, y, size, clothes in (
        (250, 462, 1, d.BLUE), (372, 448, 1, d.WHITE), (420, 456, 0.9, d.RED), (560, 458, 0.95, d.WHITE), (606, 466, 0.85, d.LEAF)
    ):  # fmt: skip
        sheet.person(x, y, size, clothes)


def _crossing(sheet: Sheet) -> None:
    sheet.outdoors(d.ROAD, 300)
    sheet.tree(110, 300, 1.2)
    sheet.tree(690, 300, 1.4)
    sheet.school(220, 176, 340)
    for x in range(210, 620, 80):
        sheet.shape([(x, 310), (x + 44, 310), (x + 14, 490), (x - 46, 490)], d.STRIPE)
    sheet.line([(120, 230), (120, 390)], "#5c6a64", 9)
    sheet.shape([(120, 160), (176, 256), (64, 256)], d.RED)
    sheet.shape([(120, 182), (158, 246), (82, 246)], "#f1b53d")
    for x, y, size, clothes in ((330, 410, 1.25, d.WHITE), (400, 420, 1.1, d.RED), (460, 416, 1.15, d.WHITE), (560, 400, 1.45, d.LEAF)):  # fmt: skip
        sheet.person(x, y, size, clothes)


def _meeting(sheet: Sheet) -> None:
    sheet.box(60, 60, 300, 150, d.GREEN, radius=6)
    for y, end in ((100, 270), (130, 310), (160, 230)):
        sheet.line([(90, y), (end, y)], d.MINT, 8)
    for x in (470, 610):
        sheet.box(x, 60, 120, 150, "#cfe3ea")
    sheet.box(0, 330, 800, 170, d.FLOOR)
    for x, y, clothes in (
        (170, 360, d.RED),
        (300, 350, d.WHITE),
        (430, 352, d.BLUE),
        (560, 350, d.LEAF),
        (680, 360, d.OCHRE),
    ):
        sheet.person(x, y, 1.5, clothes)
    sheet.shape([(70, 350), (730, 350), (780, 440), (20, 440)], d.WOOD)
    sheet.box(20, 440, 760, 26, d.DARK_WOOD)
    for x in (180, 360, 540):
        sheet.shape([(x, 380), (x + 70, 380), (x + 66, 414), (x - 6, 414)], d.WHITE)


def _health(sheet: Sheet) -> None:
    sheet.box(0, 380, 800, 120, "#cfdcd6")
    sheet.box(470, 80, 220, 250, d.WHITE, radius=8)
    sheet.line([(470, 205), (690, 205)], "#c9d8d2", 5)
    sheet.line([(580, 80), (580, 330)], "#c9d8d2", 5)
    for x, y, width, height in ((500, 150, 22, 50), (532, 130, 26, 70), (610, 140, 50, 60)):
        sheet.box(x, y, width, height, d.LEAF)
    sheet.disc(240, 150, 66, d.GREEN)
    sheet.box(230, 112, 20, 76, d.WHITE)
    sheet.box(202, 140, 76, 20, d.WHITE)
    sheet.person(330, 342, 1.6, d.WHITE)
    sheet.box(90, 340, 330, 24, d.WOOD)
    for x in (102, 392):
        sheet.box(x, 364, 16, 110, d.DARK_WOOD)
    sheet.box(130, 290, 70, 50, d.RED, radius=6)
    sheet.box(161, 302, 7, 26, d.WHITE)
    sheet.box(152, 311, 26, 7, d.WHITE)
    sheet.person(560, 470, 1.7, d.BLUE)
    sheet.person(640, 474, 1.35, d.OCHRE)


def _phone(sheet: Sheet) -> None:
    sheet.box(0, 400, 800, 100, d.WOOD)
    sheet.box(300, 50, 210, 390, "#23302b", radius=26)
    sheet.box(314, 78, 182, 330, d.WHITE, radius=8)
    sheet.box(314, 78, 182, 44, d.GREEN, radius=8)
    sheet.line([(332, 100), (430, 100)], d.MINT, 8)
    for x, y, width, colour in (
        (328, 140, 110, d.MINT),
        (364, 194, 118, "#dbe7f0"),
        (328, 248, 130, d.MINT),
        (386, 302, 96, "#dbe7f0"),
    ):
        sheet.box(x, y, width, 40, colour, radius=12)
        sheet.line([(x + 14, y + 20), (x + width - 16, y + 20)], "#7d9489", 6)
    for x, y, clothes in ((120, 404, d.WHITE), (220, 412, d.LEAF), (590, 408, d.BLUE), (690, 404, d.OCHRE)):
        sheet.person(x, y, 1.6, clothes)


def _drill(sheet: Sheet) -> None:
    sheet.outdoors("#d5d2c8", 330)
    sheet.school(60, 130, 400, 3)
    for x, y, radius in ((410, 110, 34), (446, 84, 40), (490, 60, 30)):
        sheet.disc(x, y, radius, "#c9cdcb")
    sheet.line([(470, 300), (700, 300)], d.GREEN, 10)
    sheet.shape([(700, 280), (736, 300), (700, 320)], d.GREEN)
    for row in range(3):
        for place in range(6):
            sheet.person(190 + place * 84 + row * 20, 400 + row * 42, 0.85 + row * 0.1, CLOTHES[(place + row) % 5])
    sheet.box(84, 360, 44, 92, d.RED, radius=14)
    sheet.box(96, 340, 20, 22, "#23302b")
    sheet.line([(116, 350), (150, 376), (150, 420)], "#23302b", 7)


def _helmets(sheet: Sheet) -> None:
    sheet.outdoors(d.ROAD, 360)
    sheet.tree(90, 360, 1.2)
    sheet.school(470, 200, 300)
    for x in (250, 470):
        sheet.disc(x, 430, 46, "#23302b")
        sheet.disc(x, 430, 24, "#c9cdcb")
    sheet.line([(250, 430), (330, 380), (430, 380), (470, 430)], d.RED, 22)
    sheet.line([(450, 390), (476, 330), (506, 326)], "#23302b", 10)
    sheet.box(272, 348, 130, 22, "#23302b", radius=10)
    sheet.person(386, 356, 1.5, d.BLUE, helmet=d.OCHRE)
    sheet.person(310, 356, 1.15, d.WHITE, helmet=d.RED)
    sheet.person(640, 450, 1.4, d.LEAF)


def _board(sheet: Sheet) -> None:
    sheet.outdoors("#d5d2c8")
    sheet.box(160, 90, 480, 250, d.DARK_WOOD, radius=8)
    sheet.box(176, 106, 448, 218, "#f2efe6")
    for x, y, colour in ((196, 124, d.MINT), (342, 124, "#dbe7f0"), (488, 124, "#f4e3c4")):
        sheet.box(x, y, 118, 180, colour, radius=4)
        for line in range(5):
            sheet.line([(x + 14, y + 76 + line * 20), (x + 100 - line * 6, y + 76 + line * 20)], "#7d9489", 6)
        sheet.disc(x + 59, y + 36, 22, d.GREEN)
    for x in (200, 590):
        sheet.box(x, 340, 16, 110, d.DARK_WOOD)
    for x, y, size, clothes in ((290, 470, 1.3, d.WHITE), (400, 476, 1.2, d.BLUE), (500, 470, 1.35, d.RED)):
        sheet.person(x, y, size, clothes)


def _screen(sheet: Sheet) -> None:
    sheet.box(0, 360, 800, 140, d.FLOOR)
    sheet.box(220, 50, 360, 210, "#23302b", radius=10)
    sheet.box(234, 64, 332, 182, "#dbe7f0")
    sheet.shape([(400, 90), (450, 108), (444, 176), (400, 214), (356, 176), (350, 108)], d.GREEN)
    sheet.line([(378, 152), (396, 172), (426, 130)], d.WHITE, 10)
    for row in range(2):
        for place in range(5):
            x = 110 + place * 140 + row * 24
            sheet.person(x, 386 + row * 90, 1.2 + row * 0.2, CLOTHES[(place * 2 + row) % 5])
            sheet.box(x - 54, 386 + row * 90, 108, 12, d.WOOD)


def _river(sheet: Sheet) -> None:
    sheet.outdoors("#9fc4d3", 300)
    for x in range(20, 780, 110):
        for y in (340, 400, 456):
            sheet.line([(x + y % 60, y), (x + 46 + y % 60, y)], "#c4dfe8", 6)
    sheet.tree(700, 306, 1.3)
    sheet.shape([(0, 300), (300, 300), (210, 500), (0, 500)], "#d8cfae")
    sheet.box(96, 230, 10, 190, d.DARK_WOOD)
    sheet.box(40, 190, 122, 70, d.RED, radius=6)
    sheet.line([(60, 214), (142, 214)], d.WHITE, 8)
    sheet.line([(60, 236), (120, 236)], d.WHITE, 8)
    sheet.disc(520, 400, 54, d.OCHRE)
    sheet.disc(520, 400, 28, "#9fc4d3")
    sheet.person(230, 420, 1.3, d.LEAF)


SCENES = {
    "gate": Scene("Cổng trường buổi sáng", "Hình vẽ: học sinh và thầy cô trước cổng trường, hai bên là hàng rào và cây xanh", _gate),
    "crossing": Scene("Qua đường giờ tan học", "Hình vẽ: bốn người đi trên vạch qua đường trước trường, bên trái là biển báo trẻ em", _crossing),
    "meeting": Scene("Tổ tự quản họp", "Hình vẽ: năm người ngồi quanh bàn dài, sau lưng là bảng ghi việc", _meeting, "#eef2ea"),
    "health": Scene("Góc y tế", "Hình vẽ: nhân viên y tế ngồi sau bàn, hai học sinh đứng trước tủ thuốc", _health, "#eaf2f1"),
    "phone": Scene("Nhóm kết nối", "Hình vẽ: màn hình điện thoại với các tin nhắn ngắn, bốn người đứng hai bên", _phone, "#e7efe9"),
    "drill": Scene("Tập thoát nạn", "Hình vẽ: học sinh xếp hàng ở sân trong buổi tập thoát nạn, góc trái có bình chữa cháy", _drill),
    "helmets": Scene("Đội mũ khi đến trường", "Hình vẽ: người lớn chở học sinh bằng xe máy, cả hai đội mũ bảo hiểm", _helmets),
    "board": Scene("Bảng tin nhà trường", "Hình vẽ: ba học sinh đứng đọc bảng tin có ba tờ thông báo", _board),
    "screen": Scene("Tiết học an toàn trên mạng", "Hình vẽ: lớp học nhìn lên màn hình có hình tấm khiên", _screen, "#eef2ea"),
    "river": Scene("Biển báo bên sông", "Hình vẽ: biển báo đỏ và phao cứu sinh bên bờ sông", _river),
}  # fmt: skip
