"""Articles of 2026, the year of the demonstration's present."""

from datetime import date

from truongan.demo.news.stories import Gallery, Moment, Number, Picture, Quote, Story, Table

SUMMER = Story(
    key="mua-he-song-nuoc",
    section="dia-phuong",
    title="Trước kỳ nghỉ hè, đi hết một lượt bờ sông",
    lead=(
        "Đoàn thanh niên, công an và các trường ở phường Nếnh cùng đi dọc bờ sông, đánh dấu chỗ nước sâu và cắm lại biển "
        "báo trước khi học sinh nghỉ hè."
    ),
    moment=Moment(date(2026, 5, 22), 17, 10),
    cover="river",
    body=(
        """Danh sách các điểm nguy hiểm không lấy từ hồ sơ cũ mà từ học sinh. Trước đó một tuần, mỗi lớp vẽ con đường từ nhà đến trường và khoanh chỗ mình hay ra chơi. Gộp các bức vẽ lại, nhóm đi khảo sát biết ngay phải đến đâu.

Mười hai tấm biển được dựng, mỗi tấm kèm một phao và một sợi dây. Biển chỉ có sáu chữ và một số điện thoại.""",
        Picture("river", "Biển báo và phao cứu sinh ở đoạn sông gần trường. Hình minh họa."),
        """Lớp học bơi trong hè nhận học sinh từ lớp ba trở lên, danh sách đăng ký ở từng trường. Gia đình nào chưa thu xếp được người đưa đón thì báo với tổ tự quản để ghép nhóm.""",
    ),
    topics=("phòng, chống đuối nước", "kỳ nghỉ hè", "phường Nếnh"),
    unit="commune-committee",
    byline="Hà Miên",
)

NEW_YEAR = Story(
    key="nam-hoc-2026",
    section="phong-trao",
    title="Năm học 2026-2027: đếm lại từ những việc có bằng chứng",
    lead=(
        "Mùa thu này các trường không phải lập thêm mô hình. Việc chính là rà soát: điểm nào còn hoạt động, tổ nào thiếu "
        "người, nhóm nào đã lặng."
    ),
    moment=Moment(date(2026, 9, 7), 11, 0),
    cover="meeting",
    body=(
        """Sổ đăng ký ngày 7/9 ghi [[schemes.count]] điểm mô hình, trong đó [[schemes.active]] điểm có bằng chứng hoạt động. Hai con số được đặt cạnh nhau trên trang chủ, để ai cũng thấy khoảng cách giữa có tên và có việc.

Cách rà soát rất đơn giản. Nhà trường mở trang mô hình của mình, xem lần hoạt động gần nhất, thêm biên bản hoặc ảnh nếu còn thiếu. Điểm nào không còn phù hợp thì đề nghị thanh loại; số giảm đi không bị coi là kém.""",
        Number("schemes.active", "điểm có bằng chứng hoạt động, tính đến ngày đăng bài"),
        Quote("Một điểm sống đáng giá hơn ba điểm trên giấy.", "Một cán bộ phong trào của tỉnh"),
        Table("Tổ và nhóm theo cấp học, ngày 07/09/2026", ("teams.count", "groups.count", "groups.active"), "level"),
        """Đến hôm nay bạn đọc mở bài này, toàn tỉnh có [[schemes.count|today]] điểm mô hình; con số tự đổi theo sổ đăng ký.""",
    ),
    topics=("mô hình tự quản", "số liệu", "năm học mới"),
    unit="committee",
    byline="Tổ biên tập Trường An",
)

