"""Lists: pages, filters, search, order, and the values of envelopes and headers that describe a page."""
