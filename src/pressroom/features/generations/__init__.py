"""Photos turned into pictures in a style: submitted, made in the background, paid for when they are delivered."""
