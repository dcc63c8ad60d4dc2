from django.urls import include, path

from truongan.config import views
from truongan.news.editors_urls import urlpatterns as editors_urls
from truongan.news.urls import page_urlpatterns as news_pages

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("", include("truongan.portal.urls")),
    path("", include("truongan.comments.urls")),
    path("to-giac/", include("truongan.tips.urls")),
    path("dang-nhap/", include("truongan.accounts.sign_in_urls")),
    path("lam-viec/", include("truongan.web.urls")),
    path("lam-viec/", include("truongan.accounts.urls")),
    path("lam-viec/dia-gioi/", include("truongan.territory.urls")),
    path("lam-viec/don-vi/", include("truongan.organizations.urls")),
    path("lam-viec/mau-giay/", include("truongan.documents.urls")),
    path("lam-viec/thong-bao/", include("truongan.channels.urls")),
    path("da-nhan/", include("truongan.movement.public_urls")),
    path("viec/", include("truongan.channels.task_urls")),
    path("webhook/", include("truongan.channels.webhook_urls")),
    path("", include("truongan.channels.root_urls")),
    path("lam-viec/kenh/", include("truongan.channels.desk_urls")),
    path("lam-viec/kenh/cua-toi/", include("truongan.channels.my_urls")),
    path("lam-viec/kenh/zalo/", include("truongan.channels.zalo_urls")),
    path("lam-viec/kenh/dien-thoai/", include("truongan.channels.push_urls")),
    path("lam-viec/chi-dao/", include("truongan.directives.urls")),
    path("lam-viec/", include("truongan.movement.urls")),
    path("lam-viec/ke-hoach/", include("truongan.plans.urls")),
    path("lam-viec/hoat-dong/", include("truongan.activities.urls")),
    path("lam-viec/vu-viec/", include("truongan.incidents.urls")),
    path("lam-viec/danh-gia/", include("truongan.assessments.urls")),
    path("lam-viec/so-lieu/", include("truongan.figures.urls")),
    path("lam-viec/bao-cao/", include("truongan.reports.urls")),
    path("lam-viec/tin-bai/", include("truongan.news.desk_urls")),
    path("tin-tuc/", include("truongan.news.urls")),
    path("tin-tuc/", include(news_pages)),
    path("bien-tap/", include(editors_urls)),  # type: ignore[arg-type]  # patterns, decorated by Wagtail
    path("ho-tro/", include("truongan.support.urls")),
    path("lam-viec/ho-tro/", include("truongan.support.work_urls")),
    path("lam-viec/to-giac/", include("truongan.tips.desk_urls")),
    path("lam-viec/canh-bao/", include("truongan.alerts.urls")),
    path("lam-viec/truc/", include("truongan.duty.urls")),
    path("lam-viec/diem-danh/", include("truongan.duty.rollcall_urls")),
    path("lam-viec/api/", include("truongan.api.urls")),
    path("api/v1/", include("truongan.api.v1_urls")),
    path("lam-viec/nhat-ky/", include("truongan.accounts.audit_urls")),
]
handler400 = "truongan.web.views.bad_request"
handler403 = "truongan.web.views.permission_denied"
handler404 = "truongan.web.views.page_not_found"
handler500 = "truongan.web.views.server_error"
