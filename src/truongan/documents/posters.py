"""A poster of one page (A4 or A5) with a code to scan, set by typst like the official papers."""

import io
import json
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time

import qrcode
import qrcode.image.svg
import typst

from truongan.documents.pdf import TEMPLATE, fonts
from truongan.documents.wording import clean

SHEETS = ("a4", "a5")


@dataclass(frozen=True)
class Poster:
    """What is said: `address` is what the code holds and what stands below it; `mark` is a small line at the foot."""

    organization: str
    title: str
    purpose: str
    call: str
    address: str
    rules: tuple[str, ...]
    mark: str = ""


def poster_pdf(poster: Poster, *, paper: str, day: date) -> bytes:
    """The poster as the bytes of a PDF of one page, `paper` one of SHEETS; equal posters of a day give equal bytes."""
    words = {
        name: [clean(each) for each in value] if isinstance(value, tuple) else clean(value)
        for name, value in asdict(poster).items()
    }
    said = json.dumps(words | {"paper": paper, "code": _code(poster.address)}, ensure_ascii=False)
    made = typst.compile(
        TEMPLATE.with_name("poster.typ"), root=TEMPLATE.parent, font_paths=fonts(), sys_inputs={"poster": said},
        timestamp=datetime.combine(day, time(), UTC), format="pdf",
    )  # fmt: skip
    assert isinstance(made, bytes)
    return made


def _code(address: str) -> str:
    target = io.BytesIO()
    qrcode.make(address, image_factory=qrcode.image.svg.SvgPathImage, border=1).save(target)
    return target.getvalue().decode()
