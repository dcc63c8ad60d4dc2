"""A sheet to draw flat pictures on, in the product's colours. Places are on a sheet of 800 × 500, whatever its size."""

from io import BytesIO

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 800, 500
_DRAWN, _KEPT = 2, 1.5  # drawn larger and made smaller, which smooths the edges

SKY, SUN, HILL, WALL, ROOF, GLASS = "#e4eff0", "#f6dfa4", "#c3dccf", "#f7ead0", "#a5503f", "#cfe0e2"
GREEN, LEAF, DARK_LEAF, MINT, TRUNK = "#0f5b43", "#3d8465", "#2f7355", "#cfe8dc", "#7a5a3c"
WOOD, DARK_WOOD, FLOOR, ROAD, STRIPE = "#a9774d", "#8a5f3c", "#d9cfbf", "#8e938f", "#f3f3ee"
RED, BLUE, OCHRE, WHITE, SKIN, HAIR, STEEL = (
    "#b3303c",
    "#2f6f95",
    "#c98a3a",
    "#ffffff",
    "#e9c6a4",
    "#2b2a2a",
    "#6b7f77",
)
CLOTHES = (WHITE, RED, BLUE, LEAF, OCHRE)

Point = tuple[float, float]


class Sheet:
    """One picture being drawn."""

    def __init__(self, ground: str = SKY) -> None:
        self._image = Image.new("RGB", (WIDTH * _DRAWN, HEIGHT * _DRAWN), ground)
        self._brush = ImageDraw.Draw(self._image)

    def box(self, left: float, top: float, width: float, height: float, colour: str, *, radius: float = 0) -> None:
        edges = self._scaled(left, top, left + width, top + height)
        self._brush.rounded_rectangle(edges, radius * _DRAWN, fill=colour)

    def shape(self, points: list[Point], colour: str) -> None:
        self._brush.polygon([(x * _DRAWN, y * _DRAWN) for x, y in points], fill=colour)

    def line(self, points: list[Point], colour: str, width: float) -> None:
        scaled = [(x * _DRAWN, y * _DRAWN) for x, y in points]
        self._brush.line(scaled, fill=colour, width=round(width * _DRAWN), joint="curve")

    def disc(self, x: float, y: float, radius: float, colour: str) -> None:
        self._brush.ellipse(self._scaled(x - radius, y - radius, x + radius, y + radius), fill=colour)

    def half_disc(self, x: float, y: float, radius: float, colour: str) -> None:
        """The upper half."""
        edges = self._scaled(x - radius, y - radius, x + radius, y + radius)
        self._brush.pieslice(edges, 180, 360, fill=colour)

    # What many scenes share.

    def person(self, x: float, y: float, size: float = 1, clothes: str = WHITE, *, helmet: str = "") -> None:
        """Head and shoulders, nobody's face; `y` is where the clothes end."""
        self.half_disc(x, y - 22 * size, 24 * size, clothes)
        self.box(x - 24 * size, y - 23 * size, 48 * size, 23 * size, clothes)
        self.disc(x, y - 62 * size, 15 * size, SKIN)
        self.half_disc(x, y - 65 * size, (18 if helmet else 15) * size, helmet or HAIR)

    def tree(self, x: float, y: float, size: float = 1) -> None:
        self.box(x - 5 * size, y - 60 * size, 10 * size, 60 * size, TRUNK)
        self.disc(x, y - 92 * size, 44 * size, LEAF)
        self.disc(x - 26 * size, y - 70 * size, 28 * size, DARK_LEAF)

    def outdoors(self, ground: str, horizon: float = 370) -> None:
        """Sky with sun and hills, and the ground."""
        self.disc(660, 92, 42, SUN)
        self._brush.ellipse(self._scaled(-220, 200, 420, 620), fill=HILL)
        self._brush.ellipse(self._scaled(300, 215, 1050, 640), fill=HILL)
        self.box(0, horizon, WIDTH, HEIGHT - horizon, ground)

    def school(self, left: float, top: float, width: float, floors: int = 2) -> None:
        """A building of classrooms with a tiled roof."""
        height = 20 + 62 * floors
        self.box(left, top, width, height, WALL)
        self.shape(
            [(left - 18, top), (left + width + 18, top), (left + width - 8, top - 36), (left + 8, top - 36)], ROOF
        )
        for floor in range(floors):
            for place in range(int((width - 20) // 50)):
                self.box(left + 25 + place * 50, top + 24 + floor * 60, 28, 36, GLASS)

    def _scaled(self, *places: float) -> tuple[float, ...]:
        return tuple(place * _DRAWN for place in places)

    def webp(self) -> bytes:
        size = (round(WIDTH * _KEPT), round(HEIGHT * _KEPT))
        output = BytesIO()
        self._image.resize(size, Image.Resampling.LANCZOS).save(output, "WEBP", quality=88, method=3)
        return output.getvalue()
