"""Rules about the document as a whole, and all rules that the loader reports."""
