"""Pages of support: public ones under /ho-tro/, the unit's under /lam-viec/ho-tro/."""
