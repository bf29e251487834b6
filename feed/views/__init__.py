"""Pages: parse, authorise through `access`, call one service or selector, render."""
