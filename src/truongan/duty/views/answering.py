"""The page a form of this context stands on, unless it has a page of its own."""

from functools import partial

from truongan.web import answering

answer = partial(answering.answer, template="duty/form.html")
