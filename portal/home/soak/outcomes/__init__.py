"""What the scenarios found, and how it is judged. No process, no clock, no Django."""
