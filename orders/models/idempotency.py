from django.conf import settings
from django.db import models


class IdempotencyKey(models.Model):
    """An answer given to a caller's key, so that the same call again gets the same answer and no second order."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="person"
    )
    key = models.CharField("nyckel", max_length=100)
    body_hash = models.CharField("kontrollsumma för anropet", max_length=64)
    order_number = models.CharField("beställningsnummer", max_length=20, blank=True)
    created_at = models.DateTimeField("använd den", db_index=True)

    class Meta:
        verbose_name = "idempotensnyckel"
        verbose_name_plural = "idempotensnycklar"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "key"],
                name="idempotency_key_once",
                violation_error_message="Nyckeln är redan använd.",
            )
        ]

    def __str__(self) -> str:
        return self.key
