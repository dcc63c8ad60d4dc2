"""Settings come from the environment. Each is declared here once; docs/reference/settings.md is checked against it."""

import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Variable:
    name: str
    default: str
    meaning: str


VARIABLES = {
    each.name: each
    for each in (
        Variable("TRUONGAN_HOME", "var", "Folder for secrets, uploads and the embedded database"),
        Variable("DATABASE_URL", "", "postgresql://user:password@host:port/name; empty: embedded PostgreSQL"),
        Variable("TRUONGAN_DEBUG", "0", "1: debug pages and the component catalogue; never in production"),
        Variable("TRUONGAN_DEMO", "0", "1: every page says that the figures are synthetic"),
        Variable("TRUONGAN_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]", "Host names served, by comma"),
        Variable("TRUONGAN_HTTPS", "0", "1: behind HTTPS: secure cookies, HSTS, redirect, trusted proxy header"),
        Variable("TRUONGAN_HOST", "127.0.0.1", "Address the server listens on"),
        Variable("TRUONGAN_PORT", "8000", "Port the server listens on"),
        Variable("TRUONGAN_WORKERS", "1", "Web processes"),
        Variable("TRUONGAN_LIVE_URL", "", "Where browsers reach the live stream; empty: `serve` opens the next port"),
        Variable("TRUONGAN_PAGE_CACHE_MB", "64", "Memory of each web process for public pages, in MB; 0: off"),
        Variable("TRUONGAN_PROVINCE", "", "Code of the province this installation serves today; empty: the nation"),
        Variable("TRUONGAN_ACTIVE_DAYS", "60", "Days after its last evidence a model or group counts as active"),
        Variable("TRUONGAN_REMIND_BEFORE_DAYS", "3", "Working days before a due day, and after a receipt, to remind"),
        Variable("TRUONGAN_ESCALATE_AFTER_DAYS", "3", "Working days after a due day until the superior is told"),
        Variable("TRUONGAN_MAX_UPLOAD_MB", "20", "Largest accepted upload, in MB"),
        Variable("TRUONGAN_SUPPORT_KEEP_DAYS", "365", "Days after a question is closed until who asked is forgotten"),
        Variable("TRUONGAN_TIPS_KEEP_DAYS", "730", "Days after the last activity until a confidential tip is deleted"),
        Variable("TRUONGAN_TIPS_UNSUBSTANTIATED_DAYS", "90", "The same for a tip found unsubstantiated"),
        Variable("TRUONGAN_TIPS_UNLOCK_MINUTES", "30", "Minutes an officer's own key stays unlocked for tips"),
        Variable(
            "TRUONGAN_INCIDENT_UNSUBSTANTIATED_DAYS",
            "90",
            "Days after which an unsubstantiated case loses its details",
        ),
        Variable("TRUONGAN_ALERT_ALONE", "300", "People one person may alert without a second one's approval"),
        Variable("TRUONGAN_API_RATE", "120", "Requests a minute of one token of the API"),
        Variable("TRUONGAN_LOG_FORMAT", "text", "text or json"),
        Variable("TRUONGAN_LOG_LEVEL", "INFO", "Lowest level written to the log"),
        Variable(
            "TRUONGAN_ADDRESS", "", "Address of the site in messages that leave it; empty: from the first host name"
        ),
        Variable("TRUONGAN_EMAIL_URL", "", "smtp://user:password@host:port; empty: mail is written to a folder"),
        Variable("TRUONGAN_EMAIL_FROM", "truongan@localhost", "Sender address of mail"),
        Variable("TRUONGAN_EMAIL_FOLDER", "", "Where mail is written without a server; empty: mail in TRUONGAN_HOME"),
        Variable("TRUONGAN_EMAIL_RATE", "0", "Letters a second at most; 0: no limit"),
        Variable(
            "TRUONGAN_SMS_URL", "", "Address of the SMS gateway; may hold {to}, {text}, {key}; empty: SMS is off"
        ),
        Variable("TRUONGAN_SMS_METHOD", "POST", "POST, PUT or GET"),
        Variable("TRUONGAN_SMS_HEADERS", "", "Headers of the request: Name: value; Name: value"),
        Variable("TRUONGAN_SMS_BODY", '{"to":"{to}","text":"{text}","key":"{key}"}', "Body of the request"),
        Variable("TRUONGAN_SMS_KEY_HEADER", "", "Header that carries the idempotency key"),
        Variable("TRUONGAN_SMS_TAKES_KEYS", "0", "1: the gateway drops a message whose key it has seen"),
        Variable("TRUONGAN_SMS_TAKEN", "", "Pattern an accepting answer must match; empty: every 2xx accepts"),
        Variable("TRUONGAN_SMS_NUMBERS", "0", "What numbers begin with: 0, 84 or +84"),
        Variable("TRUONGAN_SMS_PLAIN", "1", "1: without diacritics, 160 letters to an SMS instead of 70"),
        Variable("TRUONGAN_SMS_RATE", "20", "SMS a second at most; 0: no limit"),
        Variable("TRUONGAN_SMS_SECRET", "", "Secret of the gateway's webhook for replies; empty: replies are refused"),
        Variable("TRUONGAN_ZALO_APP_ID", "", "Application id at Zalo for developers; empty: Zalo is off"),
        Variable("TRUONGAN_ZALO_APP_SECRET", "", "Secret key of that application"),
        Variable("TRUONGAN_ZALO_OA_SECRET", "", "Secret key of the official account's webhooks"),
        Variable("TRUONGAN_ZALO_TEMPLATE", "", "Id of an approved template for people who have not written lately"),
        Variable("TRUONGAN_ZALO_RATE", "0", "Zalo messages a second at most; 0: as fast as Zalo takes them"),
        Variable("TRUONGAN_ZALO_OAUTH_URL", "https://oauth.zaloapp.com", "Where tokens come from"),
        Variable("TRUONGAN_ZALO_API_URL", "https://openapi.zalo.me", "Where messages and groups go"),
        Variable("TRUONGAN_ZALO_TEMPLATE_URL", "https://business.openapi.zalo.me", "Where template messages go"),
        Variable(
            "TRUONGAN_PUSH_CONTACT", "", "mailto: or https: address push services may write to; empty: push is off"
        ),
        Variable(
            "TRUONGAN_PUSH_SERVICES",
            "fcm.googleapis.com,push.services.mozilla.com,push.apple.com,notify.windows.com",
            "Hosts of push services that are called, with those below them, by comma",
        ),
        Variable("TRUONGAN_OIDC_SERVER", "", "Address of an OpenID Connect provider; empty: off"),
        Variable("TRUONGAN_OIDC_CLIENT", "", "Client id at that provider"),
        Variable("TRUONGAN_OIDC_SECRET", "", "Client secret at that provider"),
        Variable("TRUONGAN_OIDC_NAME", "Cổng xác thực", "Name of that provider on the sign-in page"),
    )
}


def value(name: str) -> str:
    return os.environ.get(name, VARIABLES[name].default)


def is_on(name: str) -> bool:
    return value(name).lower() in {"1", "true", "yes", "on"}


class CannotUseHome(Exception):
    """TRUONGAN_HOME is not ours to read and write. The message says which folder."""


def home() -> Path:
    folder = Path(value("TRUONGAN_HOME")).resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as reason:
        raise CannotUseHome(f"TRUONGAN_HOME: không dùng được thư mục {folder} ({reason.strerror}).") from reason
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        raise CannotUseHome(f"TRUONGAN_HOME: tài khoản này không được ghi vào {folder}.")
    return folder


def secret(name: str) -> str:
    """The installation's own random secret, made at first use and readable by its owner alone."""
    path = home() / "secrets" / name
    path.parent.mkdir(mode=0o700, exist_ok=True)
    if not path.exists():
        draft = path.with_name(f"{name}.{os.getpid()}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
        # A link appears whole or not at all: of two processes starting together both read the winner's secret.
        with suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text().strip()
