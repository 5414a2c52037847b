"""The promises of reliability, tried by killing what the portal stands on while it works."""
