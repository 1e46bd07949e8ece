"""Key figures: one file each, found by looking into this folder. None is listed anywhere."""
