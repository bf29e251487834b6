"""How the suite runs: throw-away servers, a database for each worker, a real browser."""
