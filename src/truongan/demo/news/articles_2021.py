"""Articles of 2021. The first result of the directive is told in our own words, with the register's own numbers."""

from datetime import date

from truongan.demo.news.stories import Card, Gallery, Moment, Number, Picture, Quote, Story, Table

_RESULT_DAY = date(2021, 9, 14)

BEFORE = Story(
    key="cong-van-1646",
    section="phong-trao",
    title="Mỗi trường một tổ tự quản trước ngày khai giảng",
    lead=(
        "Công văn 1646/BCĐ giao việc cho từng cấp: nhà trường lập kế hoạch và tổ tự quản, công an và y tế cơ sở cùng "
        "vào nhóm kết nối, xong trước ngày 10/9."
    ),
    moment=Moment(date(2021, 8, 6), 9, 15),
    cover="board",
    body=(
        """Năm học mới sắp bắt đầu khi dịch bệnh còn khó lường. Nhà trường vì thế có hai việc phải lo cùng lúc: giữ an ninh, trật tự ở trong và ngoài cổng, và bảo vệ sức khỏe của thầy trò. Cách làm mà Ban Chỉ đạo tỉnh chọn là giao việc cho chính những người có mặt ở trường mỗi ngày.

Theo công văn ban hành ngày 29/7, mỗi trường chọn một mô hình hợp với mình. Trường đã có mô hình thì củng cố hoặc thay người, không lập thêm một cái tên mới. Dưới mô hình là tổ tự quản có tổ trưởng, có danh sách và có phân công cụ thể.""",
        Card(1646, 2021),
        """## Ba mốc phải nhớ

- Trước 20/8: nhà trường lập xong kế hoạch, nêu rõ ai phụ trách việc nào.
- Trước 10/9: mô hình, tổ tự quản và nhóm kết nối đi vào hoạt động.
- Trước 10/9: các cơ quan và địa phương báo cáo kết quả để tỉnh tổng hợp.

Phần việc của công an cơ sở là cử người phụ trách từng trường và hướng dẫn lập kế hoạch. Trạm y tế tham gia nhóm kết nối để khi có học sinh sốt, thầy cô biết ngay phải gọi ai.""",
    ),
    topics=("chỉ đạo", "mô hình tự quản", "năm học mới"),
    unit="committee-2021",
    byline="Tổ biên tập Trường An",
)

OPENING = Story(
    key="khai-giang-2021",
    section="chuyen-truong",
    title="Buổi khai giảng ngắn, cổng trường vẫn đủ người trực",
    lead=(
        "Sáng 5/9, Trường THCS Ánh Dương ở thị trấn Nếnh khai giảng gọn trong nửa giờ và ra mắt mô hình “Trường học an "
        "toàn” ngay dưới cột cờ."
    ),
    moment=Moment(date(2021, 9, 6), 7, 40),
    cover="gate",
    body=(
        """Từ sáu giờ rưỡi, hai thầy và một bác bảo vệ đã đứng ở cổng. Một người đo thân nhiệt, một người nhắc khoảng cách, một người giữ lối cho xe đạp. Phụ huynh dừng ở vạch sơn cách cổng chừng hai chục mét, không ai phải chen.

Lễ khai giảng chỉ có đại diện các lớp. Phần ra mắt mô hình cũng ngắn: nhà trường đọc quyết định, giới thiệu các tổ và công bố số điện thoại của tổ trưởng trên bảng tin.""",
        Picture("board", "Danh sách tổ tự quản và số điện thoại tổ trưởng dán ở bảng tin. Hình minh họa."),
        Quote(
            "Trước đây có việc là gọi hiệu trưởng. Bây giờ mỗi việc có một người nhận, hiệu trưởng chỉ hỏi lại xem xong chưa.",
            "Một giáo viên trong tổ trực cổng",
        ),
        """Cuối buổi, công an thị trấn và trạm y tế cùng quét mã vào nhóm kết nối của trường. Tin đầu tiên trong nhóm là lịch trực tuần một.""",
    ),
    topics=("năm học mới", "cổng trường"),
    unit="education-2021",
    byline="Thu Bến",
    related=("cong-van-1646",),
)

