"""What beat asks for."""

from portal.core import clock
from portal.core.jobs.registry import scheduled_job
from portal.core.notifications.digest import gather_digests


@scheduled_job(
    title="Skicka dagens sammanställning",
    what="Samlar det som var och en vill få veta en gång om dagen i ett mejl.",
)
def send_digests() -> None:
    """Every morning. What each gets is read when his mail is sent."""
    gather_digests(clock.now())
