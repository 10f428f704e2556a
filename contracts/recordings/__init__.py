"""Recorded exchanges, golden cases and HAR files: read, and held against what an implementation answers."""
