from django.utils.translation import gettext_lazy as _

AUDIT_LABELS = {
    "documents.template.uploaded": _("thay mẫu giấy"),
    "documents.template.restored": _("trở lại mẫu giấy có sẵn"),
}
