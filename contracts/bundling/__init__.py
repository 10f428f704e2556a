"""Making one document out of another: several files gathered into one, one API cut out, one version written as another.

Each step takes a :class:`~contracts.bundling.draft.Draft` and changes its tree; none touches the document it came from.
"""
