"""Judging one comment before it is kept: is it Vietnamese with diacritics, and what should a moderator look at.

Pure functions over text: no database, no clock. How it decides and how well: docs/explanation/comment-language.md.
"""

from truongan.comments.judging.judgement import Flag, Judgement, Kind, Reason, Refusal, judge, own_terms
from truongan.comments.judging.offences import BrokenTerms, terms_of

__all__ = ["BrokenTerms", "Flag", "Judgement", "Kind", "Reason", "Refusal", "judge", "own_terms", "terms_of"]
