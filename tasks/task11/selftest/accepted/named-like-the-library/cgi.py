"""Mine, too."""
