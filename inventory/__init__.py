"""What a unit has: assets, where they stand, what has happened to them."""
