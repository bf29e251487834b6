"""Django's backend for PostgreSQL, which leaves a server alone that did not answer (settings.DATABASES)."""
