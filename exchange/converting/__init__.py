"""Texts of other systems in the site's own Markdown."""
