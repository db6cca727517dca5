"""The intake desk for internship requests of a city government."""

__version__ = "0.1.0"
