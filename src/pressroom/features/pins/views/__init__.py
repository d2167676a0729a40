"""Ways to look at the table of pins that a person keeps: each is its own person's."""
