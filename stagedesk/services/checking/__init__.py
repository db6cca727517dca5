"""Every promise of the desk, verified over the whole database."""
