"""The one way out: everything that this site fetches from an address that somebody else chose goes through here."""
