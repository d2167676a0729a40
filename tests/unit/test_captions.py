"""What a library or a generation knows of a picture is told to a pin that shows it; what they guess is not."""

from pressroom.captions import certain


def test_a_guess_is_no_caption() -> None:
    assert certain("Probably a purse, mostly grey.") == ""
    assert certain(None) == ""
    assert certain("A grey cat on a sofa. It sleeps.") == "A grey cat on a sofa"
