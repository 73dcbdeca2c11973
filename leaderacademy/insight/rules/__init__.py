"""What the sums over many learners say, and what they must not say."""
