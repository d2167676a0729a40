"""Media: pictures taken in from anywhere, seen, described, found again; chosen ones become artworks."""
