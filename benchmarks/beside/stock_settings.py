"""Our applications with the middleware and template settings of Wagtail's own project template."""

from benchmarks.beside import TEMPLATES_FOLDER
from truongan.config.settings import *  # noqa: F403 - everything but what follows

ROOT_URLCONF = "benchmarks.beside.stock_wagtail"
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
TEMPLATES[0]["DIRS"] = [TEMPLATES_FOLDER, *TEMPLATES[0]["DIRS"]]  # noqa: F405 - as above
TEMPLATES[0]["OPTIONS"]["context_processors"] = [  # noqa: F405 - as above
    "django.template.context_processors.debug",
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
]
