"""What goes outside: public tables and answers, made so that nobody is found in them."""
