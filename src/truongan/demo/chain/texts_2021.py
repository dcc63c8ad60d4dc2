"""The papers of summer 2021 in our own words: what was asked is told by the sources, how it was said is invented."""

from datetime import date

from truongan.directives.actions import Task

ISSUED_ON = date(2021, 7, 29)
NUMBER = 1646
PLAN_BY, MODEL_BY, REPORT_BY = date(2021, 8, 20), date(2021, 9, 10), date(2021, 9, 10)

SUBJECT = (
    "đẩy mạnh phong trào toàn dân bảo vệ an ninh Tổ quốc, xây dựng mô hình tự quản về an ninh, trật tự gắn với phòng, "
    "chống dịch Covid-19 trong trường học"
)
SUMMARY = (
    "Yêu cầu các sở, ngành, Ban Chỉ đạo cấp huyện và nhà trường lập kế hoạch, tuyên truyền, xây dựng hoặc kiện toàn mô "
    "hình tự quản trong trường học, lập nhóm kết nối với Công an phụ trách địa bàn và y tế, báo cáo trước ngày 10/9/2021."
)
ADDRESSEES = """Công an tỉnh
Sở Giáo dục và Đào tạo
Sở Y tế
Ban Chỉ đạo các huyện, thành phố
Các trường trung học, trung tâm giáo dục nghề nghiệp - giáo dục thường xuyên, trường cao đẳng"""
CONTENT = """Năm học 2021-2022 bắt đầu khi dịch Covid-19 còn phức tạp; trường học vừa phải giữ an ninh, trật tự, vừa phải bảo vệ sức khỏe của học sinh, giáo viên. Để mỗi nhà trường chủ động ngay từ đầu năm học, Ban Chỉ đạo tỉnh đề nghị các cơ quan, đơn vị, nhà trường thực hiện các việc sau:
1. Tuyên truyền
- Phổ biến cho cán bộ, giáo viên, học sinh, sinh viên và cha mẹ học sinh về phòng, chống tội phạm, tệ nạn xã hội, ma túy, bạo lực học đường, an toàn giao thông cổng trường và phòng, chống dịch; chọn hình thức phù hợp với giãn cách: loa truyền thanh, trang tin, mạng xã hội, sinh hoạt lớp.
- Nêu gương người tốt, việc tốt, cách làm hay của nhà trường và của nhân dân nơi trường đóng.
2. Xây dựng, củng cố, kiện toàn mô hình tự quản
- Mỗi trường chọn mô hình sát điều kiện của mình: Trường học an toàn về an ninh, trật tự và phòng, chống dịch Covid-19; Liên kết giữa trường học, cơ sở giáo dục với chính quyền, lực lượng Công an địa phương. Mô hình đã có thì củng cố, kiện toàn, không lập trùng.
- Thành lập tổ tự quản có tổ trưởng, danh sách thành viên và phân công cụ thể; lập nhóm kết nối để thành viên trao đổi ngay với Công an phụ trách địa bàn và Trạm Y tế.
3. Phân công
a) Công an tỉnh
Chỉ đạo Công an cấp huyện, cấp xã hướng dẫn nhà trường lập kế hoạch, cử cán bộ phụ trách từng trường; là đầu mối theo dõi, tổng hợp chung.
b) Sở Giáo dục và Đào tạo
Hướng dẫn các phòng giáo dục và đào tạo, các trường đưa nội dung này vào kế hoạch năm học; kiểm tra việc thực hiện.
c) Sở Y tế
Hướng dẫn y tế cơ sở phối hợp với nhà trường về phòng, chống dịch; tham gia nhóm kết nối.
d) Ban Chỉ đạo các huyện, thành phố
Ban hành văn bản thực hiện trên địa bàn, giao việc cho cấp xã và các trường mầm non, tiểu học; đôn đốc, tổng hợp kết quả.
đ) Các nhà trường
Lập kế hoạch xong trước ngày 20/8/2021, xây dựng hoặc kiện toàn mô hình xong trước ngày 10/9/2021.
4. Báo cáo
Các cơ quan, địa phương gửi báo cáo kết quả về Cơ quan thường trực Ban Chỉ đạo tỉnh trước ngày 10/9/2021 để tổng hợp.
Đề nghị các cơ quan, đơn vị, nhà trường quan tâm thực hiện."""
RECIPIENTS = """Như trên;
Chủ tịch UBND tỉnh (để báo cáo);
Thành viên Ban Chỉ đạo tỉnh;
Lưu: VT."""

