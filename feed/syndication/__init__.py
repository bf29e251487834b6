"""What readers' programs and search engines read: feeds and site maps, as pure functions from values to bytes."""
