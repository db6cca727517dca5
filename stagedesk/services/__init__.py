"""What the desk does: one service, one transaction, one event."""
