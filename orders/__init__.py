"""What a unit asks for: order, check, attest, delivery, receipt."""
