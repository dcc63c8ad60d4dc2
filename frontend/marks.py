"""The mark as pictures of points, for telephones that put the page among their programs: drawn from src/img/mark.svg."""

import re
from pathlib import Path

from PIL import Image, ImageDraw

MARK = Path(__file__).resolve().parent / "src" / "img" / "mark.svg"
SIZES = (192, 512)
_SHARPER = 4  # drawn larger and made smaller: edges without steps
_ROOM = 0.66  # of the square: launchers cut it to a circle
_WIDTH, _HEIGHT = 40, 44  # of the drawing's view box
Point = tuple[float, float]


def build(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for size in SIZES:
        drawn(size).save(folder / f"icon-{size}.png", optimize=True)


def drawn(size: int) -> Image.Image:
    large = size * _SHARPER
    picture = Image.new("RGB", (large, large), "#ffffff")
    brush, scale = ImageDraw.Draw(picture), large * _ROOM / _HEIGHT
    left, top = (large - _WIDTH * scale) / 2, (large - _HEIGHT * scale) / 2
    for tag in re.findall(r"<path[^>]*>", MARK.read_text()):
        told = dict(re.findall(r'([a-z-]+)="([^"]*)"', tag))
        for line in lines(told["d"]):
            points = [(left + x * scale, top + y * scale) for x, y in line]
            if told["fill"] != "none":
                brush.polygon(points, fill=told["fill"])
                continue
            width = float(told["stroke-width"]) * scale
            brush.line(points, fill=told["stroke"], width=round(width), joint="curve")
            for x, y in (points[0], points[-1]):  # round ends
                brush.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill=told["stroke"])
    return picture.resize((size, size), Image.Resampling.LANCZOS)


def lines(path: str) -> list[list[Point]]:
    """The strokes of a path that uses M, C, c, l, v and z: what the mark is made of."""
    found: list[list[Point]] = []
    for letter, rest in re.findall(r"([MCclvz])([^MCclvz]*)", path):
        numbers = [float(each) for each in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", rest)]
        if letter == "M":
            found.append([(numbers[0], numbers[1])])
        elif letter == "v":
            x, y = found[-1][-1]
            found[-1].append((x, y + numbers[0]))
        elif letter == "l":
            for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
                x, y = found[-1][-1]
                found[-1].append((x + dx, y + dy))
        elif letter in "Cc":
            for at in range(0, len(numbers), 6):
                x, y = found[-1][-1] if letter == "c" else (0.0, 0.0)
                part = numbers[at : at + 6]
                found[-1] += curve(found[-1][-1], *((x + part[n], y + part[n + 1]) for n in (0, 2, 4)))
    return found


def curve(start: Point, one: Point, two: Point, end: Point) -> list[Point]:
    steps = [n / 24 for n in range(1, 25)]
    return [
        (
            (1 - t) ** 3 * start[0] + 3 * (1 - t) ** 2 * t * one[0] + 3 * (1 - t) * t**2 * two[0] + t**3 * end[0],
            (1 - t) ** 3 * start[1] + 3 * (1 - t) ** 2 * t * one[1] + 3 * (1 - t) * t**2 * two[1] + t**3 * end[1],
        )
        for t in steps
    ]
