"""The scenario suite of Prism, played against casemock: a document, a request and the expected response per file."""
