"""One settings file, configured by the environment (12-factor). Every variable is described in README.md.

Production needs SECRET_KEY, DATABASE_URL, REDIS_URL and ALLOWED_HOSTS. The demo and the tests get theirs from
``portal.embedded``. Nothing here is secret, and nothing falls back to an insecure value silently: without
SECRET_KEY the portal refuses to start.
"""

from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF

from portal.core.web.api_settings import REST_FRAMEWORK, SPECTACULAR_SETTINGS  # noqa: F401
from portal.core.web.logs import logging_in_json
from portal.schedule import beat_schedule

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent

# --- What kind of run this is ------------------------------------------------------------------------------
DEBUG = env.bool("DEBUG", False)
PORTAL_DEMO = env.bool("PORTAL_DEMO", False)
PORTAL_HTTPS = env.bool("PORTAL_HTTPS", not PORTAL_DEMO)
PORTAL_URL = env.str("PORTAL_URL", "http://127.0.0.1:8000").rstrip("/")
SECRET_KEY = env.str("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = [PORTAL_URL] if PORTAL_HTTPS else []

INSTALLED_APPS = [
    "portal.home",
    "portal.home.dashboards",
    "portal.notices",
    "portal.operations",
    "orders",
    "inventory.rounds",
    "inventory.returns",
    "inventory.incidents",
    "inventory.network",
    "inventory.imports",
    "inventory",
    "entitlements",
    "portal.core.units",
    "portal.core.notifications",
    "portal.core.people",
    "portal.core.outbox",
    "portal.core.jobs",
    "portal.core.audit",
    "portal.core.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "rest_framework",
    "knox",
    "drf_spectacular",
    "django_filters",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_celery_beat",
    "django_htmx",
    "pgtrigger",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.core.web.middleware.SessionLimitMiddleware",
    "portal.core.web.middleware.AuditContextMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "portal.core.web.middleware.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "portal.core.web.context.page",
            ],
            "builtins": ["portal.core.web.templatetags.portal"],
        },
    }
]

# --- Data --------------------------------------------------------------------------------------------------
DATABASES = {"default": env.db("DATABASE_URL")}
DATABASES["default"].update(CONN_MAX_AGE=60, CONN_HEALTH_CHECKS=True, ATOMIC_REQUESTS=False)
# A database that went away without a word is noticed within a minute, not after the system's two hours.
DATABASES["default"].setdefault("OPTIONS", {}).update(
    keepalives_idle=30, keepalives_interval=10, keepalives_count=3, tcp_user_timeout=60_000
)
# The role that the running portal connects as: it owns no table and may only add to the logs (S3).
PORTAL_DATABASE_ROLE = env.str("PORTAL_DATABASE_ROLE", "portal_app")
# Whoever brings it as a bearer token may read /metrics. Empty: nobody may.
METRICS_TOKEN = env.str("METRICS_TOKEN", "")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env.str("REDIS_URL")
# Without Redis pages do without what they remember (portal/core/cache.py), but nobody may try to sign in uncounted.
_REDIS_CACHE = {"LOCATION": REDIS_URL, "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 2}}
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", **_REDIS_CACHE},
    "pages": {"BACKEND": "portal.core.cache.PageCache", "KEY_PREFIX": "pages", **_REDIS_CACHE},
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}

# --- People and sign-in ------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 14},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "portal.core.people.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "hsa_id"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PRESERVE_USERNAME_CASING = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = False
MFA_TOTP_ISSUER = "Utrustningsportalen"
HSA_ID_PREFIX = env.str("HSA_ID_PREFIX", "SE")

SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_CACHE_ALIAS = "pages"
SESSION_IDLE_LIMIT = timedelta(minutes=30)
SESSION_TOTAL_LIMIT = timedelta(hours=12)
# Longer than the limits above, so that the middleware sees the expired session and can keep typed form data.
SESSION_COOKIE_AGE = int(timedelta(hours=24).total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
_COOKIE_PREFIX = "__Host-" if PORTAL_HTTPS else ""
SESSION_COOKIE_NAME = f"{_COOKIE_PREFIX}portal_session"
SESSION_COOKIE_SECURE = PORTAL_HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = f"{_COOKIE_PREFIX}portal_csrf"
CSRF_COOKIE_SECURE = PORTAL_HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "portal.core.web.errors.csrf_failure"

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "portal.core.web.errors.locked_out"
AXES_USERNAME_FORM_FIELD = "login"
AXES_RESET_ON_SUCCESS = True
AXES_HANDLER = "axes.handlers.cache.AxesCacheHandler"
AXES_IPWARE_PROXY_COUNT = env.int("PROXY_COUNT", 0)

# --- The browser's guards ----------------------------------------------------------------------------------
if PORTAL_HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz/$", r"^readyz/$"]
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: [] for feature in ("accelerometer", "geolocation", "microphone", "payment", "usb")
}
# Labels are read by the phone's camera. The pictures never leave the browser.
PERMISSIONS_POLICY["camera"] = ["self"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

# --- Work outside the request ------------------------------------------------------------------------------
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# Never give up: a worker that has would need someone to start it.
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_WORKER_CONSUMER = "portal.operations.worker:PersistentConsumer"
# A publish that the broker cannot take must not hold the request: the sweep sends what was not published.
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_connect_timeout": 1,
    "socket_timeout": 5,
    "visibility_timeout": 360,
    # The same holds for the connection that a publish needs: without these it is tried for six seconds.
    "max_retries": 0,
    "interval_start": 0,
}
CELERY_TIMEZONE = "Europe/Stockholm"
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
# Half of the minute within which work is to go on after a worker's death (R3).
OUTBOX_SWEEP_SECONDS = env.int("OUTBOX_SWEEP_SECONDS", 30)
CELERY_BEAT_SCHEDULE = beat_schedule(sweep_seconds=OUTBOX_SWEEP_SECONDS)
# How often an open page asks for news of outages.
NOTICE_POLL_SECONDS = env.int("NOTICE_POLL_SECONDS", 30)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "Utrustningsportalen <no-reply@localhost>")
EMAIL_TIMEOUT = 10
vars().update(env.email("EMAIL_URL", default="consolemail://"))
# Hosts that webhooks may call by plain HTTP and on internal networks: for tests and demonstrations only.
WEBHOOK_ALLOWED_HOSTS = env.list("WEBHOOK_ALLOWED_HOSTS", default=[])

# Where people write about accessibility (/tillganglighet/).
ACCESSIBILITY_CONTACT = env.str("ACCESSIBILITY_CONTACT", "")

# --- The API -----------------------------------------------------------------------------------------------
REST_KNOX = {"TOKEN_TTL": timedelta(days=90), "AUTH_HEADER_PREFIX": "Token"}

# --- Language, time, files ---------------------------------------------------------------------------------
LANGUAGE_CODE = "sv"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Stockholm"
STATIC_URL = "static/"
STATIC_ROOT = env.path("STATIC_ROOT", str(BASE_DIR / "staticfiles"))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- Logs ----------------------------------------------------------------------------------------------------
LOGGING = logging_in_json(env.str("LOG_LEVEL", "INFO"))
