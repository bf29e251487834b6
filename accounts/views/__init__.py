"""Pages about one's own account; signing up and in is django-allauth's."""
