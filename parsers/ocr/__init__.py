"""Reading pictures of text: pages without a text layer, and fonts whose codes mean nothing. An optional extra."""
