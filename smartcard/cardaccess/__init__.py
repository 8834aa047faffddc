"""Smart cards over PC/SC and PKCS#11. The folder above is no package: pyscard owns the name ``smartcard``."""
