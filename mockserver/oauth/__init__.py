"""The OAuth 2.0 and OpenID Connect endpoints that a document declares: tokens that the mock issues and enforces."""
