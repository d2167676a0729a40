"""The limits that Pinterest tells of in its headers.

It writes `x-ratelimit-limit: 100, 100;w=1;name="safety_net", 1000;w=60;name="org_read"`: the limit that is nearest,
then each policy with its window in seconds. `x-ratelimit-remaining` and `x-ratelimit-reset` belong to the nearest, or
give a number for each.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pressroom.providers.pinterest.pinterest import Rate

MOST = 10
_NUMBER = re.compile(r"\s*(\d{1,15})(?:\.\d*)?\s*(?:;|$)")
_PARAMETER = re.compile(r';\s*(\w+)\s*=\s*"?([^";]*)"?')
_COMMA = re.compile(r',(?=(?:[^"]*"[^"]*")*[^"]*$)')
"""A comma outside of quotes."""


@dataclass(frozen=True, slots=True)
class _Policy:
    limit: int
    name: str


def rates_in(headers: Mapping[str, str]) -> Sequence[Rate]:
    """Return the limits told of; nothing where they cannot be read."""
    limits = [_policy(one) for one in _split(headers, "limit")]
    numbers = [one for one in limits if one is not None]
    policies = [one for one in numbers if one.name] or numbers[:1]
    if not policies:
        return ()
    left, resets = _numbers(headers, "remaining"), _numbers(headers, "reset")
    nearest = _nearest(numbers, policies)
    return tuple(
        Rate(
            name=policy.name or "requests",
            limit=policy.limit,
            remaining=_belonging(left, place, nearest, len(policies)),
            resets_in=_belonging(resets, place, nearest, len(policies)),
        )
        for place, policy in enumerate(policies)
    )


def _nearest(numbers: Sequence[_Policy], policies: Sequence[_Policy]) -> int:
    """Return the place of the policy that the first number, which stands alone, is about."""
    first = numbers[0].limit
    return next((place for place, policy in enumerate(policies) if policy.limit == first), 0)


def _belonging(numbers: Sequence[int | None], place: int, nearest: int, policies: int) -> int | None:
    """Return what belongs to a policy: one number is the nearest's, as many as there are policies are theirs."""
    told = numbers[-policies:] if len(numbers) >= policies > 1 else ()
    if told:
        return told[place]
    return numbers[0] if numbers and place == nearest else None


def _policy(written: str) -> _Policy | None:
    number = _NUMBER.match(written)
    if number is None:
        return None
    told = {name.lower(): value.strip() for name, value in _PARAMETER.findall(written)}
    return _Policy(int(number[1]), (told.get("name") or (f"{told['w']} s" if told.get("w") else ""))[:100])


def _numbers(headers: Mapping[str, str], what: str) -> Sequence[int | None]:
    found = [_NUMBER.match(one) for one in _split(headers, what)]
    return [int(one[1]) if one else None for one in found]


def _split(headers: Mapping[str, str], what: str) -> Sequence[str]:
    written = headers.get(f"x-ratelimit-{what}") or headers.get(f"ratelimit-{what}") or ""
    return [one for one in _COMMA.split(written) if one.strip()][: MOST + 1]
