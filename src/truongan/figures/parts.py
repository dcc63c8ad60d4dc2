"""Breakdowns that are not about organizations: into which parts a thing falls by its topics, forms or audience."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from truongan.activities.states import Form, Group
from truongan.plans.states import Topic

NO_PART = "none"
PARAMETERS = {"topic": "nd", "form": "ht", "audience": "tp"}  # as the list of activities names them

PARTS: dict[str, dict[str, str | Promise]] = {
    "topic": {**dict(Topic.choices), NO_PART: _("Không ghi nội dung")},
    "form": {**dict(Form.choices), NO_PART: _("Không ghi hình thức")},
    "audience": dict(Group.choices),
}