SCHOOLS = ("school:THCS", "school:THPT", "school:GDTX", "school:CDDH")
OFFICES = ("police:province", "education:province", "health:province", "committee:district")
KINDS = (*OFFICES, *SCHOOLS)
PLAN_TASK, MODEL_TASK, REPORT_TASK = 1, 2, 3  # positions
TASKS = (
    Task("Lập kế hoạch thực hiện, phân công người phụ trách từng việc", PLAN_BY, "", KINDS),
    Task("Xây dựng, củng cố hoặc kiện toàn mô hình, tổ tự quản và nhóm kết nối", MODEL_BY, "", SCHOOLS),
    Task("Báo cáo kết quả thực hiện về Cơ quan thường trực Ban Chỉ đạo tỉnh", REPORT_BY, "", OFFICES),
)

DISTRICT_SUBJECT = "Xây dựng mô hình tự quản về an ninh, trật tự gắn với phòng, chống dịch Covid-19 trong trường học trên địa bàn {place}"
DISTRICT_CONTENT = """I. MỤC ĐÍCH, YÊU CẦU
1. Mục đích
Mọi trường trên địa bàn bước vào năm học mới với kế hoạch rõ việc, mô hình tự quản hoạt động được và liên lạc thông suốt với Công an, y tế.
2. Yêu cầu
Làm đúng tình hình từng trường, đúng quy định phòng, chống dịch; không phô trương, không lập mô hình trên giấy.
II. NỘI DUNG
1. Rà soát mô hình đã có ở từng trường; nơi chưa có thì chọn loại phù hợp để xây dựng, nơi đã có thì củng cố, kiện toàn.
2. Tuyên truyền bằng loa truyền thanh cơ sở, trang tin của trường, nhóm lớp; mỗi trường ít nhất một buổi đầu năm học.
3. Công an {place} phân công cán bộ phụ trách từng trường, hướng dẫn lập kế hoạch và quy chế của tổ tự quản.
4. Trung tâm Y tế hướng dẫn trạm y tế tham gia nhóm kết nối của từng trường.
III. TỔ CHỨC THỰC HIỆN
1. Phòng Giáo dục và Đào tạo đôn đốc các trường mầm non, tiểu học, trung học cơ sở; báo cáo trước ngày 06/9/2021.
2. Các trường gửi kế hoạch và quyết định kiện toàn tổ tự quản về Phòng Giáo dục và Đào tạo.
Trong quá trình thực hiện, nếu có vướng mắc, các đơn vị báo cáo Ban Chỉ đạo {place} để được hướng dẫn."""

EDUCATION_SUBJECT = "hướng dẫn các trường thực hiện Công văn 1646/BCĐ của Ban Chỉ đạo tỉnh"
EDUCATION_CONTENT = """Sở Giáo dục và Đào tạo đề nghị các phòng giáo dục và đào tạo, các đơn vị trực thuộc:
1. Đưa nội dung xây dựng mô hình tự quản vào kế hoạch năm học 2021-2022; phân công lãnh đạo nhà trường trực tiếp phụ trách.
2. Lồng ghép tuyên truyền vào tuần sinh hoạt đầu năm học, sinh hoạt lớp, trang tin của trường; không tập trung đông người khi chưa bảo đảm phòng, chống dịch.
3. Tự đánh giá mức độ an toàn phòng, chống dịch trước khi đón học sinh; khắc phục ngay tiêu chí chưa đạt.
4. Phòng giáo dục và đào tạo tổng hợp kết quả của các trường thuộc phạm vi quản lý, gửi về Sở trước ngày 08/9/2021.
Đề nghị các đơn vị thực hiện nghiêm túc."""

LATE_REASONS = (
    "Trường là điểm cách ly tập trung đến hết tháng 8, chưa họp được hội đồng để thông qua kế hoạch.",
    "Hiệu trưởng mới nhận nhiệm vụ, cần thêm thời gian để rà soát lại danh sách tổ tự quản.",
    "Địa bàn đang phong tỏa tạm thời, chưa gặp được Công an phụ trách địa bàn.",
)
PROGRESS = (
    "Đã họp liên tịch, phân công Phó Hiệu trưởng dự thảo; đang lấy ý kiến Công an phụ trách địa bàn.",
    "Đã rà soát danh sách thành viên, chờ quyết định kiện toàn.",
    "Đã lập nhóm kết nối, còn thiếu cán bộ y tế.",
)
DONE = {
    PLAN_TASK: "Đã ban hành kế hoạch, phổ biến đến toàn thể cán bộ, giáo viên.",
    MODEL_TASK: "Mô hình đã ra mắt hoặc kiện toàn xong; danh sách tổ tự quản và nhóm kết nối đã ghi vào hệ thống.",
    REPORT_TASK: "Đã gửi báo cáo kết quả bằng văn bản và trên hệ thống.",
}
