"""Doors to accounts elsewhere: a person consents there, Pressroom keeps the tokens fresh.

`google_oauth` opens Google's; its library is an extra and is loaded only then. Tokens are values here: keeping
them encrypted is the caller's part.
"""

from pressroom.providers.oauth.choice import google_oauth
from pressroom.providers.oauth.fake import FakeOAuthProvider
from pressroom.providers.oauth.pkce import challenge_of, new_verifier
from pressroom.providers.oauth.provider import Account, OAuthProvider, Tokens

__all__ = ["Account", "FakeOAuthProvider", "OAuthProvider", "Tokens", "challenge_of", "google_oauth", "new_verifier"]
