"""JSON Schema: types, regular expressions, and schemas merged over ``$ref`` and ``allOf``."""
