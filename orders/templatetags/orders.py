"""``{% load orders %}``: the tags that the orders' pages share."""

from django import template
from django.utils.safestring import SafeString

from orders import presentation
from orders.models import Order
from portal.core.web import markup
from portal.core.web.shown import Tag

register = template.Library()


@register.simple_tag
def state_tag(order: Order) -> SafeString:
    """``{% state_tag order %}``: the order's state in words, colour and icon."""
    return mark_tag(presentation.state_tag(order))


@register.simple_tag
def mark_tag(mark: Tag | None) -> SafeString | str:
    """``{% mark_tag row.mark %}``: a Tag as a tag; nothing for None."""
    return markup.tag(mark.label, mark.color, mark.icon) if mark else ""
