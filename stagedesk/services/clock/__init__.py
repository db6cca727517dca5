"""What happens by itself when nobody does anything."""
