"""Steps of bundling: joining files, selecting a part, converting to another version.

Each step changes the tree of a :class:`~contracts.bundle.builder.BundleBuilder`; the original document stays unchanged.
"""
