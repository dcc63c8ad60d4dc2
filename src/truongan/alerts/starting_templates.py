"""Texts an installation begins with; its administrator changes them. What stands in brackets is filled in."""

STARTING = (
    {
        "code": "thoi-tiet",
        "name": "Thời tiết nguy hiểm (bão, lũ, rét hại)",
        "subject": "Thời tiết nguy hiểm: [bão, lũ, rét hại]",
        "text": (
            "Theo thông báo của [cơ quan], [hiện tượng] ảnh hưởng tới [địa bàn] từ [giờ, ngày].\n"
            "Đề nghị: kiểm tra cổng trường, cây, mái, điện; thông báo cho phụ huynh việc đi học; "
            "không để học sinh qua suối, ngầm, nơi ngập. Báo ngay về [số điện thoại] khi có sự cố."
        ),
        "short": "Canh bao thoi tiet: [hien tuong] tai [dia ban] tu [gio]. Kiem tra truong, bao phu huynh.",
        "urgency": "life",
        "parts": ["heads", "officers", "stations"],
        "asks_information": False,
    },
    {
        "code": "dich-benh",
        "name": "Dịch bệnh",
        "subject": "Phòng, chống dịch: [tên bệnh]",
        "text": (
            "Trạm Y tế [địa bàn] ghi nhận [số] ca nghi mắc [tên bệnh] tính đến [ngày].\n"
            "Đề nghị các trường theo dõi sức khỏe học sinh, vệ sinh lớp học, báo Trạm Y tế khi có ca nghi ngờ. "
            "Việc xác nhận dịch do cơ quan y tế thực hiện."
        ),
        "short": "Phong dich [ten benh] tai [dia ban]: theo doi suc khoe, bao Tram Y te khi co ca nghi ngo.",
        "urgency": "urgent",
        "parts": ["heads", "stations", "teams"],
        "asks_information": False,
    },
    {
        "code": "hoc-sinh-vang",
        "name": "Tìm học sinh vắng nhà",
        "subject": "Đề nghị phối hợp tìm một học sinh",
        "text": (
            "Một học sinh của [trường] vắng nhà từ [giờ, ngày], lần cuối ở [khu vực].\n"
            "Không nêu tên, không chia sẻ ảnh. Ai có thông tin bấm “Tôi có thông tin”, hoặc gọi [số điện thoại]."
        ),
        "short": "De nghi phoi hop tim mot hoc sinh tai [khu vuc]. Ai co thong tin goi [so dien thoai].",
        "urgency": "life",
        "parts": ["officers", "heads", "groups"],
        "asks_information": True,
    },
    {
        "code": "an-ninh-trat-tu",
        "name": "An ninh, trật tự quanh trường",
        "subject": "Lưu ý an ninh, trật tự: [việc]",
        "text": (
            "Công an [địa bàn] lưu ý: [việc] xảy ra quanh [khu vực] từ [ngày].\n"
            "Đề nghị các tổ tự quản tăng cường trực cổng giờ tan học, nhắc học sinh [điều cần làm]. "
            "Thấy việc bất thường gọi [số điện thoại]."
        ),
        "short": "Luu y an ninh trat tu quanh [khu vuc]: [viec]. Can bao goi [so dien thoai].",
        "urgency": "urgent",
        "parts": ["heads", "teams", "officers"],
        "asks_information": False,
    },
)
