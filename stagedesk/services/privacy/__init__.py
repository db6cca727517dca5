"""Personal data: what is kept of whom, shown on request, and forgotten in time."""
