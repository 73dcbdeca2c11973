"""The pages of the second factor: the second step of signing in, and what one sets up oneself."""
