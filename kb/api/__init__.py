"""The site for programs: the same rules of access and the same words as the pages, in JSON, under /api/v1/."""
