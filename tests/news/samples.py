import io
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from truongan.news.actions import keep_photo
from truongan.news.models import Photo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def picture_bytes(form: str = "JPEG", size=(1200, 800), **options) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", size, "#2a6f4f").save(target, form, **options)
    return target.getvalue()


def uploaded(name: str, content: bytes, content_type: str = "image/jpeg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type)


def make_photo(title: str = "Cổng trường") -> Photo:
    file = uploaded("cong-truong.jpg", picture_bytes())
    said = {"description": "Thầy cô trước cổng trường", "credit": "Minh Khôi"}
    return keep_photo(actor=None, file=file, title=title, now=datetime(2026, 1, 5, tzinfo=UTC), **said)


def live(indicator: str, day: str = "today", place: str = "", **more: str) -> str:
    """A live figure as it is stored in a rich text."""
    extra = "".join(f' {name}="{value}"' for name, value in more.items())
    return f'<embed embedtype="figure" indicator="{indicator}" place="{place}" day="{day}"{extra}/>'
