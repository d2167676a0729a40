"""`python -m pressroom` is the command `pressroom`."""

from pressroom.main import run

if __name__ == "__main__":
    run()