RESULT = Story(
    key="ket-qua-1646",
    section="phong-trao",
    title="Hơn một tháng triển khai, 322 điểm mô hình tự quản giữ trường học an toàn",
    lead=(
        "Bước vào năm học 2021-2022, các trường ở Bắc Giang vừa đón học sinh, vừa giữ an ninh, trật tự và phòng dịch. Số "
        "liệu đến chiều 14/9 cho thấy phần lớn công việc đã có người nhận, có tổ làm và có đầu mối để gọi."
    ),
    moment=Moment(_RESULT_DAY, 17, 47),
    cover="gate",
    body=(
        """Điểm khởi đầu là Công văn 1646/BCĐ ban hành ngày 29/7/2021, giao các cấp xây dựng mô hình tự quản ngay trong nhà trường. Chỉ sau một tháng rưỡi, sổ đăng ký của tỉnh đã ghi [[schemes.count]] điểm mô hình, gồm điểm xây dựng mới, điểm được củng cố và điểm thay đổi nhân sự.

Hai loại mô hình được chọn nhiều nhất là “Trường học an toàn về an ninh, trật tự và phòng, chống dịch Covid-19” và “Liên kết giữa trường học, cơ sở giáo dục với chính quyền, lực lượng Công an địa phương”. Loại thứ nhất đặt trọng tâm ở trong trường; loại thứ hai lo phần tiếp giáp: đoạn đường trước cổng, quán nước, điểm đỗ xe.""",
        Picture("crossing", "Giờ tan học, một thành viên tổ tự quản đưa học sinh qua đường. Hình minh họa."),
        """## Người nhận việc có tên, có tổ

Dưới mỗi điểm mô hình là các tổ tự quản. Toàn tỉnh có [[teams.count]] tổ với [[teams.memberships]] lượt thành viên, tính ra mỗi tổ khoảng tám, chín người: thầy cô, nhân viên, bảo vệ, phụ huynh và đại diện học sinh lớp lớn. Tổ trực cổng, tổ đo thân nhiệt, tổ giữ lối xe ra vào; mỗi tổ một việc rõ ràng.

Để tin đi nhanh, các trường lập [[groups.count]] nhóm kết nối, chủ yếu trên Zalo. Ở đó [[groups.memberships]] lượt thành viên nối thẳng với công an phụ trách địa bàn và cán bộ y tế. Một tin về ca sốt hay xô xát ngoài cổng không còn phải đi qua nhiều tầng.""",
        Quote(
            "Cái được nhất là không ai phải hỏi: việc này gọi cho ai. Danh sách ở trong nhóm, ai cũng thấy.",
            "Một cán bộ phong trào của tỉnh",
        ),
        Table(
            "Điểm mô hình, tổ và nhóm theo cấp học, ngày 14/09/2021",
            ("schemes.count", "teams.count", "groups.count"),
            "level",
        ),
        Card(1646, 2021),
        """## Việc tiếp theo

Trong thời gian tới, trọng tâm là an toàn giao thông trước cổng trường, phòng ma túy và bạo lực học đường. Điểm nào chưa có hoạt động sẽ được hỏi thăm trước khi được tính vào số đang hoạt động.""",
        Gallery(
            (
                Picture("meeting", "Tổ tự quản họp phân công đầu tuần."),
                Picture("health", "Góc y tế đặt gần cổng chính."),
                Picture("phone", "Nhóm kết nối: một tin ngắn, đúng người nhận."),
            )
        ),
    ),
    topics=("mô hình tự quản", "số liệu", "Covid-19", "năm học mới"),
    unit="committee-2021",
    byline="Tổ biên tập Trường An",
    related=("cong-van-1646", "khai-giang-2021"),
)

GROUPS = Story(
    key="nhom-ket-noi",
    section="huong-dan",
    title="Nhóm kết nối: nhắn gì, nhắn cho ai, và không nhắn gì",
    lead=(
        "Nhóm kết nối chỉ có ích khi tin ngắn, đúng người và không nêu tên học sinh. Năm quy ước dưới đây nhiều trường "
        "đang dùng, có thể in ra dán ở phòng trực."
    ),
    moment=Moment(date(2021, 10, 4), 8, 30),
    cover="phone",
    body=(
        """## Năm quy ước

- Một nhóm cho một trường, có công an phụ trách địa bàn và cán bộ y tế. Nhóm phụ huynh là nhóm khác.
- Tin gồm ba ý: ở đâu, việc gì, cần ai. Ví dụ: “Cổng sau, xe tải đỗ chắn lối, cần công an xã”.
- Không nêu tên, lớp, ảnh của học sinh. Chi tiết nói qua điện thoại hoặc ghi trong sổ của trường.
- Người nhận việc trả lời “đã nhận”, xong thì báo “đã xong”. Tin không ai nhận sau mười lăm phút thì gọi điện.
- Mỗi tháng tổ trưởng rà lại thành viên: ai chuyển trường, chuyển công tác thì rời nhóm.""",
        Number("groups.connected", "nhóm có đủ công an và y tế vào ngày bài này đăng"),
        """Trường hợp khẩn cấp không chờ trong nhóm: gọi 113, 114 hoặc 115 trước, nhắn vào nhóm sau.""",
    ),
    topics=("nhóm kết nối", "hướng dẫn"),
    unit="police-2021",
    byline="Tổ biên tập Trường An",
    related=("ket-qua-1646",),
)

HEALTH = Story(
    key="goc-y-te",
    section="chuyen-truong",
    title="Góc y tế dời ra gần cổng, học sinh đỡ ngại hơn",
    lead=(
        "Ở Trường Tiểu học Hoa Sen, phòng y tế cũ nằm cuối dãy nhà. Từ tháng mười, một góc nhỏ được đặt ngay sau cổng, "
        "có ghế ngồi và bình nước."
    ),
    moment=Moment(date(2021, 10, 21), 15, 5),
    cover="health",
    body=(
        """Ý kiến đến từ một buổi họp tổ. Cô nhân viên y tế kể rằng học sinh lớp một thường không xuống phòng y tế vì phải đi qua sân của các anh chị lớn. Tổ tự quản đề nghị chuyển ra gần cổng, nơi các em đi qua mỗi sáng.

Góc mới chỉ cần một chiếc bàn, hai ghế, một tủ nhỏ có khóa và số điện thoại của trạm y tế. Nhà trường giữ nguyên phòng y tế cũ để nằm nghỉ.""",
        Picture("health", "Góc y tế sau cổng trường: bàn, ghế và tủ thuốc nhỏ. Hình minh họa."),
        """Sau ba tuần, cô y tế ghi trong sổ rằng số em tự đến hỏi nhiều hơn hẳn, phần lớn vì những chuyện nhỏ: xước tay, quên ăn sáng, đau bụng. Việc nào vượt quá khả năng của trường thì trạm y tế được báo ngay qua nhóm kết nối.""",
    ),
    topics=("y tế học đường", "tiểu học"),
    unit="health-2021",
    byline="Minh Lụa",
    related=("nhom-ket-noi",),
)

SEPTEMBER = (BEFORE, OPENING, RESULT)
AUTUMN = (GROUPS, HEALTH)
