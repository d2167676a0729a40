"""Doors to accounts elsewhere: a person consents there, Pressroom keeps the tokens fresh.

`google_oauth` opens Google's, whose library is an extra and is loaded only then; `pinterest_oauth` opens Pinterest's.
Tokens are values here: keeping them encrypted is the caller's part.
"""

from pressroom.providers.oauth.choice import DEMO_URL, PINTEREST_DEMO, google_oauth, pinterest_oauth
from pressroom.providers.oauth.fake import FakeOAuthProvider
from pressroom.providers.oauth.pinterest import PINTEREST_SCOPES, PinterestSandbox
from pressroom.providers.oauth.pkce import challenge_of, new_verifier
from pressroom.providers.oauth.provider import Account, OAuthProvider, Tokens

__all__ = [
    "DEMO_URL",
    "PINTEREST_DEMO",
    "PINTEREST_SCOPES",
    "Account",
    "FakeOAuthProvider",
    "OAuthProvider",
    "PinterestSandbox",
    "Tokens",
    "challenge_of",
    "google_oauth",
    "new_verifier",
    "pinterest_oauth",
]
