from inventory.models.asset import Asset, AssetEvent
from inventory.models.service import UnitService

__all__ = ["Asset", "AssetEvent", "UnitService"]
