"""OpenID Connect as django-allauth speaks it, with what it leaves out: signatures of ID tokens, and nonces."""
