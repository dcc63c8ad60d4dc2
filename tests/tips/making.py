"""Units that can receive tips, and a tip with everything in it."""

import io
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count

from PIL import Image

from truongan.organizations.models import Organization
from truongan.tips.actions import (
    add_from_tipster,
    name_officer,
    note_on_tip,
    reply_to_tipster,
    send_tip,
    set_route,
    set_up_key,
    unlock,
)
from truongan.tips.models import Tip, TipOfficer
from truongan.tips.queries.rings import ring_in
from truongan.tips.receipts import found_by, worked_out
from truongan.tips.rings import Ring

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
PASSPHRASE = "mưa rào thềm gạch lúa non"
OTHER_PASSPHRASE = "bến đò chuông gió ngõ vắng"
TEXT = "Thầy thể dục đánh một em lớp 7 sau giờ học, em ấy sợ không dám nói."
_forms = count(1)


def picture() -> bytes:
    """A photograph with a place and a camera in it."""
    image = Image.new("RGB", (64, 48), "seagreen")
    exif = image.getexif()
    exif[0x010F] = "MayChupBiMat"
    target = io.BytesIO()
    image.save(target, "JPEG", exif=exif)
    return target.getvalue()


def secret_of(user, passphrase: str = PASSPHRASE):
    return set_up_key(actor=user, passphrase=passphrase, now=NOW)


def ring_of(user, passphrase: str = PASSPHRASE, now: datetime = NOW) -> Ring:
    """The person's keys, as after unlocking in a browser."""
    cookie = unlock(actor=user, passphrase=passphrase, session_key="phien", now=now)
    ring = ring_in(user, cookie, session_key="phien", now=now)
    assert ring
    return ring


def handler(user, organization: Organization, passphrase: str = PASSPHRASE) -> TipOfficer:
    officer = name_officer(actor=None, organization=organization, user=user, duty="handler", now=NOW)
    secret_of(user, passphrase)
    return officer


def keeper(user, organization: Organization, passphrase: str = PASSPHRASE) -> TipOfficer:
    officer = name_officer(actor=None, organization=organization, user=user, duty="keeper", now=NOW)
    secret_of(user, passphrase)
    return officer


def commune(cast):
    return cast.school.placements.latest("valid_from").unit


def province(cast):
    return cast.province_police.placements.latest("valid_from").unit


def two_levels(cast) -> None:
    """The commune's police receive what is about the commune, the province's what they may not."""
    handler(cast.cong_an_xa, cast.commune_police)
    handler(cast.can_bo_tinh, cast.province_police)
    set_route(actor=None, unit=commune(cast), topic="", organization=cast.commune_police, now=NOW)
    set_route(actor=None, unit=province(cast), topic="", organization=cast.province_police, now=NOW)


@dataclass
class Told:
    tip: Tip
    receipt: str


def tell(cast, *, text: str = TEXT, concerned=(), now: datetime = NOW, **given) -> Told:
    given = {"topic": "staff", "unit": commune(cast), "form_token": f"form-{next(_forms)}", **given}
    sent = send_tip(text=text, concerned=concerned, now=now, **given)
    return Told(sent.tip, sent.receipt)


def keys_by(receipt: str):
    return found_by(worked_out(receipt))


def whole_story(cast) -> Told:
    """A tip with a picture, a later message, a reply and a note."""
    told = tell(cast, files=[(picture(), "image/jpeg")], place="Trường THCS Ánh Dương", concerned=[cast.school])
    tip, keys = keys_by(told.receipt)
    add_from_tipster(tip=tip, keys=keys, text="Hôm nay lại xảy ra lần nữa", form_token=f"form-{next(_forms)}", now=NOW)
    ring = ring_of(cast.cong_an_xa)
    reply_to_tipster(actor=cast.cong_an_xa, ring=ring, tip=tip, text="Cảm ơn, chúng tôi đang xác minh", now=NOW)
    note_on_tip(actor=cast.cong_an_xa, ring=ring, tip=tip, text="Hỏi cô chủ nhiệm trước", now=NOW)
    told.tip.refresh_from_db()
    return told
