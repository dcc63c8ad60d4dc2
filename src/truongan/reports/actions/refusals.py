from truongan.kernel.refusals import Refusal


class CannotReport(Refusal):
    """The report is not in a state for this. The message is safe to show."""


# A number is taken of the year the paper bears: one of a year to come would open that year's series.
DAY_TO_COME = "Ngày ban hành chưa đến. Sửa ngày, hoặc bỏ trống để lấy ngày chốt."
