"""Pages of our own, in the shapes portals have: nothing here was published anywhere."""

DATE = "(Thứ hai, 18/04/2022, 08:05 am GMT+7)"
TITLE = "Trường tiểu học bên sông tập cho học sinh thoát nạn khi có cháy"
LEAD = (
    "Sáng thứ hai, hơn bốn trăm học sinh của một trường tiểu học ven sông cùng thầy cô tập thoát nạn khi có cháy, "
    "theo kế hoạch mà tổ tự quản của trường lập từ đầu học kỳ."
)
FIRST = (
    "Chuông báo kêu lúc bảy giờ rưỡi. Các lớp ở tầng hai đi xuống bằng cầu thang phía đông, lớp nào có em đi lại "
    "khó khăn thì cô giáo đi cùng. Sau bốn phút, tất cả đã đứng đủ hàng ở sân, và tổ trưởng báo lại số học sinh."
)
CAPTION = "Học sinh lớp ba xếp hàng ở sân trường sau khi rời khỏi dãy nhà hai tầng trong buổi tập"
SECOND = (
    "Theo thầy tổng phụ trách, lần tập trước vào tháng mười một mất gần bảy phút, vì hai lớp cùng dồn về một lối. "
    "Lần này mỗi dãy phòng có một lối riêng, vẽ bằng mũi tên trên tường, và một thành viên của tổ đứng ở chỗ rẽ."
)
THIRD = (
    "Trong tháng năm, trường mời công an xã và trạm y tế cùng xem lại sơ đồ, rồi tập thêm một lần vào giờ ăn trưa, "
    "lúc các em ngồi ở nhà ăn chứ không ở lớp./."
)
SIGNED = "- Tổ tự quản Trường Tiểu học Bến Sông -"

PASTED = f"""Thứ sáu, 03/05/2024
Trang chủ | Giới thiệu | Tin tức | Liên hệ
{DATE}

{LEAD}

{FIRST}


{CAPTION}


{SECOND}

{THIRD}

   {SIGNED}

Ý kiến
Ý kiến của bạn sẽ được xét duyệt trước khi đăng. Xin vui lòng gõ tiếng Việt có dấu
Hỗ trợ người dân, doanh nghiệp
"""
TITLED = PASTED.replace(DATE, f"{TITLE}\n{DATE}")

PAGE = f"""<!doctype html><html><head><meta charset="utf-8"><title>{TITLE} | Cổng thông tin xã Bến Sông</title>
<script>document.write("không phải bài viết")</script><style>p {{ color: red }}</style></head>
<body onload="alert(1)"><form id="aspnetForm">
<header><img src="logo.png"><div>CỔNG THÔNG TIN XÃ BẾN SÔNG</div><span>Thứ sáu, 03/05/2024 10:22:31</span></header>
<nav><ul><li><a href="/">Trang chủ</a></li><li><a href="/tin">Tin tức</a></li></ul></nav>
<div class="breadcrumb"><a href="/">Trang chủ</a> › <a href="/tin">Tin tức</a> › Nhà trường</div>
<div class="content"><h1 class="title">{TITLE}</h1><div class="date">{DATE}</div>
<div class="share-box"><a href="#">Chia sẻ</a> <a href="#">In trang</a></div>
<p class="sapo"><b>{LEAD}</b></p>
<p onclick="evil()">{FIRST}</p>
<table><tr><td><img src="a.jpg" onerror="alert(2)"></td></tr><tr><td class="pCaption">{CAPTION}</td></tr></table>
<h2>Mỗi dãy phòng một lối</h2>
<p>{SECOND}<script>steal()</script></p><p style="display:none">Chữ ẩn mà người đọc không bao giờ thấy trên trang này.</p>
<p>{THIRD}</p><p class="author">Tác giả: Thu Bến</p><p>Nguồn: Bản tin xã Bến Sông</p></div>
<div class="tin-lien-quan"><h3>Tin liên quan</h3><ul><li><a href="/1">Xã ra quân dọn lối đi trước cổng các trường học</a>
<p>Sáng chủ nhật, đoàn viên cùng phụ huynh dọn sạch lối đi, kẻ lại vạch và đặt thêm hai tấm biển trước cổng trường.</p></li>
</ul></div>
<div id="comments"><h3>Ý kiến bạn đọc (2)</h3><p>Cháu nhà tôi về kể buổi tập rất vui, mong trường tập thường xuyên hơn.</p></div>
<footer><p>Bản quyền thuộc về UBND xã Bến Sông. Chịu trách nhiệm nội dung: văn phòng. Điện thoại: 02040000000</p></footer>
</form></body></html>"""
