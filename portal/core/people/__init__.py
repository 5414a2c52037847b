"""People: who they are, how they sign in, and how a protected identity is kept."""
