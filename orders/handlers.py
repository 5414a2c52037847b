"""What happens after an act: whom to write to and which document to make. Run by the outbox, twice if need be."""


def subscribe_all() -> None:
    """Called once when the app is ready."""
