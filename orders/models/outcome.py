from django.db import models

from entitlements.rules.types import Outcome as RuleOutcome


class Outcome(models.TextChoices):
    """What the rules said, in the words of a screen."""

    ALLOWED = RuleOutcome.ALLOWED, "Inom reglerna"
    NEEDS_REVIEW = RuleOutcome.NEEDS_REVIEW, "Att pröva"
    REFUSED = RuleOutcome.REFUSED, "Utanför reglerna"
