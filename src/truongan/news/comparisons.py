"""Two versions of an article beside each other, in the words people read: hours of Viet Nam, yes and no, topics by name."""

from typing import Any

from django.db import models
from django.utils.html import escape
from django.utils.translation import gettext as _
from taggit.managers import TaggableManager
from wagtail.admin.compare import FieldComparison, TagsFieldComparison, TextDiff, register_comparison_class

from truongan.web.formats import vn_datetime


class _Said(FieldComparison):
    """A value by what `say` makes of it; nothing at all where there is none."""

    def say(self, value: Any) -> str:
        raise NotImplementedError

    def htmldiff(self) -> str:
        before, after = ("" if value is None else self.say(value) for value in (self.val_a, self.val_b))
        if before == after:
            return escape(after)
        parts = [("deletion", before), ("addition", after)]
        return TextDiff([part for part in parts if part[1]]).to_html()


class MomentComparison(_Said):
    def say(self, value: Any) -> str:
        return vn_datetime(value)


class SwitchComparison(_Said):
    def say(self, value: Any) -> str:
        return _("có") if value else _("không")


class TopicsComparison(TagsFieldComparison):
    def get_item_display(self, tag: Any) -> str:
        return tag.name


def register() -> None:
    """Once, when the models are ready."""
    register_comparison_class(models.DateTimeField, comparison_class=MomentComparison)
    register_comparison_class(models.BooleanField, comparison_class=SwitchComparison)
    register_comparison_class(TaggableManager, comparison_class=TopicsComparison)
