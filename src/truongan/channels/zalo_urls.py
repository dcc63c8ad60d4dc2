from django.urls import path

from truongan.channels.views import zalo, zalo_link

app_name = "zalo"
urlpatterns = [
    path("", zalo.account, name="account"),
    path("ket-noi/", zalo.connect, name="connect"),
    path("tra-ve/", zalo.back, name="back"),
    path("ngat/", zalo.disconnect, name="disconnect"),
    path("nhom/<int:pk>/", zalo.group, name="group"),
    path("nhom/<int:pk>/duyet/", zalo.accept, name="accept"),
    path("nhom/<int:pk>/tu-choi/", zalo.reject, name="reject"),
    path("nhom/<int:pk>/bo/", zalo.leave, name="leave"),
    path("cua-toi/", zalo_link.mine, name="mine"),
    path("cua-toi/ma/", zalo_link.code, name="code"),
    path("cua-toi/trang-thai/", zalo_link.state, name="state"),
    path("cua-toi/bo/", zalo_link.unlink, name="unlink"),
    path("qr/", zalo_link.qr, name="qr"),
]
