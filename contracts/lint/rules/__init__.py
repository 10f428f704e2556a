"""The rules of documents, one per module, each as its ``RULE``."""
