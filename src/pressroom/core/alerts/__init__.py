"""What an owner should know of without looking: raised once, told, and ended when it is over."""
