"""What a mail says: read, explained, and held against what the desk knows."""
