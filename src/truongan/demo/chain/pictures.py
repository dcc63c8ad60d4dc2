"""Small pictures drawn here for the album of an activity: nobody is shown, and every one says that it is drawn."""

from collections.abc import Callable
from importlib.resources import files
from io import BytesIO
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageFont

SIZE = (960, 640)
_SKY, _GROUND, _WALL, _ROOF, _LEAF = "#dbeaf2", "#cfd8c4", "#f1e3c6", "#a5502f", "#3f7d54"
_INK, _PAPER = "#1d3a2c", "#ffffff"


def drawn(scene: str, words: str, seed: str) -> SimpleUploadedFile:
    """A JPEG of a scene (`gate`, `hall` or `board`) with a line of words."""
    picture = Image.new("RGB", SIZE, _SKY)
    brush = ImageDraw.Draw(picture)
    _SCENES[scene](brush, Random(seed))  # noqa: S311 - where the trees stand
    _label(brush, words)
    output = BytesIO()
    picture.save(output, "JPEG", quality=80)
    return SimpleUploadedFile(f"anh-minh-hoa-{scene}.jpg", output.getvalue(), "image/jpeg")


def _gate(brush: ImageDraw.ImageDraw, rng: Random) -> None:
    brush.rectangle((0, 430, *SIZE), fill=_GROUND)
    brush.rectangle((220, 200, 740, 440), fill=_WALL)
    brush.polygon(((190, 205), (480, 110), (770, 205)), fill=_ROOF)
    for left in range(260, 700, 80):
        brush.rectangle((left, 250, left + 44, 310), fill="#7fa3b5")
    brush.rectangle((420, 340, 540, 440), fill="#6d4a2f")
    for _tree in range(5):
        left = rng.choice((20, 70, 130, 760, 820, 880)) + rng.randint(-10, 10)
        brush.rectangle((left + 22, 380, left + 32, 450), fill="#6d4a2f")
        brush.ellipse((left - 10, 300, left + 64, 400), fill=_LEAF)


def _hall(brush: ImageDraw.ImageDraw, rng: Random) -> None:
    brush.rectangle((0, 0, *SIZE), fill="#eef0ea")
    brush.rectangle((120, 60, 840, 250), fill="#2f6b4a")
    brush.rectangle((400, 260, 560, 350), fill="#8a5a35")
    for row in range(4):
        for seat in range(14):
            left = 60 + seat * 62 + (row % 2) * 24 + rng.randint(-3, 3)
            brush.ellipse((left, 360 + row * 58, left + 34, 394 + row * 58), fill=("#3b5b78", "#8a9a5b")[seat % 2])


def _board(brush: ImageDraw.ImageDraw, rng: Random) -> None:
    brush.rectangle((0, 470, *SIZE), fill=_GROUND)
    brush.rectangle((180, 90, 780, 400), fill=_PAPER, outline=_INK, width=6)
    for line in range(6):
        brush.rectangle((220, 140 + line * 40, 220 + rng.randint(300, 520), 156 + line * 40), fill="#9db5a6")
    for left in (240, 700):
        brush.rectangle((left, 400, left + 18, 520), fill="#6d4a2f")


_SCENES: dict[str, Callable[[ImageDraw.ImageDraw, Random], None]] = {"gate": _gate, "hall": _hall, "board": _board}


def _label(brush: ImageDraw.ImageDraw, words: str) -> None:
    brush.rectangle((0, 560, *SIZE), fill=_INK)
    brush.text((24, 572), "ẢNH MINH HỌA", font=_font("Bold", 26), fill=_PAPER)
    brush.text((24, 604), words, font=_font("Regular", 22), fill=_PAPER)


def _font(weight: str, size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    path = files("truongan.documents") / "fonts" / f"Tinos-{weight}.ttf"
    if not path.is_file():  # fonts are cut in the build; without it the words lose their marks, nothing else
        return ImageFont.load_default(size)
    return ImageFont.truetype(BytesIO(path.read_bytes()), size)
