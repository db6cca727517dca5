"""Mail that comes in: fetched, taken once, put where it belongs."""
