"""The sender's own file with each finding marked where it stands."""
