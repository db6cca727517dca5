"""What a department answers, in words, lists and filled-in lines."""
