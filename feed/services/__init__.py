"""The deeds of the feed; one use case per public function."""
