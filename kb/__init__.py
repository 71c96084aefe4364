"""The site, and what is learnt from the documents. May import incidents; never the other way round."""
