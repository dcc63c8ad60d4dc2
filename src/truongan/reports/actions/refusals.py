from datetime import datetime

from truongan.kernel.refusals import Refusal


class CannotReport(Refusal):
    """The report is not in a state for this. The message is safe to show."""


# A number is taken of the year the paper bears: one of a year to come would open that year's series.
DAY_TO_COME = "Ngày ban hành chưa đến. Sửa ngày, hoặc bỏ trống để lấy ngày chốt."


def refuse_unseen(updated_at: datetime, seen_at: datetime | None) -> None:
    """What is handed in, accepted or sealed is what the person had before them; None: nobody looked at a page."""
    if seen_at is not None and updated_at != seen_at:
        raise CannotReport("Người khác vừa sửa báo cáo này. Xem lại bản mới rồi bấm lại.")
