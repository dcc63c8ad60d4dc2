"""Periodic reports: periods as data, what a submission states, and the document made of it."""
