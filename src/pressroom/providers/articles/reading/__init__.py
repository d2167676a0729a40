"""What strangers wrote, taken apart: pages, their pictures, feeds and sitemaps. Loaded in child processes only."""
