"""What the body of an article is made of. The names are stored; labels and templates may change."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import StreamField
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageChooserBlock

from truongan.figures.forms import FIRST_DAY
from truongan.figures.indicators import INDICATORS
from truongan.figures.sources import SOURCES
from truongan.kernel.clock import today_vn
from truongan.news.choosers import DirectiveChooserBlock, SealChooserBlock
from truongan.news.live_figures import live_figures
from truongan.news.references import FigureReference, embeds_in, indicator_choices

TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link", "figure"]
BREAKDOWNS = (("unit", _("Theo đơn vị")), ("level", _("Theo cấp học")), ("type", _("Theo loại mô hình")))
MOST_COLUMNS = 6


class TextBlock(blocks.RichTextBlock):
    """Text in which live figures stand as words do."""

    def clean(self, value):
        cleaned = super().clean(value)
        for _found, attributes in embeds_in(cleaned.source):
            self._check(attributes)
        return cleaned

    def _check(self, attributes: dict[str, str]) -> None:
        try:
            reference = FigureReference.from_attributes(attributes)
        except ValueError as reason:
            raise ValidationError(str(reason)) from reason
        found = live_figures([reference], today_vn())[reference]
        if not found.is_shown:
            raise ValidationError(
                _now("Một số liệu sống trong đoạn này không hiện được (%(code)s): %(why)s. Chọn lại hoặc bỏ nó.")
                % {"code": reference.indicator, "why": found.problem}
            )

    class Meta:
        label = _("Văn bản")
        icon = "pilcrow"
        template = "news/blocks/text.html"


_together: ContextVar[dict[int, Any] | None] = ContextVar("photos_together", default=None)


@contextmanager
def photos_together(body) -> Iterator[None]:
    """Inside, the photos of all blocks of a body are read in one query; Wagtail asks once for each kind of block."""
    wanted = {each for each in _photo_ids(body.raw_data) if isinstance(each, int)}
    token = _together.set(get_image_model().objects.in_bulk(wanted) if wanted else {})
    try:
        yield
    finally:
        _together.reset(token)


def _photo_ids(blocks_stored) -> Iterator[Any]:
    for block in blocks_stored:
        if block["type"] == "photo":
            yield block["value"].get("photo")
        elif block["type"] == "gallery":
            for each in block["value"].get("photos", []):
                yield (each.get("value") or each).get("photo")


class PhotoChooserBlock(ImageChooserBlock):
    def bulk_to_python(self, values):
        known = _together.get()
        return super().bulk_to_python(values) if known is None else [known.get(each) for each in values]


class PhotoBlock(blocks.StructBlock):
    photo = PhotoChooserBlock(label=_("Ảnh"))
    alt = blocks.CharBlock(
        label=_("Mô tả cho người không nhìn được ảnh"), max_length=250, help_text=_("Nói điều đáng thấy trong ảnh.")
    )
    caption = blocks.CharBlock(label=_("Chú thích"), max_length=300, required=False)
    credit = blocks.CharBlock(
        label=_("Ảnh của"), max_length=160, required=False, help_text=_("Để trống: lấy tên ghi ở ảnh.")
    )

    class Meta:
        icon = "image"
        label = _("Ảnh")
        template = "news/blocks/photo.html"


class GalleryBlock(blocks.StructBlock):
    photos = blocks.ListBlock(PhotoBlock(), label=_("Các ảnh"), min_num=2, max_num=24)

    class Meta:
        icon = "image"
        label = _("Bộ ảnh")
        template = "news/blocks/gallery.html"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Lời trích"), max_length=1000)
    who = blocks.CharBlock(label=_("Của ai, chức vụ"), max_length=160, required=False)

    class Meta:
        icon = "openquote"
        label = _("Trích lời")
        template = "news/blocks/quote.html"


class FileBlock(blocks.StructBlock):
    file = DocumentChooserBlock(label=_("Tệp"))
    title = blocks.CharBlock(label=_("Tên hiện ra"), max_length=200, required=False)

    class Meta:
        icon = "doc-full"
        label = _("Tệp đính kèm")
        template = "news/blocks/file.html"


class VideoBlock(blocks.StructBlock):
    """A link, no player: readers' browsers tell no third party that they are here, until they follow it."""

    url = blocks.URLBlock(label=_("Địa chỉ video (https)"), max_length=300)
    title = blocks.CharBlock(label=_("Tên video"), max_length=200)

    def clean(self, value):
        cleaned = super().clean(value)
        if urlsplit(cleaned["url"]).scheme != "https":
            raise StructBlockValidationError({"url": ValidationError(_now("Địa chỉ phải bắt đầu bằng https://"))})
        return cleaned

    class Meta:
        icon = "media"
        label = _("Liên kết video")
        template = "news/blocks/video.html"


