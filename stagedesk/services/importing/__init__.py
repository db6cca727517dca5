"""Taking over what others kept: the city's directory and lists of placements."""
