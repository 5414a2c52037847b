from django.db import models


class NumberSeries(models.Model):
    """The last number given out in a series and year: B for orders, L for deliveries."""

    prefix = models.CharField("prefix", max_length=2)
    year = models.PositiveIntegerField("år")
    last = models.PositiveIntegerField("senast givna nummer", default=0)

    class Meta:
        verbose_name = "nummerserie"
        verbose_name_plural = "nummerserier"
        constraints = [
            models.UniqueConstraint(
                fields=["prefix", "year"],
                name="number_series_once",
                violation_error_message="Nummerserien finns redan.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.prefix}-{self.year}"
