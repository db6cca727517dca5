"""What is asked in a mail: each value with the words it came from."""
