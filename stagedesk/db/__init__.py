"""The tables, the connection and the search index."""
