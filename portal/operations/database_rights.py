"""What the role that the portal runs as may do in the database (S3).

It owns nothing. It reads and writes every table, but may only add to the logs: models that say ``append_only = True``.
It may truncate nothing, and of the migrations' own table it only reads.
"""

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper

READ_ONLY = ("SELECT",)
READ_AND_ADD = ("SELECT", "INSERT")
READ_AND_WRITE = ("SELECT", "INSERT", "UPDATE", "DELETE")


def rights_by_table() -> dict[str, tuple[str, ...]]:
    """Every table of the installed apps, with the rights that the portal's role has to it."""
    rights: dict[str, tuple[str, ...]] = {"django_migrations": READ_ONLY}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            append_only = getattr(model, "append_only", False)
            rights[model._meta.db_table] = READ_AND_ADD if append_only else READ_AND_WRITE
    return rights


def grant(connection: BaseDatabaseWrapper, *, role: str) -> int:
    """Give ``role`` its rights and nothing more; what it had before is taken away first. Returns the table count.

    Run it as the tables' owner, in one transaction. Raises django.db.ProgrammingError where ``role`` is missing.
    """
    quoted = connection.ops.quote_name(role)
    existing = set(connection.introspection.table_names())
    tables = {table: rights for table, rights in rights_by_table().items() if table in existing}
    with connection.cursor() as cursor:
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {quoted}")
        cursor.execute(f"REVOKE CREATE ON SCHEMA public FROM {quoted}, PUBLIC")
        cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {quoted}, PUBLIC")
        cursor.execute(f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {quoted}, PUBLIC")
        for table, rights in sorted(tables.items()):
            cursor.execute(f"GRANT {', '.join(rights)} ON {connection.ops.quote_name(table)} TO {quoted}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {quoted}")
    return len(tables)
