"""From bytes of a mail to what the desk knows of it."""
