"""Figures: what is counted, how, by which definition, and against which target."""
