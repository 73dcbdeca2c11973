"""The studio's pages about accounts and about the team."""
