"""A piece that the coordinator has decided to replace becomes an order by itself, which uses no cap.

Who reported is the orderer and who decided is the checker, so that a third still attests (Kalmar IT §3a).
"""

from datetime import datetime

from django.db import transaction

from entitlements.queries import appendix_in_force, rules_of
from entitlements.rules.reasons import sentence
from entitlements.rules.types import Outcome
from inventory.actions.state import note_happening, set_state
from inventory.incidents.models import Incident
from inventory.incidents.models import Outcome as Decided
from inventory.models import Asset, AssetEvent
from orders.actions.writing import fill, new_order, store
from orders.assessing import Assessed, assess_content, keep_answers
from orders.content import LineContent, OrderContent
from orders.models import Order, OrderLine
from orders.workflow import move
from portal.core.clock import local_date
from portal.core.people.models import User
from portal.core.units.queries import lock_unit


def order_replacement(*, incident: Incident, by: User, at: datetime) -> Order | None:
    """Make the order of the decided replacement, checked already and waiting for attest, and give it; None for an
    incident that is not to be replaced. The order that is there is given when it was made before.

    What the rules refuse after all, for want of a contract say, is an order refused with their sentences, so that the
    unit reads why nothing comes. ``by`` decided it, ``at`` that moment.
    """
    if incident.outcome != Decided.REPLACE:
        return None
    with transaction.atomic():
        unit = lock_unit(incident.unit_id)
        # One of an earlier decision, of which nothing came, does not count.
        made = Order.objects.filter(source=incident.number, submitted_at__gte=at).first()
        if made is not None:
            return made
        on = local_date(at)
        version = appendix_in_force(unit.region_id, on)
        content = _content(incident, rules_of(version.pk).terms.cost_centre)
        assessed = assess_content(unit, content, on, version=version)
        order = new_order(unit, version.pk, by=incident.reported_by, at=at)
        order.source = incident.number
        lines = fill(order, content, version.pk)
        keep_answers(order, lines, assessed)
        note = {"incident": incident.number, "replaces": incident.asset.asset_number}
        move(order, "submit", by=incident.reported_by, at=at, note=note)
        store(order, lines, is_new=True)
        _check(order, assessed, by, at, note)
        note_happening(
            assets=[incident.asset],
            happening=AssetEvent.Kind.REPORTED,
            source=order.number,
            note="Ersättning beställd",
            by=by,
            at=at,
        )
    return order


def take_old_pieces(*, order: Order, lines: list[OrderLine], by: User, at: datetime) -> None:
    """Let the pieces that the delivered lines replace leave the unit, those that are still there: the old comes back
    when the new is handed over. Called inside the delivery's transaction, with the unit locked."""
    ids = [line.replaces_id for line in lines if line.replaces_id]
    if not ids:
        return
    held = Asset.objects.select_for_update(of=("self",)).filter(
        pk__in=ids, unit=order.unit_id, state__in=Asset.HELD
    )
    old = list(held.select_related("unit").order_by("pk"))
    if old:
        set_state(
            assets=old,
            state=Asset.State.RETURNED,
            source=order.number,
            note="Ersatt och återlämnad vid leverans",
            by=by,
            at=at,
        )


def _content(incident: Incident, cost_centre: str) -> OrderContent:
    asset = incident.asset
    kind = str(incident.get_kind_display()).lower()
    motivation = f"Ersätter {asset.asset_number} efter {kind}, anmälan {incident.number}. {incident.reason}"
    line = LineContent(
        item=asset.item_code,
        quantity=1,
        variant=asset.variant,
        motivation=motivation,
        function=asset.function,
        room=asset.room,
        replaces=asset.asset_number,
    )
    return OrderContent(lines=(line,), cost_centre=cost_centre)


def _check(
    order: Order,
    assessed: Assessed,
    by: User,
    at: datetime,
    note: dict[str, str],
) -> None:
    """Grant the line on the coordinator's behalf, or refuse the order with what the rules said."""
    (line,) = order.lines.all()
    if assessed.assessment.outcome == Outcome.REFUSED:
        refused = [one for one in assessed.assessment.verdicts if one.outcome == Outcome.REFUSED]
        order.message = " ".join(sentence(one) for one in refused)[:1000]
        line.granted, line.decision, line.reason = (
            0,
            OrderLine.Decision.REFUSED,
            OrderLine.Reason.NOT_IN_ASSIGNMENT,
        )
        step = "refuse_at_check"
    else:
        line.granted, line.decision = 1, OrderLine.Decision.GRANTED
        step = "check"
    line.save(update_fields=["granted", "decision", "reason"])
    move(order, step, by=by, at=at, note=note)
