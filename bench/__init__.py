"""How fast the product is, as ratios to a bare Flask page in the same run."""
