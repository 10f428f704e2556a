"""The judgements of changes, one per module, each as its ``JUDGEMENT``."""
