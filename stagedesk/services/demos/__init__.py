"""Invented cities to look at, small and large."""
