"""What the body of an article is made of."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageChooserBlock

TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link", "figure"]


class PhotoBlock(blocks.StructBlock):
    photo = ImageChooserBlock(label=_("Ảnh"))
    alt = blocks.CharBlock(
        label=_("Mô tả cho người không nhìn được ảnh"), max_length=250, help_text=_("Nói điều đáng thấy trong ảnh.")
    )
    caption = blocks.CharBlock(label=_("Chú thích"), max_length=300, required=False)
    credit = blocks.CharBlock(label=_("Ảnh của"), max_length=160, required=False)

    class Meta:
        icon = "image"
        label = _("Ảnh")
        template = "news/blocks/photo.html"


class ArticleBody(StreamField):
    """The body. Migrations do not repeat what blocks it takes: the rows are JSON, and the list changes often."""

    def __init__(self, block_types=None, **kwargs):
        kwargs.pop("block_lookup", None)
        super().__init__(block_types or BODY_BLOCKS, **kwargs)

    def deconstruct(self):
        name, _path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, "truongan.news.blocks.ArticleBody", [], kwargs


BODY_BLOCKS = [
    ("text", blocks.RichTextBlock(label=_("Văn bản"), icon="pilcrow", features=TEXT_FEATURES)),
    ("photo", PhotoBlock()),
]
