"""The rules: small pure functions over a case, in tuples typed out by hand. They never raise on data."""
