"""The reports of the desk: tables that answer one question each."""
