"""What buyers and trainers may type."""
