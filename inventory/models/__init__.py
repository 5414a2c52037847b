from inventory.models.asset import Asset, AssetEvent
from inventory.models.export_file import ExportFile
from inventory.models.move import AssetMove
from inventory.models.saved_view import SavedView
from inventory.models.service import UnitService

__all__ = ["Asset", "AssetEvent", "AssetMove", "ExportFile", "SavedView", "UnitService"]
