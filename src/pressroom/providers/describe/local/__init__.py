"""The model that needs no key and no network: rules, dictionaries and a little arithmetic.

This module is light, for every process imports it; the rest of the package is loaded in the child processes
that do the work.
"""

from pressroom.providers.describe.local.describer import KEPT, LocalDescriber

__all__ = ["KEPT", "LocalDescriber"]