GATE_JAM = Story(
    key="cong-truong-gio-tan-hoc",
    section="dia-phuong",
    title="Cổng trường giờ tan học: mười lăm phút có người trực",
    lead=(
        "Ùn tắc trước cổng trường thường chỉ kéo dài mười lăm phút. Phường Nếnh chia mười lăm phút ấy cho ba người, và "
        "đoạn đường đã thông."
    ),
    moment=Moment(date(2026, 10, 9), 17, 45),
    cover="crossing",
    body=(
        """Người thứ nhất là phụ huynh trong tổ tự quản, đứng ở đầu ngõ nhắc xe máy dừng sau vạch. Người thứ hai là thầy trực, cho từng khối ra cách nhau năm phút. Người thứ ba là công an phường, chỉ có mặt khi hai người kia gọi.

Trước đây cả ba cùng đứng ở cổng và không ai giữ đầu ngõ. Sơ đồ mới được vẽ trong một buổi họp, dùng thử ba ngày rồi mới in ra.""",
        Gallery(
            (
                Picture("crossing", "Vạch qua đường trước cổng trường, giờ tan học."),
                Picture("helmets", "Phụ huynh dừng xe sau vạch để đón con."),
                Picture("gate", "Từng khối ra cổng cách nhau năm phút."),
            )
        ),
        """## Trường khác muốn làm theo

Chỉ cần trả lời ba câu: xe dồn ở đâu trước, lối nào cho người đi bộ, và ai giữ đầu ngõ. Mẫu sơ đồ có trong phần Hướng dẫn; trường điền tên đường của mình rồi in.""",
    ),
    topics=("an toàn giao thông", "cổng trường", "phường Nếnh"),
    unit="commune-police",
    byline="Hà Miên",
)

FEVER = Story(
    key="bao-ca-sot",
    section="dia-phuong",
    title="Trạm y tế và trường học tập báo ca sốt trong ngày",
    lead=(
        "Một buổi diễn tập trên giấy: lớp có ba em sốt cùng tuần. Từ lúc cô giáo thấy đến lúc trạm y tế nhận tin mất "
        "chưa đến nửa giờ."
    ),
    moment=Moment(date(2026, 11, 12), 14, 25),
    cover="health",
    body=(
        """Tình huống được bóc ra từ một phong bì. Cô chủ nhiệm đọc, gọi cho nhân viên y tế của trường; người này đối chiếu sổ theo dõi rồi báo cho trạm. Không ai trong chuỗi ấy phải nêu tên học sinh: chỉ có lớp, số em và triệu chứng.

Nhà trường chỉ báo điều mình thấy. Có phải ổ dịch hay không là việc của trạm y tế và cơ quan có thẩm quyền, và phụ huynh được nói đúng như vậy.""",
        Picture("health", "Trạm y tế nhận tin và hỏi lại trường. Hình minh họa."),
        Quote("Báo sớm mà không sao thì mừng. Báo muộn mới là chuyện.", "Một cán bộ trạm y tế"),
        """Sau buổi tập, nhóm bỏ bớt một bước: nhân viên y tế của trường được gọi thẳng cho trạm, không chờ hiệu trưởng ký.""",
    ),
    topics=("y tế học đường", "diễn tập"),
    unit="commune-health",
    byline="Minh Lụa",
)

BOARD = Story(
    key="bang-tin-hoc-sinh",
    section="chuyen-truong",
    title="Bảng tin do học sinh làm, thầy cô chỉ sửa chính tả",
    lead=(
        "Ở Trường THCS Ánh Dương, mỗi tháng một lớp nhận bảng tin về an toàn trường học. Tờ được đọc nhiều nhất là tờ "
        "“Nếu bạn thấy…”."
    ),
    moment=Moment(date(2026, 11, 18), 8, 10),
    cover="board",
    body=(
        """Tờ giấy khổ A3 có sáu dòng, dòng nào cũng bắt đầu bằng “Nếu bạn thấy”. Nếu bạn thấy một em nhỏ đứng một mình sau giờ tan học. Nếu bạn thấy ai đó mời thử một thứ lạ. Nếu bạn thấy một nhóm đang quay phim một bạn khác. Mỗi dòng dẫn đến một người để nói, và số điện thoại của người ấy.

Trường có [[teams.count|today|org:MH-222-501]] tổ tự quản. Tổ của học sinh lo bảng tin; tổ của thầy cô chỉ sửa chính tả và kiểm tra số điện thoại.""",
        Picture("board", "Ba học sinh đọc tờ “Nếu bạn thấy…”. Hình minh họa."),
        """Tháng tới, bảng tin sang tay lớp 7. Đề tài các em chọn: đi xe đạp hàng ba.""",
    ),
    topics=("bạo lực học đường", "kỹ năng", "phường Nếnh"),
    unit="education",
    byline="Lan Vy",
)

STORIES = (SUMMER, NEW_YEAR, GATE_JAM, FEVER, BOARD)
