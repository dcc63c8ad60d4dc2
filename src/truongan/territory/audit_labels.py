from django.utils.translation import gettext_lazy as _

AUDIT_LABELS = {"territory.boundaries.imported": _("nạp ranh giới địa giới")}
