"""The desk on the screen."""
