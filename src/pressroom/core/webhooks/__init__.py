"""Events sent out: who asked for which, and what became of every delivery."""
