"""The plan of autumn 2026 in the two-tier territory, in our own words."""

from datetime import date

from truongan.directives.actions import Task

ISSUED_ON = date(2026, 11, 2)
REVIEW_BY, PLANS_BY, HELD_BY, REPORT_BY = (
    date(2026, 11, 13),
    date(2026, 11, 30),
    date(2026, 12, 15),
    date(2026, 12, 21),
)

SUBJECT = "Nâng cao chất lượng hoạt động của mô hình tự quản về an ninh, trật tự trong trường học năm học 2026-2027"
SUMMARY = (
    "Rà soát từng điểm mô hình, duyệt kế hoạch năm học của các trường, tổ chức hoạt động theo chủ đề, báo cáo kết quả "
    "học kỳ I của năm học 2026-2027."
)
CONTENT = """I. MỤC ĐÍCH, YÊU CẦU
1. Mục đích
Giữ môi trường học tập an toàn, lành mạnh; mô hình đã có thì hoạt động đều, có kết quả kiểm tra được; nơi còn thiếu thì nhân rộng từ điểm làm tốt.
2. Yêu cầu
Mỗi việc có đơn vị làm, thời hạn và kết quả; số liệu lấy từ hoạt động đã ghi trên hệ thống, không kê khai lại.
II. NỘI DUNG
1. Rà soát mô hình
Ban Chỉ đạo các xã, phường cùng Công an và nhà trường rà soát từng điểm mô hình, tổ tự quản, nhóm kết nối; điểm không còn hoạt động thì củng cố hoặc thanh loại.
2. Kế hoạch năm học
Các trường hoàn thành kế hoạch năm học 2026-2027 theo chủ đề; Công an phụ trách địa bàn góp ý, cấp xã duyệt.
3. Hoạt động theo chủ đề
Mỗi trường tổ chức ít nhất một hoạt động về phòng, chống bạo lực học đường, ma túy và thuốc lá điện tử, an toàn giao thông cổng trường, an toàn trên mạng hoặc phòng cháy, chữa cháy.
4. Tự đánh giá
Trường đã đăng ký danh hiệu An toàn về an ninh, trật tự hoàn thành tự chấm, bổ sung minh chứng theo ý kiến thẩm định.
III. TỔ CHỨC THỰC HIỆN
1. Công an tỉnh là cơ quan thường trực, hướng dẫn, đôn đốc và tổng hợp.
2. Sở Giáo dục và Đào tạo chỉ đạo các trường; Sở Y tế chỉ đạo trạm y tế tham gia nhóm kết nối.
3. Ban Chỉ đạo các xã, phường cụ thể hóa ở địa bàn, báo cáo theo thời hạn ở Phụ lục.
Trong quá trình thực hiện, nếu có vướng mắc, các đơn vị báo cáo để được hướng dẫn."""
RECIPIENTS = """Bộ Công an (để báo cáo);
Chủ tịch UBND tỉnh (để báo cáo);
Các sở, ngành thành viên;
Ban Chỉ đạo các xã, phường;
Lưu: VT."""

OFFICES = ("education:province", "health:province", "police:province")
COMMUNES = ("committee:commune",)
SCHOOLS = ("school:MN", "school:TH", "school:THCS", "school:THPT", "school:GDTX")
REVIEW_TASK, PLANS_TASK, HELD_TASK, ADVICE_TASK, REPORT_TASK = range(1, 6)
TASKS = (
    Task("Rà soát từng điểm mô hình, tổ tự quản, nhóm kết nối trên địa bàn", REVIEW_BY, "", COMMUNES),
    Task("Duyệt kế hoạch năm học 2026-2027 của các trường", PLANS_BY, "", ("education:commune", *COMMUNES)),
    Task("Tổ chức ít nhất một hoạt động theo chủ đề và ghi lên hệ thống", HELD_BY, "", SCHOOLS),
    Task("Góp ý kế hoạch của trường; kiểm tra an ninh, trật tự, giao thông khu vực cổng trường", HELD_BY, "",
         ("police:commune",)),
    Task("Báo cáo kết quả học kỳ I", REPORT_BY, "", ("education:province", "police:province", *COMMUNES)),
)  # fmt: skip

COMMUNE_SUBJECT = (
    "Thực hiện Kế hoạch của Ban Chỉ đạo tỉnh về mô hình tự quản trong trường học năm học 2026-2027, {place}"
)
COMMUNE_CONTENT = """I. MỤC ĐÍCH, YÊU CẦU
1. Mục đích
Cụ thể hóa kế hoạch của Ban Chỉ đạo tỉnh ở từng trường trên địa bàn {place}.
2. Yêu cầu
Phân công rõ người, rõ việc; việc làm xong ghi ngay lên hệ thống.
II. NỘI DUNG
1. Công an {place} cùng từng trường rà soát mô hình, tổ tự quản, nhóm kết nối.
2. Các trường trình kế hoạch năm học và tổ chức hoạt động theo chủ đề trước ngày 15/12/2026.
III. TỔ CHỨC THỰC HIỆN
1. Phòng Văn hóa - Xã hội theo dõi, tổng hợp.
Trong quá trình thực hiện, nếu có vướng mắc, các đơn vị báo cáo Ban Chỉ đạo {place}."""
DONE = (
    "Đã rà soát cùng Công an và nhà trường; biên bản lưu tại Cơ quan thường trực, kết quả đã cập nhật trên hệ thống."
)
UNDER_WAY = "Đã rà soát được hơn nửa số trường; còn các điểm lẻ, xong trong tuần tới."
WHY_LATER = "Ba trường trên địa bàn vừa thay hiệu trưởng, cần thêm thời gian bàn giao danh sách tổ tự quản."
