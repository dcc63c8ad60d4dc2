"""Cut and join the fonts: web headings in Be Vietnam Pro, official documents in Tinos.

The packages ship each face as one file per script. For the web a face is cut to what Vietnamese pages
use; for PDF and Word the pieces are joined again into whole faces that carry every Vietnamese letter.
"""

import shutil
import tempfile
from pathlib import Path

from fontTools.merge import Merger
from fontTools.merge import Options as MergeOptions
from fontTools.subset import Options, Subsetter, load_font, save_font
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
PACKAGES = HERE / "node_modules" / "@fontsource"
WEB = HERE / ".generated" / "fonts"
DOCUMENTS = HERE.parent / "src" / "truongan" / "documents" / "fonts"

VIETNAMESE = "ăâđêôơưĂÂĐÊÔƠƯàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ₫"
LATIN = [
    *range(0x20, 0x7F),
    0xA0,
    0xAB,
    0xB0,
    0xB7,
    0xBB,
    *range(0xC0, 0xFE),
    0x2013,
    0x2014,
    0x2018,
    0x2019,
    0x201C,
    0x201D,
    0x2022,
    0x2026,
    0x2212,
]
BLOCKS = [
    0x102,
    0x103,
    0x110,
    0x111,
    0x128,
    0x129,
    0x168,
    0x169,
    0x1A0,
    0x1A1,
    0x1AF,
    0x1B0,
    *range(0x1EA0, 0x1EFA),
    0x20AB,
]
FACES = {  # file name: (weight, slant, style name)
    "Tinos-Regular": (400, "normal", "Regular"),
    "Tinos-Bold": (700, "normal", "Bold"),
    "Tinos-Italic": (400, "italic", "Italic"),
    "Tinos-BoldItalic": (700, "italic", "Bold Italic"),
}


def build() -> None:
    """Write both sets of fonts and the licence of Tinos."""
    WEB.mkdir(parents=True, exist_ok=True)
    pieces = PACKAGES / "be-vietnam-pro" / "files"
    for script, letters in (("latin", LATIN), ("vietnamese", BLOCKS)):
        name = f"be-vietnam-pro-600-{script}.woff2"
        cut(pieces / f"be-vietnam-pro-{script}-600-normal.woff2", letters, WEB / name)
    DOCUMENTS.mkdir(parents=True, exist_ok=True)
    for name, face in FACES.items():
        join(name, *face)
    shutil.copyfile(PACKAGES / "tinos" / "LICENSE", DOCUMENTS / "OFL.txt")


def cut(source: Path, letters: list[int], target: Path) -> None:
    """Keep only `letters`, kerning and mark placement; drop hinting, which screens of today do not use."""
    options = Options(
        flavor="woff2",
        hinting=False,
        desubroutinize=True,
        layout_features=["kern", "mark", "mkmk", "ccmp", "locl"],
    )
    font = load_font(str(source), options)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=letters)
    subsetter.subset(font)
    save_font(font, str(target), options)


def join(name: str, weight: int, slant: str, style: str) -> None:
    """One whole face from its three pieces; refuses to write one that lacks a Vietnamese letter."""
    with tempfile.TemporaryDirectory() as folder:
        pieces = [unpacked(script, weight, slant, Path(folder)) for script in ("latin", "latin-ext", "vietnamese")]
        # Each piece kerns its own letters only: without layout tables no word is kerned by halves.
        font = Merger(
            options=MergeOptions(
                drop_tables=["GSUB", "GPOS", "GDEF", "BASE", "DSIG", "fpgm", "prep", "cvt ", "gasp", "STAT"]
            )
        ).merge(pieces)
        rename(font, name, style)
        missing = [letter for letter in VIETNAMESE if ord(letter) not in font.getBestCmap()]
        if missing:
            raise SystemExit(f"{name}: no glyph for {''.join(missing)}")
        font.save(DOCUMENTS / f"{name}.ttf")


def unpacked(script: str, weight: int, slant: str, folder: Path) -> str:
    """A piece as plain TrueType without hints: the joiner cannot read woff2."""
    source = PACKAGES / "tinos" / "files" / f"tinos-{script}-{weight}-{slant}.woff2"
    options = Options(hinting=False, layout_features=[], name_IDs=["*"], notdef_outline=True)
    font = load_font(str(source), options)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=list(font.getBestCmap()))
    subsetter.subset(font)
    font.flavor = None
    target = folder / f"{script}.ttf"
    font.save(target)
    return str(target)


def rename(font: TTFont, name: str, style: str) -> None:
    """Family `Tinos` with the four classic styles, so that Word and typst pair them."""
    names = font["name"]
    names.names = [record for record in names.names if record.nameID in (0, 5, 13, 14)]
    for identity, words in (
        (1, "Tinos"),
        (2, style),
        (3, f"{name} (joined)"),
        (4, f"Tinos {style}"),
        (6, name),
    ):
        names.setName(words, identity, 3, 1, 0x409)
        names.setName(words, identity, 1, 0, 0)
    is_bold, is_italic = "Bold" in style, "Italic" in style
    font["OS/2"].usWeightClass = 700 if is_bold else 400
    font["OS/2"].fsSelection = (0x01 if is_italic else 0) | (0x20 if is_bold else 0) or 0x40
    font["head"].macStyle = (1 if is_bold else 0) | (2 if is_italic else 0)


if __name__ == "__main__":
    build()
