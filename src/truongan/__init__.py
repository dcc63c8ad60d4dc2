"""Trường An: the register, figures and reports of a school self-management movement."""
