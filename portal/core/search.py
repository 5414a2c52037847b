"""Finding rows by a part of a text, with the help of the trigram indexes.

Django's ``icontains`` compares UPPER(column), which no index here covers; ILIKE on the column itself uses them.
"""

from typing import Any

from django.db.models import CharField, Lookup, Q, TextField


@CharField.register_lookup
@TextField.register_lookup
class Containing(Lookup):
    """``name__containing="strand"``: the text as it stands, wherever it stands, whatever the case."""

    lookup_name = "containing"

    def get_prep_lookup(self) -> str:
        text = str(self.rhs)
        for sign in ("\\", "%", "_"):
            text = text.replace(sign, f"\\{sign}")
        return f"%{text}%"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        left, left_parameters = self.process_lhs(compiler, connection)
        right, right_parameters = self.process_rhs(compiler, connection)
        return f"{left} ILIKE {right}", [*left_parameters, *right_parameters]


def containing(text: str, *columns: str) -> Q:
    """Rows with the text in any of the columns."""
    found = Q()
    for column in columns:
        found |= Q(**{f"{column}__containing": text})
    return found
