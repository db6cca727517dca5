"""A year at an invented city, driven by the desk's real services: does it keep its promises?"""
