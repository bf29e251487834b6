"""Carries what rows say is due to members: by mail, by push."""
