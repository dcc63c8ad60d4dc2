from truongan.api.models.subscription import Delivery, Reading, Subscription
from truongan.api.models.token import ApiToken, KeptAnswer, Use

__all__ = ["ApiToken", "Delivery", "KeptAnswer", "Reading", "Subscription", "Use"]
