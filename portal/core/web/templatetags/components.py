"""Tags that draw a component from ``templates/components/``. Each template tells its parameters at its top.

Block tags take their contents: ``{% panel "Att göra" %}…{% endpanel %}``. The rest are given data.
Load through ``portal`` (a builtin), never alone.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.template import Context, Engine
from django.utils.safestring import SafeString
from django.utils.text import slugify

from portal.core.web.markup import COLOUR_ICONS
from portal.core.web.meter import Meter

register = template.Library()


def _draw(name: str, **values: Any) -> SafeString:
    return Engine.get_default().get_template(f"components/{name}.html").render(Context(values))


@register.simple_block_tag
def panel(
    content: str,
    title: str,
    id: str = "",
    meta: str = "",
    url: str = "",
    link: str = "",
    css: str = "",
) -> SafeString:
    return _draw(
        "panel",
        content=content,
        title=title,
        id=id or f"h-{slugify(title)}",
        meta=meta,
        url=url,
        link=link,
        css=css,
    )


@register.simple_block_tag
def message(content: str, color: str = "info", title: str = "", url: str = "", link: str = "") -> SafeString:
    return _draw(
        "message", content=content, color=color, icon=COLOUR_ICONS[color], title=title, url=url, link=link
    )


@register.simple_block_tag
def verdict(
    content: str, color: str = "success", id: str = "", icon: str = "", oob: bool = False
) -> SafeString:
    return _draw("verdict", content=content, color=color, id=id, icon=icon or COLOUR_ICONS[color], oob=oob)


@register.simple_block_tag
def dialog(content: str, id: str, title: str) -> SafeString:
    return _draw("dialog", content=content, id=id, title=title)


@register.simple_block_tag
def side_panel(
    content: str,
    title: str,
    close_url: str,
    back: str = "Tillbaka till listan",
    number: str = "",
    lead: str = "",
) -> SafeString:
    return _draw(
        "side_panel", content=content, title=title, close_url=close_url, back=back, number=number, lead=lead
    )


@register.simple_block_tag
def bulk_bar(content: str, label: str, noun: str = "markerade") -> SafeString:
    return _draw("bulk_bar", content=content, label=label, noun=noun)


@register.inclusion_tag("components/meter.html")
def meter(
    in_use: int = 0,
    on_the_way: int = 0,
    new: int = 0,
    cap: int | None = None,
    ceiling: int = 0,
    name: str = "",
    legend: bool = False,
) -> dict[str, Any]:
    drawn = Meter(in_use, on_the_way, new, cap, ceiling, name)
    return {"meter": drawn, "legend": legend}


@register.inclusion_tag("components/count_table.html")
def count_table(
    rows: Sequence[Any],
    cap: int,
    conclusion: str = "Den lägre gränsen gäller",
    caption: str = "Så räknas taket",
) -> dict[str, Any]:
    return {"rows": rows, "cap": cap, "conclusion": conclusion, "caption": caption}


@register.inclusion_tag("components/steps.html")
def steps(items: Iterable[Any], label: str = "Beställningens väg") -> dict[str, Any]:
    return {"items": items, "label": label}


@register.inclusion_tag("components/log.html")
def log(events: Iterable[Any]) -> dict[str, Any]:
    return {"events": events}


@register.inclusion_tag("components/empty.html")
def empty(title: str, text: str = "", url: str = "", action: str = "", icon: str = "inbox") -> dict[str, Any]:
    return {"title": title, "text": text, "url": url, "action": action, "icon_name": icon}


@register.inclusion_tag("components/task.html")
def task(item: Any) -> dict[str, Any]:
    return {"task": item}


@register.inclusion_tag("components/key_values.html")
def key_values(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    return {"pairs": pairs}


@register.inclusion_tag("components/breadcrumbs.html")
def breadcrumbs(*parts: str) -> dict[str, Any]:
    """``{% breadcrumbs "Start" "/" "Beställningar" orders_url "B-2026-0412" %}``: label and address in turn,
    the page itself last and without address."""
    trail = list(zip(parts[0:-1:2], parts[1::2], strict=False))
    return {"trail": trail, "here": parts[-1]}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: Context, previous: str | None, next: str | None, summary: str = "") -> dict[str, Any]:
    return {"request": context["request"], "previous": previous, "next": next, "summary": summary}
