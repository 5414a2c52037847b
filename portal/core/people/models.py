from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper

from portal.core.people.hsa_id import LONGEST, HsaIdValidator, normalise_hsa_id

PROTECTED_NAME = "Skyddade uppgifter"


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(hsa_id=normalise_hsa_id(username or ""))


class User(AbstractBaseUser):
    """A person, known by HSA-id and never by personal identity number.

    What a person may do is told by assignments (``portal.core.units``), never by this row. ``is_active`` False
    shuts the person out at the next request.
    """

    hsa_id = models.CharField("HSA-id", max_length=LONGEST, unique=True, validators=[HsaIdValidator()])
    given_name = models.CharField("förnamn", max_length=100)
    family_name = models.CharField("efternamn", max_length=100)
    title = models.CharField("titel", max_length=100, blank=True)
    email = models.EmailField("e-postadress", blank=True)
    protected_identity = models.BooleanField("skyddade personuppgifter", default=False)
    is_active = models.BooleanField("aktiv", default=True)

    USERNAME_FIELD = "hsa_id"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["given_name", "family_name"]

    objects = UserManager()

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "personer"
        ordering = ["family_name", "given_name", "hsa_id"]
        constraints = [
            models.CheckConstraint(
                name="user_hsa_id_upper_case",
                condition=Q(hsa_id=Upper("hsa_id")),
                violation_error_message="HSA-id skrivs med versaler.",
            )
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def full_name(self) -> str:
        """The real name. For the person's own pages and logged reveals only."""
        return f"{self.given_name} {self.family_name}"

    @property
    def display_name(self) -> str:
        """The name as others see it, in lists, mails, documents and logs."""
        return PROTECTED_NAME if self.protected_identity else self.full_name

    @property
    def initials(self) -> str:
        return "–" if self.protected_identity else f"{self.given_name[:1]}{self.family_name[:1]}".upper()

    def get_full_name(self) -> str:
        return self.display_name
