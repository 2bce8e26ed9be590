"""One decoder each: from an encoded text to mentions, events and what is said of them."""
