"""Letters: written, held, sent once."""
