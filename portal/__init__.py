"""Utrustningsportalen: the wiring. The floors are described in portal/docs/architecture.md."""

from portal.celery import app as celery_app

__all__ = ["celery_app"]
