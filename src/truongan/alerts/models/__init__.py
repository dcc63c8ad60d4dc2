from truongan.alerts.models.alert import Alert
from truongan.alerts.models.template import AlertTemplate

__all__ = ["Alert", "AlertTemplate"]
