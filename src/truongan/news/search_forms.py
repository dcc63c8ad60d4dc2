"""What a search of the news may be asked, all of it in the address."""

from datetime import datetime, time, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from truongan.news.models import Section
from truongan.news.search import Filters
from truongan.web.formats import VIETNAM
from truongan.web.widgets import OF_OUR_TIME

NEAREST, NEWEST = "", "moi-nhat"


class SearchForm(forms.Form):
    """`q` words, `chuyen_muc` a section's address word, `tu` and `den` days (both included), `sap` the order."""

    q = forms.CharField(label=_("Tìm trong tin bài"), required=False, strip=True)
    chuyen_muc = forms.ChoiceField(label=_("Chuyên mục"), required=False)
    tu = forms.DateField(label=_("Từ ngày"), required=False, validators=list(OF_OUR_TIME))
    den = forms.DateField(label=_("Đến hết ngày"), required=False, validators=list(OF_OUR_TIME))
    sap = forms.ChoiceField(
        label=_("Sắp xếp"), required=False, choices=[(NEAREST, _("Gần câu tìm nhất")), (NEWEST, _("Mới nhất trước"))]
    )

    def __init__(self, *args, sections: list[Section], **kwargs):
        super().__init__(*args, **kwargs)
        self.sections = {each.slug: each for each in sections}
        self.fields["chuyen_muc"].choices = [  # type: ignore[attr-defined]  # a ChoiceField, declared above
            ("", _("Tất cả")),
            *((each.slug, each.title) for each in sections),
        ]

    def clean(self):
        super().clean()
        since, until = self.cleaned_data.get("tu"), self.cleaned_data.get("den")
        if since and until and since > until:
            self.add_error("den", _("Ngày cuối phải bằng hoặc sau ngày đầu."))
            del self.cleaned_data["tu"]  # half of what was asked would be another question

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but words was asked, readable or not."""
        return any(self.data.get(name) for name in ("chuyen_muc", "tu", "den", "sap"))

    @property
    def filters(self) -> Filters:
        """Of what could be read; the rest filters nothing."""
        given = self.cleaned_data
        since, until = given.get("tu"), given.get("den")
        return Filters(
            section=self.sections.get(given.get("chuyen_muc", "")),
            since=_midnight(since) if since else None,
            until=_midnight(until + timedelta(days=1)) if until else None,
            newest_first=given.get("sap") == NEWEST,
        )


def _midnight(day) -> datetime:
    return datetime.combine(day, time(), VIETNAM)
