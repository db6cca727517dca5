"""Workbooks and plain text from rows."""
