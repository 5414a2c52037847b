"""Sending back is one and the same from both desks."""

import pytest
from django.urls import reverse

from orders.models import Order
from tests import steps
from tests.world import World

DESKS = {
    "check": (steps.submitted, "coordinator", "orders:check", "orders:check_queue"),
    "attest": (steps.checked, "manager", "orders:attest", "orders:attest_queue"),
}


@pytest.mark.parametrize("desk", sorted(DESKS))
def test_both_desks_send_back_and_refuse_alike(client, world: World, desk: str) -> None:
    make, person, page, queue = DESKS[desk]
    order = make(world)
    client.force_login(getattr(world, person))
    address = f"{reverse(page, args=[order.number])}?ordning=nyast"
    for message in (" ", "x" * 1001):
        answer = client.post(address, {"beslut": "tillbaka", "message": message})
        assert answer.status_code == 422
        assert answer.context["message_form"].errors.keys() == {"message"}
        assert 'aria-invalid="true"' in answer.content.decode()
        assert Order.objects.get(pk=order.pk).state == order.state
    answer = client.post(address, {"beslut": "tillbaka", "message": "Vilken reception?"})
    assert (answer.status_code, answer["Location"]) == (302, f"{reverse(queue)}?ordning=nyast")
    sent_back = Order.objects.get(pk=order.pk)
    assert (sent_back.state, sent_back.message) == ("RETURNED_FOR_COMPLETION", "Vilken reception?")
