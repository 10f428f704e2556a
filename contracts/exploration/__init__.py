"""What stands between this project and the engine that explores an implementation with generated requests."""
