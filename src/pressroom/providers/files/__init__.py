"""What readers of pages and of pictures share: telling files by their content, and parsing them apart."""
