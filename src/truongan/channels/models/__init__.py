from truongan.channels.models.address import Address, Claim, Preference
from truongan.channels.models.message import Delivery, Message, Recipient
from truongan.channels.models.names import Channel, Urgency
from truongan.channels.models.notice import Notice, NoticeReading
from truongan.channels.models.provider import ChannelState, IncomingEvent, ZaloAccount

__all__ = [
    "Address",
    "Channel",
    "ChannelState",
    "Claim",
    "Delivery",
    "IncomingEvent",
    "Message",
    "Notice",
    "NoticeReading",
    "Preference",
    "Recipient",
    "Urgency",
    "ZaloAccount",
]
