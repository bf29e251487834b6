"""Broadsheet's own archive: every row as PostgreSQL says it in JSON, and every file of the media (docs/import-export.md)."""