def check_day(day: date | None) -> None:
    if day and not FIRST_DAY <= day <= today_vn():
        raise StructBlockValidationError({"day": ValidationError(_now("Chọn ngày từ 01/01/2021 đến hôm nay."))})


class FigureBlock(blocks.StructBlock):
    """A live figure that stands for itself, larger than the text."""

    indicator = blocks.ChoiceBlock(label=_("Chỉ tiêu"), choices=indicator_choices)
    place = blocks.RegexBlock(
        r"^(\d{2,5}|org:[\w.\-]{1,40})$", label=_("Mã đơn vị"), required=False,
        help_text=_("Để trống: toàn tỉnh. Xã, phường: mã địa giới. Trường: org: và mã trường."),
        error_messages={"invalid": _("Mã gồm 2 đến 5 chữ số, hoặc org: và mã trường.")},
    )  # fmt: skip
    day = blocks.DateBlock(label=_("Tính đến ngày"), required=False, help_text=_("Để trống: luôn là số hôm nay."))
    seal = SealChooserBlock(label=_("Bản chốt"), required=False, help_text=_("Lấy đúng số đã chốt trong báo cáo."))
    note = blocks.CharBlock(label=_("Lời dưới con số"), max_length=160, required=False)

    def clean(self, value):
        cleaned = super().clean(value)
        check_day(cleaned["day"])
        reference = reference_of(cleaned)
        found = live_figures([reference], today_vn())[reference]
        if not found.is_shown:
            raise StructBlockValidationError({"indicator": ValidationError(found.problem.capitalize())})
        return cleaned

    class Meta:
        icon = "order"
        label = _("Số liệu sống")
        template = "news/blocks/figure.html"


def reference_of(value) -> FigureReference:
    """The figure a FigureBlock's value names."""
    seal = value.get("seal")
    return FigureReference(value["indicator"], value.get("place") or "", value.get("day"), seal.pk if seal else None)


class FigureTableBlock(blocks.StructBlock):
    """A table of public figures, counted when the page is read or as of a day."""

    caption = blocks.CharBlock(label=_("Tên bảng"), max_length=200)
    indicators = blocks.MultipleChoiceBlock(label=_("Chỉ tiêu (các cột)"), choices=indicator_choices)
    place = blocks.RegexBlock(
        r"^\d{2,5}$", label=_("Mã đơn vị"), required=False, help_text=_("Để trống: toàn tỉnh."),
        error_messages={"invalid": _("Mã gồm 2 đến 5 chữ số.")},
    )  # fmt: skip
    day = blocks.DateBlock(label=_("Tính đến ngày"), required=False, help_text=_("Để trống: luôn là số hôm nay."))
    by = blocks.ChoiceBlock(label=_("Các dòng"), choices=BREAKDOWNS, default="unit")

    def clean(self, value):
        cleaned = super().clean(value)
        check_day(cleaned["day"])
        if len(cleaned["indicators"]) > MOST_COLUMNS:
            message = _now("Chọn nhiều nhất %(most)s chỉ tiêu để bảng đọc được trên điện thoại.")
            raise StructBlockValidationError({"indicators": ValidationError(message % {"most": MOST_COLUMNS})})
        undivided = [code for code in cleaned["indicators"] if not is_divided(code, cleaned["by"])]
        if undivided:
            message = _now("Không chia được như vậy: %(names)s.")
            names = ", ".join(str(INDICATORS[code].label) for code in undivided)
            raise StructBlockValidationError({"by": ValidationError(message % {"names": names})})
        return cleaned

    class Meta:
        icon = "table"
        label = _("Bảng số liệu")
        template = "news/blocks/figure_table.html"


def is_divided(code: str, by: str) -> bool:
    """Whether an indicator of this code exists and can be shown in rows of this kind."""
    return code in INDICATORS and by in SOURCES[INDICATORS[code].source].breakdowns


class DirectiveBlock(blocks.StructBlock):
    directive = DirectiveChooserBlock(label=_("Văn bản"))

    class Meta:
        icon = "doc-full-inverse"
        label = _("Thẻ văn bản chỉ đạo")
        template = "news/blocks/directive.html"


BODY_BLOCKS = [
    ("text", TextBlock(features=TEXT_FEATURES)),
    ("photo", PhotoBlock()),
    ("gallery", GalleryBlock()),
    ("quote", QuoteBlock()),
    ("figure", FigureBlock()),
    ("figure_table", FigureTableBlock()),
    ("directive", DirectiveBlock()),
    ("file", FileBlock()),
    ("video", VideoBlock()),
]


class ArticleBody(StreamField):
    """The body. Migrations do not repeat which blocks it takes: the rows are JSON, and the list changes often."""

    def __init__(self, block_types=None, **kwargs):
        kwargs.pop("block_lookup", None)
        super().__init__(block_types or BODY_BLOCKS, **kwargs)

    def deconstruct(self):
        name, _path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, "truongan.news.blocks.ArticleBody", [], kwargs
