"""One module a page or family of pages. A view gets, asks and renders; what it asks for is in models and filters."""
