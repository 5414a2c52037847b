"""The same act through either door: as a page's form and as a call to the API."""

import re
from typing import Any

from django.http import HttpResponse
from django.test import Client

from orders.models import DeliveredPiece, Delivery, Order, OrderLine
from portal.core.people.models import User
from portal.notices.models import Notice
from tests.api.conftest import token_client
from tests.world import World


class Pages:
    """What a browser sends. An act answers with the last response."""

    def __init__(self, world: World, user: User):
        self.world, self.client = world, Client()
        self.client.force_login(user)

    def place(self, *, lines: list[dict[str, Any]], **more: Any) -> HttpResponse:
        data: dict[str, Any] = {
            "gor": "granska",
            "rad": [],
            "delivery_address": self.world.unit.address,
            **more,
        }
        for place, line in enumerate(lines):
            key = f"{line['item']}-{place}"
            data["rad"].append(key)
            data |= {f"{key}-{name}": value for name, value in line.items() if name != "item"}
        response = self.client.post("/bestall/", data)
        found = re.search(r'name="seen" value="([0-9a-f]+)"', response.content.decode())
        if response.status_code != 200 or found is None:
            return response
        number = Order.objects.get(state=Order.State.DRAFT).number
        return self.client.post(f"/bestall/{number}/granska/", {"seen": found[1]})

    def check(self, order: Order, *, granted: list[tuple[int, str]], content_hash: str = "") -> HttpResponse:
        data = {"seen": content_hash}
        for line, (number, reason) in zip(_lines(order), granted, strict=False):
            decision = OrderLine.Decision.GRANTED if number == line.quantity else OrderLine.Decision.REDUCED
            if number == 0:
                decision = OrderLine.Decision.REFUSED
            data |= {f"rad-{line.pk}-beslut": decision, f"rad-{line.pk}-antal": str(number)}
            data[f"rad-{line.pk}-skal"] = reason
        return self.client.post(f"/granskning/{order.number}/", data)

    def send_back(self, order: Order, *, message: str) -> HttpResponse:
        return self.client.post(f"/granskning/{order.number}/", {"beslut": "tillbaka", "message": message})

    def attest(
        self, order: Order, *, decision: str, reason: str = "", content_hash: str = ""
    ) -> HttpResponse:
        wish = "attestera" if decision == "ATTESTED" else "avsla"
        data = {"beslut": wish, "reason": reason, "seen": content_hash}
        return self.client.post(f"/attest/{order.number}/", data)

    def deliver(self, order: Order, *, serials: list[list[str]], note: str = "") -> HttpResponse:
        data = {"note": note}
        for line, numbers in zip(_lines(order), serials, strict=False):
            data[f"rad-{line.pk}"] = "\n".join(numbers)
        return self.client.post(f"/leverans/{order.number}/", data)

    def receive(self, order: Order, *, deviations: list[tuple[int, str, str]] = ()) -> HttpResponse:
        data = {}
        for place, receipt, remark in deviations:
            piece = _pieces(order)[place]
            data |= {f"del-{piece.pk}-receipt": receipt, f"del-{piece.pk}-remark": remark}
        number = Delivery.objects.filter(order=order).latest("pk").number
        return self.client.post(f"/kvittens/{number}/", data)

    def withdraw(self, order: Order) -> HttpResponse:
        return self.client.post(f"/bestallningar/{order.number}/aterta/")

    def acknowledge(self, notice: Notice, *, unit: str) -> HttpResponse:
        return self.client.post(f"/drift/{notice.number}/kvittera/", {"unit": _hsa_id(self.world, unit)})


class Api:
    """What a program sends."""

    def __init__(self, world: World, user: User):
        self.world, self.client = world, token_client(user)

    def place(self, *, lines: list[dict[str, Any]], **more: Any) -> HttpResponse:
        return self.client.post("/api/v1/orders/", {"unit": self.world.unit.hsa_id, "lines": lines, **more})

    def check(self, order: Order, *, granted: list[tuple[int, str]], content_hash: str = "") -> HttpResponse:
        lines = [
            {"line": line.pk, "granted": number, "reason": reason}
            for line, (number, reason) in zip(_lines(order), granted, strict=False)
        ]
        return self._post(order, "check", {"lines": lines, "content_hash": content_hash})

    def send_back(self, order: Order, *, message: str) -> HttpResponse:
        return self._post(order, "return", {"message": message})

    def attest(self, order: Order, **values: Any) -> HttpResponse:
        return self._post(order, "attest", values)

    def deliver(self, order: Order, *, serials: list[list[str]], note: str = "") -> HttpResponse:
        lines = [
            {"line": line.pk, "serial_numbers": numbers}
            for line, numbers in zip(_lines(order), serials, strict=False)
        ]
        return self._post(order, "deliveries", {"lines": lines, "note": note})

    def receive(self, order: Order, *, deviations: list[tuple[int, str, str]] = ()) -> HttpResponse:
        found = [
            {"asset_number": _pieces(order)[place].asset.asset_number, "receipt": receipt, "remark": remark}
            for place, receipt, remark in deviations
        ]
        return self._post(order, "receipt", {"deviations": found})

    def withdraw(self, order: Order) -> HttpResponse:
        return self._post(order, "withdraw", {})

    def acknowledge(self, notice: Notice, *, unit: str) -> HttpResponse:
        path = f"/api/v1/notices/{notice.number}/acknowledgement/"
        return self.client.post(path, {"unit": _hsa_id(self.world, unit)})

    def _post(self, order: Order, act: str, body: dict[str, Any]) -> HttpResponse:
        return self.client.post(f"/api/v1/orders/{order.number}/{act}/", body)


def _hsa_id(world: World, unit: str) -> str:
    return getattr(world, unit).hsa_id


def _lines(order: Order) -> list[OrderLine]:
    return list(order.lines.order_by("position"))


def _pieces(order: Order) -> list[DeliveredPiece]:
    return list(DeliveredPiece.objects.filter(delivery__order=order).select_related("asset").order_by("pk"))
