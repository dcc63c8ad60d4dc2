from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    name = "truongan.web"
    label = "web"

    def ready(self) -> None:
        from django.forms import Field  # forms may be imported once apps are

        # Django says "Trường này là bắt buộc", and "trường" is a school here.
        Field.default_error_messages["required"] = _("Mục này cần điền.")
