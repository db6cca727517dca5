"""What the desk decides about a request, from its first look to its outcome."""
