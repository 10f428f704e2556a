"""Golden cases and HAR files, and checks of responses against them."""
