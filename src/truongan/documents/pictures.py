"""Pictures from telephones: opened with care, turned upright, made smaller, and free of what the camera wrote."""

import io
import warnings
from dataclasses import dataclass

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from truongan.documents.refusals import CannotKeep

FORMS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
READABLE_IN_PRINT = 2560  # a tenth of what a phone takes
# Up to four bytes each while a picture is open; only JPEG can be opened smaller than it is.
_MOST_PIXELS = {"JPEG": 120_000_000, "PNG": 40_000_000, "WEBP": 40_000_000}


@dataclass(frozen=True, slots=True)
class Picture:
    content: bytes
    width: int
    height: int


def cleaned_picture(content: bytes, content_type: str, longest_side: int = READABLE_IN_PRINT) -> Picture:
    """The picture alone, at most `longest_side` pixels, without EXIF, comments or hidden blocks.

    The type stays what it is. Raises CannotKeep for what no decoder opens or would fill the memory.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            return _re_encoded(content, FORMS[content_type], longest_side)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise CannotKeep(_("Ảnh bị hỏng hoặc quá lớn, không mở được. Chụp hoặc lưu lại ảnh.")) from None


def _re_encoded(content: bytes, form: str, longest_side: int) -> Picture:
    with Image.open(io.BytesIO(content), formats=[form]) as picture:
        if picture.width * picture.height > _MOST_PIXELS[form]:
            raise ValueError(picture.size)
        picture.thumbnail((longest_side, longest_side))  # first: a JPEG is then never unpacked at its full size
        upright = ImageOps.exif_transpose(picture)
        if form == "JPEG" and upright.mode not in {"RGB", "L"}:
            upright = upright.convert("RGB")
        clean = Image.new(upright.mode, upright.size)
        if upright.palette is not None:
            clean.putpalette(upright.palette)
        clean.paste(upright)
        target = io.BytesIO()
        clean.save(target, form, **({"optimize": True} if form == "PNG" else {"quality": 85}))
        return Picture(target.getvalue(), clean.width, clean.height)
