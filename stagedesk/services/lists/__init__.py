"""The lists and boards of the screens, page by page."""
