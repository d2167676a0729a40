"""Prices as people type them."""

from decimal import Decimal

import pytest

from pressroom.features.media.artworks.actions import price_in
from pressroom.kernel.errors import Invalid


@pytest.mark.parametrize(
    ("typed", "price"),
    [
        ("1200", "1200"),
        (" 1 200.5 ", "1200.50"),
        ("1,250.50", "1250.50"),
        ("1.250,50", "1250.50"),
        ("1,250", "1250"),
        ("1.250.000", "1250000"),
        ("12,5", "12.50"),
        ("1'200.00", "1200"),
        ("0", "0"),
    ],
)
def test_a_price_is_read_as_it_was_meant(typed: str, price: str) -> None:
    assert price_in(typed) == Decimal(price)


@pytest.mark.parametrize("typed", ["cheap", "-5", "1.2.3", "12.345,678", "1e3", "NaN", "99999999999", "1,25,0"])
def test_what_is_no_price_is_refused(typed: str) -> None:
    with pytest.raises(Invalid):
        price_in(typed)


def test_nothing_is_no_price() -> None:
    assert price_in("  ") is None
