"""Articles of the autumn after the merger of July 2025."""

from datetime import date

from truongan.demo.news.stories import Gallery, Moment, Number, Picture, Quote, Story, Table

AFTER_THE_MERGER = Story(
    key="sau-sap-xep",
    section="phong-trao",
    title="Hai cấp chính quyền, trường gọi thẳng cho phường",
    lead=(
        "Từ ngày 1/7/2025 không còn cấp huyện. Các nhóm kết nối của trường học đã đổi đầu mối: công an, y tế và cán bộ "
        "văn hóa - xã hội của xã, phường mới."
    ),
    moment=Moment(date(2025, 8, 28), 10, 20),
    cover="phone",
    body=(
        """Việc đầu tiên sau ngày sắp xếp là rà danh sách. Nhiều trường cùng một xã mới trước đây thuộc hai, ba xã cũ; mỗi nơi một cán bộ công an, một trạm y tế. Trong tháng bảy và tháng tám, ban chỉ đạo các xã, phường lập lại bảng phân công: trường nào, ai phụ trách, gọi số nào.

Sổ đăng ký của tỉnh giữ cả hai cách nhìn. Đến ngày 28/8, [[schemes.count]] điểm mô hình được đếm theo xã, phường mới; muốn xem lại năm 2021 theo huyện cũ, bạn đọc chọn địa giới ở trang số liệu.""",
        Table(
            "Điểm mô hình theo cấp học, ngày 28/08/2025",
            ("schools.count", "schools.covered", "schemes.count"),
            "level",
        ),
        Quote(
            "Phường mới rộng hơn nhưng đường đến trường vẫn thế. Cái cần nhất là thầy cô biết số của người trực hôm nay.",
            "Một cán bộ công an phường",
        ),
    ),
    topics=("sắp xếp đơn vị hành chính", "nhóm kết nối"),
    unit="committee",
    byline="Tổ biên tập Trường An",
)

HELMETS = Story(
    key="mu-bao-hiem",
    section="chuyen-truong",
    title="Giá treo mũ ở cổng trường và một thói quen mới",
    lead=(
        "Trường THCS Sông Thương đóng một giá gỗ để phụ huynh treo mũ bảo hiểm của con. Hai tháng sau, số em quên mũ "
        "giảm xuống còn vài em mỗi tuần."
    ),
    moment=Moment(date(2025, 10, 15), 6, 50),
    cover="helmets",
    body=(
        """Trước đây mũ của học sinh được mang vào lớp, treo ở lưng ghế, hay rơi và hay lẫn. Nhiều em vì thế để mũ ở nhà. Tổ tự quản của trường, có ba phụ huynh tham gia, nghĩ ra chiếc giá có đánh số theo lớp, đặt trong nhà xe.

Bác bảo vệ giữ chìa khóa. Giờ tan học, em nào lấy mũ trước thì ra cổng trước; em nào không có mũ thì ngồi chờ ở ghế đá để thầy trực gọi về cho gia đình, không ghi tên lên bảng.""",
        Picture("helmets", "Chở con đến trường, cả hai đều đội mũ. Hình minh họa."),
        """## Không phạt, chỉ nhắc

Tổ trưởng cho biết tổ thống nhất không phê bình trước lớp. Mỗi sáng thứ hai, một thành viên đứng ở cổng, thấy ai chưa cài quai thì giơ tay ra hiệu. Đến giữa tháng mười, người ra hiệu nhiều nhất lại là học sinh.""",
    ),
    topics=("an toàn giao thông", "cổng trường", "phụ huynh"),
    unit="education",
    byline="Lan Vy",
)

DRILL = Story(
    key="tap-thoat-nan",
    section="chuyen-truong",
    title="Bốn phút xuống hết sân",
    lead=(
        "Buổi tập thoát nạn ở Trường Tiểu học Hoa Sen mất bốn phút, nhanh hơn lần trước gần ba phút. Điều làm nên khác "
        "biệt là mỗi dãy phòng có một lối riêng."
    ),
    moment=Moment(date(2025, 11, 10), 16, 30),
    cover="drill",
    body=(
        """Chuông kêu lúc bảy giờ rưỡi, không báo trước giờ. Các lớp tầng hai đi cầu thang phía đông, tầng một ra thẳng sân. Lớp có em đi lại khó khăn thì cô giáo đi cùng em, cả lớp theo sau một bạn cầm biển số lớp.

Lần tập đầu năm, hai lớp cùng dồn về một cầu thang. Tổ tự quản vẽ lại sơ đồ, sơn mũi tên trên tường và cắt cử người đứng ở chỗ rẽ.""",
        Gallery(
            (
                Picture("drill", "Các lớp xếp hàng, tổ trưởng đếm lại từng lớp."),
                Picture("board", "Sơ đồ lối thoát dán ở bảng tin và cửa từng phòng."),
            )
        ),
        """Công an phường và trạm y tế cùng dự, góp hai việc: thêm một bình chữa cháy ở bếp ăn, và tập thêm một lần vào giờ ăn trưa, lúc các em không ngồi trong lớp.""",
    ),
    topics=("phòng cháy, chữa cháy", "tiểu học", "kỹ năng"),
    unit="commune-police",
    byline="Thu Bến",
    related=("mu-bao-hiem",),
)

ONLINE = Story(
    key="an-toan-tren-mang",
    section="huong-dan",
    title="Ba câu hỏi trước khi bấm “chia sẻ”",
    lead=(
        "Một tiết sinh hoạt lớp về an toàn trên mạng không cần máy chiếu. Chỉ cần ba câu hỏi, và để học sinh tự kể."
    ),
    moment=Moment(date(2025, 11, 20), 9, 0),
    cover="screen",
    body=(
        """Nhóm giáo viên của mấy trường trung học cơ sở đã soạn chung một giáo án ngắn. Không có danh sách điều cấm; cả tiết xoay quanh ba câu hỏi:

- Người trong ảnh, trong đoạn phim này có muốn mọi người xem không?
- Nếu tin này sai, ai là người bị hại?
- Nếu người ấy là em mình, mình có gửi tiếp không?

## Khi đã lỡ gửi

Thầy cô nhắc các em ba việc nên làm ngay: gỡ xuống, xin lỗi người liên quan, và nói với một người lớn mà mình tin. Không em nào bị hỏi vì sao đã gửi.

Nếu thấy một bạn đang bị trêu chọc, đe dọa hay ép buộc trên mạng, em có thể nói với tổ tư vấn của trường, gọi 111, hoặc gửi tin kín ở trang Tố giác kín của cổng này; không cần nêu tên.""",
        Picture("screen", "Một tiết sinh hoạt lớp về an toàn trên mạng. Hình minh họa."),
        Number("activities.count", "hoạt động đã ghi từ đầu năm học đến ngày bài này đăng"),
    ),
    topics=("an toàn trên mạng", "bạo lực học đường", "hướng dẫn"),
    unit="education",
    byline="Tổ biên tập Trường An",
    related=("tap-thoat-nan",),
)

STORIES = (AFTER_THE_MERGER, HELMETS, DRILL, ONLINE)
