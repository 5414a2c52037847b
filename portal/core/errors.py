"""What an action raises when it will not do what was asked.

A refusal carries a stable code for programs and a Swedish sentence for people that says what to do. Pages show
the sentence (``portal.core.web.middleware.RefusalMiddleware``), the API answers with it as a problem
(``portal.core.web.problems``). Whatever the action had begun is rolled back with its transaction.
"""


class Refusal(Exception):
    """An act that is refused. ``field`` names the input that is to be mended, where there is one."""

    status = 400

    def __init__(self, code: str, message: str, *, field: str = "", details: tuple = ()):
        super().__init__(message)
        self.code = code
        self.message = message
        self.field = field
        self.details = details


class Invalid(Refusal):
    """The input cannot be used as it stands."""

    status = 422


class NotAllowed(Refusal):
    """This person may not do this."""

    status = 403


class Missing(Refusal):
    """No such thing, or none that this person may see."""

    status = 404


class Conflict(Refusal):
    """The thing has changed since it was read, or is in another state than the act needs."""

    status = 409


class Errors(Invalid):
    """Several inputs to mend at once. ``details`` holds the single refusals, in the order of the page."""

    def __init__(self, refusals: list[Invalid]):
        super().__init__(
            "invalid",
            refusals[0].message
            if len(refusals) == 1
            else f"Rätta {len(refusals)} uppgifter och försök igen.",
            field=refusals[0].field,
            details=tuple(refusals),
        )


def raise_faults(faults: list[Invalid]) -> None:
    """Raise the one fault by itself, or Errors for several; nothing when there is none."""
    if faults:
        raise faults[0] if len(faults) == 1 else Errors(faults)
