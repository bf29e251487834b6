"""The pages of the feed's lists."""

from config.keyset import PAGE_SIZE, Cursor, Order, Page, beyond, page_of, read_page

__all__ = ("PAGE_SIZE", "Cursor", "Order", "Page", "beyond", "page_of", "read_page")
