"""Changes of a document's text that leave everything else as it is: comments, order, quotes, indentation."""
