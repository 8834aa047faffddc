"""Speed against peers and a floor, in one run: ``make bench``."""
