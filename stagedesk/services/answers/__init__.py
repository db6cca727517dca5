"""Departments: asked, answering, and what follows from it."""
