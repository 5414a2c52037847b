"""What the region follows: its equipment and what goes on, and a sheet on one unit for the samverkan meeting."""
