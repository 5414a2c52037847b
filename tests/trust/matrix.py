"""Who may do what at which address. One row for every name in the URLconf; a name without a row fails the tests.

``get`` and ``post`` say who may; None says that the method is not served. Where the address names a thing of a unit,
the unit's own people may only where it is their unit; the region's may at both.
"""

from tests.trust.rows.account import ACCOUNT
from tests.trust.rows.api import API
from tests.trust.rows.imports import IMPORTS
from tests.trust.rows.incidents import INCIDENTS, INCIDENTS_API
from tests.trust.rows.inventory import INVENTORY
from tests.trust.rows.network import NETWORK
from tests.trust.rows.notices import NOTICES
from tests.trust.rows.orders import ORDERS
from tests.trust.rows.portal import PORTAL
from tests.trust.rows.returns import RETURNS, RETURNS_API
from tests.trust.rows.rounds import ROUNDS, ROUNDS_API
from tests.trust.rows.row import Row
from tests.trust.scene import SUPERUSER, UNIT

assert SUPERUSER <= UNIT
PAGES: dict[str, Row] = {
    **PORTAL,
    **NOTICES,
    **ORDERS,
    **RETURNS,
    **ROUNDS,
    **INCIDENTS,
    **INVENTORY,
    **IMPORTS,
    **NETWORK,
}
MATRIX: dict[str, Row] = {**PAGES, **API, **INCIDENTS_API, **RETURNS_API, **ROUNDS_API, **ACCOUNT}
