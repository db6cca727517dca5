"""The register: places, placements, their documents and days, and what came after."""
