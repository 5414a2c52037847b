"""The ground floor: people, units, the audit log, the outbox. Knows nothing of equipment."""
