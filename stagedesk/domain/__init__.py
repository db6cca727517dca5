"""Rules and values of the desk; imports only the standard library."""
