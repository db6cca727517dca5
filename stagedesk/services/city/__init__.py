"""The city and its people: departments, schools, staff and the days on which they are there."""
