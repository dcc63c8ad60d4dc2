import pytest

from tests.web.page_cache.applications import environ
from truongan.web.page_cache.addresses import address_of
from truongan.web.page_cache.bodies import encoding_for


@pytest.mark.parametrize(
    "headers",
    [
        {"method": "POST"},
        {"HTTP_COOKIE": "csrftoken=1; sessionid=abc"},
        {"HTTP_COOKIE": "messages=abc"},
        {"HTTP_HX_REQUEST": "true"},
        {"HTTP_RANGE": "bytes=0-1"},
        {"HTTP_AUTHORIZATION": "Basic YTpi"},
        {"CONTENT_LENGTH": "5"},
        {"query": "q=" + "a" * 400},
        {"query": "q=a&q=b"},
        {"query": "&".join(f"a{number}=1" for number in range(20))},
        {"query": "q=%ff"},
    ],
)
def test_what_is_one_readers_own_goes_to_django(headers):
    assert address_of(environ("/", **headers)) is None


def test_cookies_that_no_page_reads_do_not_matter():
    assert address_of(environ("/", HTTP_COOKIE="csrftoken=1; theme=dark"))


def test_order_and_tracking_of_a_query_make_no_new_page_and_django_sees_what_is_kept():
    shared = environ("/", "trang=2&utm_source=zalo&fbclid=x&q=t%E1%BB%B1+qu%E1%BA%A3n")
    typed = environ("/", "q=t%e1%bb%b1%20qu%e1%ba%a3n&trang=2")
    assert address_of(shared) == address_of(typed)
    assert shared["QUERY_STRING"] == "q=t%E1%BB%B1+qu%E1%BA%A3n&trang=2"


def test_a_link_with_tracking_alone_is_the_page_everybody_reads():
    address = address_of(environ("/", "fbclid=x"))
    assert (address.query, address.is_plain) == ("", True)


@pytest.mark.parametrize("host", ["localhost", "localhost:8000"])
def test_a_host_of_ours_is_plain(host, settings):
    settings.ALLOWED_HOSTS = ["localhost"]
    assert address_of(environ("/", host=host)).is_plain


@pytest.mark.parametrize("host", ["localhost:1234", "a.localhost", "evil.example", "LOCALHOST"])
def test_a_host_somebody_made_up_never_pushes_our_pages_out(host, settings):
    settings.ALLOWED_HOSTS = ["localhost", ".localhost"]
    assert not address_of(environ("/", host=host)).is_plain


def test_plain_http_is_another_page_than_https_so_it_meets_the_redirect(settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert address_of(environ("/")).scheme == "http"
    assert address_of(environ("/", HTTP_X_FORWARDED_PROTO="https, http")).scheme == "https"


def test_a_header_nobody_vouches_for_is_not_believed(settings):
    settings.SECURE_PROXY_SSL_HEADER = None
    assert address_of(environ("/", HTTP_X_FORWARDED_PROTO="https")).scheme == "http"


@pytest.mark.parametrize(
    ("accepted", "chosen"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip;q=1.0, br;q=0", "gzip"),
        ("GZIP", "gzip"),
        ("*", "br"),
        ("*;q=0", "identity"),
        ("br;q=0, *", "gzip"),
        ("identity", "identity"),
        ("", "identity"),
        ("deflate;;;=,,", "identity"),
    ],
)
def test_the_smallest_body_the_browser_takes(accepted, chosen):
    assert encoding_for(accepted) == chosen
