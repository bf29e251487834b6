"""Shape of what people type, a module a noun; nothing here writes."""
