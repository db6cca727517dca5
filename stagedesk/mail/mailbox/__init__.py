"""IMAP: signing in, folders, lines and what a server says."""
