"""Words of the feed's templates."""
