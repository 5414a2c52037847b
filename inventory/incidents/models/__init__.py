from inventory.incidents.models.charge import Charge
from inventory.incidents.models.incident import DataRisk, Incident, Kind, Outcome
from inventory.incidents.models.loan import Loan
from inventory.incidents.models.picture import IncidentPicture

__all__ = ["Charge", "DataRisk", "Incident", "IncidentPicture", "Kind", "Loan", "Outcome"]
