"""Date lines of articles, as the press of the country writes them."""

from datetime import datetime

from truongan.kernel.dates import vn_long_date
from truongan.web.formats import VIETNAM


def article_dateline(moment: datetime) -> str:
    """`(Thứ ba, 14/09/2021, 05:47 pm GMT+7)`, in Viet Nam's time wherever the server stands."""
    local = moment.astimezone(VIETNAM)
    half = "am" if local.hour < 12 else "pm"
    return f"({vn_long_date(local.date())}, {local.hour % 12 or 12:02d}:{local:%M} {half} GMT+7)"
