"""What the rules of documents are made of: a document surveyed once, values judged all together, edits of its text."""
