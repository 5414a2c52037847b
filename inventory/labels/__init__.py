"""Labels on the region's assets: what stands on them, the sheets that they are printed on, and what a scan means."""
