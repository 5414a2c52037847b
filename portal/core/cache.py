"""What pages remember for a while: sessions, menus, choices. A server that is away is the same as remembering nothing.

Sign-in counts its attempts in Django's default cache instead, which refuses when its server is away: a limit that
cannot be counted must not be passed.
"""

import time
from typing import Any

import redis
import structlog
from django.core.cache import caches
from django.core.cache.backends.redis import DEFAULT_TIMEOUT, RedisCache, RedisCacheClient
from django.utils.connection import ConnectionProxy

log = structlog.get_logger(__name__)

# After a failure nobody asks for so long: a server that does not answer must not be waited for again and again.
LEFT_ALONE = 2.0  # seconds
# A session that ended while the server was away is believed for so long after it; then the database is asked.
LONGEST_KEPT = 300  # seconds

page_cache = ConnectionProxy(caches, "pages")
# For what many pages name, changes once in years and is nobody's own, as the region's name: kept in the process, where
# reading it takes a tenth of a question to the server. Nothing here can be taken back before its time is out.
process_cache = ConnectionProxy(caches, "process")


class _Client(RedisCacheClient):
    """Django's, but a failure is a miss."""

    away_until = 0.0

    def get(self, key: str, default: Any) -> Any:
        return self._or(default, super().get, key, default)

    def set(self, key: str, value: Any, timeout: int | None) -> None:
        self._or(None, super().set, key, value, timeout)

    def add(self, key: str, value: Any, timeout: int | None) -> bool:
        return self._or(True, super().add, key, value, timeout)

    def delete(self, key: str) -> bool:
        return self._or(False, super().delete, key)

    def has_key(self, key: str) -> bool:
        return self._or(False, super().has_key, key)

    def _or(self, miss: Any, ask: Any, *arguments: Any) -> Any:
        if time.monotonic() < self.away_until:
            return miss
        try:
            return ask(*arguments)
        except redis.RedisError as error:
            self.away_until = time.monotonic() + LEFT_ALONE
            log.warning("web.cache_away", error=type(error).__name__)
            return miss


class PageCache(RedisCache):
    """The backend of the cache "pages"."""

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = _Client

    def get_backend_timeout(self, timeout: Any = DEFAULT_TIMEOUT) -> int:
        wanted = super().get_backend_timeout(timeout)
        return LONGEST_KEPT if wanted is None else min(wanted, LONGEST_KEPT)
