"""All documents of the OpenAPI directory: do they start, and are the bodies valid for another validator."""
