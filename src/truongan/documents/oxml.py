"""The few WordprocessingML elements our documents are made of.

Built directly instead of through python-docx's objects: a 300-row annex is ten times faster,
and every property the decree fixes is written out, not inherited from a style.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml.etree import _Element

from truongan.documents.layout import Run, Text, runs_of
from truongan.documents.measures import RULE, SIZES
from truongan.documents.wording import clean

FONT = "Times New Roman"
TWIPS_PER_MM = 1440 / 25.4


def twips(millimetres: float) -> int:
    return round(millimetres * TWIPS_PER_MM)


def element(tag: str, children: Iterable[_Element] = (), /, **attributes: object) -> _Element:
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name.rstrip('_')}"), str(value))
    made.extend(children)
    return made


def fonts() -> _Element:
    return element("rFonts", ascii=FONT, hAnsi=FONT, eastAsia=FONT, cs=FONT)


@dataclass(frozen=True)
class Look:
    """How a paragraph looks: points for sizes and gaps, millimetres for indents."""

    size: int = SIZES["body"]
    bold: bool = False
    italic: bool = False
    align: str = "left"
    before: float = 0
    after: float = 0
    line: float = 1
    first: float = 0
    left: float = 0
    right: float = 0
    outline: int | None = None
    keep_next: bool = False
    ruled: bool = False
    dots_to: float = 0


def paragraph(text: Text, look: Look) -> _Element:
    return element("p", [_paragraph_properties(look), *(_run(run, look) for run in runs_of(text))])


def rule(width: float, room: float) -> _Element:
    """A line of `width` in the middle of `room` (millimetres): a flat paragraph with a lower border."""
    side = max(0.0, (room - width) / 2)
    return element("p", [_paragraph_properties(Look(size=1, before=3, left=side, right=side, ruled=True))])


def spacer() -> _Element:
    """Keeps two tables apart: Word joins neighbours into one."""
    return element("p", [_paragraph_properties(Look(size=1))])


def field(code: str, look: Look) -> _Element:
    """A paragraph that shows a Word field such as PAGE."""

    def run(*children: _Element) -> _Element:
        return element("r", [_run_properties(Run(""), look), *children])

    instruction = element("instrText")
    instruction.text = code
    shown = element("t")
    shown.text = "2"
    return element(
        "p",
        [
            _paragraph_properties(look),
            run(element("fldChar", fldCharType="begin")),
            run(instruction),
            run(element("fldChar", fldCharType="separate")),
            run(shown),
            run(element("fldChar", fldCharType="end")),
        ],
    )


def _run(run: Run, look: Look) -> _Element:
    return element("r", [_run_properties(run, look), *_pieces(clean(run.text))])


def _pieces(text: str) -> Iterable[_Element]:
    """Tabs and line ends are elements of their own in Word."""
    for at, line in enumerate(text.split("\n")):
        if at:
            yield element("br")
        for place, part in enumerate(line.split("\t")):
            if place:
                yield element("tab")
            if part:
                piece = element("t")
                piece.text = part
                piece.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
                yield piece


def _run_properties(run: Run, look: Look) -> _Element:
    made = element("rPr", [fonts()])
    if run.bold or look.bold:
        made.append(element("b"))
    if run.italic or look.italic:
        made.append(element("i"))
    made.append(element("color", val="000000"))
    made.append(element("sz", val=look.size * 2))
    made.append(element("szCs", val=look.size * 2))
    return made


def _paragraph_properties(look: Look) -> _Element:
    """The order of the children is the schema's: Word calls any other order a damaged file."""
    made = element("pPr")
    if look.keep_next:
        made.append(element("keepNext"))
    if look.ruled:
        line = element("bottom", val="single", sz=round(RULE * 8), space=0, color="000000")
        made.append(element("pBdr", [line]))
    if look.dots_to:
        tab = element("tab", val="right", leader="dot", pos=twips(look.dots_to))
        made.append(element("tabs", [tab]))
    made.append(_spacing(look))
    made.append(element("ind", left=twips(look.left), right=twips(look.right), firstLine=twips(look.first)))
    made.append(element("jc", val="both" if look.align == "justify" else look.align))
    if look.outline is not None:
        made.append(element("outlineLvl", val=look.outline))
    if look.size == 1:
        # The mark of an empty paragraph has a size too, and would make the line as high as body text.
        made.append(element("rPr", [element("sz", val=2), element("szCs", val=2)]))
    return made


def _spacing(look: Look) -> _Element:
    before, after = round(look.before * 20), round(look.after * 20)
    if look.size == 1:
        return element("spacing", before=before, after=after, line=20, lineRule="exact")
    return element("spacing", before=before, after=after, line=round(look.line * 240), lineRule="auto")


def cell(
    content: Iterable[_Element], width: float, *, span: int = 1, merge: str = "", middle: bool = False
) -> _Element:
    """A table cell; `merge` is Word's vertical merge, `restart` or `continue`."""
    made = element("tcPr", [element("tcW", w=twips(width), type="dxa")])
    if span > 1:
        made.append(element("gridSpan", val=span))
    if merge:
        made.append(element("vMerge", val=merge))
    if middle:
        made.append(element("vAlign", val="center"))
    return element("tc", [made, *(list(content) or [spacer()])])


def row(cells: Iterable[_Element], *, header: bool = False) -> _Element:
    made = element("trPr", [element("cantSplit")])
    if header:
        made.append(element("tblHeader"))
    return element("tr", [made, *cells])


def table(rows: Iterable[_Element], widths: Iterable[float], *, ruled: bool, margin: float) -> _Element:
    widths = list(widths)
    size = element("tblW", w=sum(map(twips, widths)), type="dxa")
    made = element("tblPr", [size, element("tblInd", w=0, type="dxa")])
    if ruled:
        edges = ("top", "left", "bottom", "right", "insideH", "insideV")
        made.append(
            element("tblBorders", [element(edge, val="single", sz=4, space=0, color="000000") for edge in edges])
        )
    made.append(element("tblLayout", type="fixed"))
    made.append(
        element(
            "tblCellMar",
            [element(side, w=twips(margin), type="dxa") for side in ("left", "right")],
        )
    )
    grid = element("tblGrid", [element("gridCol", w=twips(width)) for width in widths])
    return element("tbl", [made, grid, *rows])
