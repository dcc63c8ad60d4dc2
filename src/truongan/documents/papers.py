"""The papers a school needs, composed from replaceable texts and the values of the register."""

from collections.abc import Collection
from datetime import date
from typing import Any

from truongan.documents.facts import PaperFacts, placeholder_values
from truongan.documents.grounds import grounds_for
from truongan.documents.layout import Annex, Document, Kind, Signer
from truongan.documents.paper_blocks import Composition
from truongan.documents.sandbox import filled
from truongan.documents.shelf import read_text

DECISION = "quyet-dinh-thanh-lap"
ROSTER = "danh-sach"
OPERATING_REGULATION = "quy-che-hoat-dong"
COORDINATION_REGULATION = "quy-che-phoi-hop"
LAUNCH_MINUTES = "bien-ban-ra-mat"
COMMITMENT = "ban-cam-ket"
COMMITMENT_REGISTER = "so-theo-doi-cam-ket"

PAPERS = (
    DECISION,
    ROSTER,
    OPERATING_REGULATION,
    COORDINATION_REGULATION,
    LAUNCH_MINUTES,
    COMMITMENT,
    COMMITMENT_REGISTER,
)


def paper_names() -> dict[str, str]:
    """Every paper and its Vietnamese name, in the order in which a school makes them."""
    return {paper: read_text(paper)["name"] for paper in PAPERS}


def choices_of(paper: str) -> dict[str, str]:
    """The parts of a paper that may be left out, with their labels; most papers have none."""
    return dict(read_text(paper).get("choices", {}))


def compose_paper(paper: str, facts: PaperFacts, day: date, *, blocks: Collection[str] | None = None) -> Document:
    """A school's paper dated `day`: texts from the shelf, the register's values, the grounds of that day.

    `blocks` are the chosen parts out of `choices_of(paper)`, by default all. Raises `BrokenTemplate`
    when an installation's own text names something unknown.
    """
    text = read_text(paper)
    kind = Kind(text["kind"])
    grounds = _grounds(paper, text, facts, day)
    values = placeholder_values(facts, day, kind=kind, grounds=grounds)
    chosen = choices_of(paper) if blocks is None else blocks
    return document_of(text, facts, values, chosen=chosen, grounds=grounds, day=day)


def document_of(
    text: dict[str, Any],
    facts: PaperFacts,
    values: dict[str, Any],
    *,
    chosen: Collection[str],
    grounds: tuple[str, ...],
    day: date | None,
) -> Document:
    """A structured text with the given values in its gaps."""
    composition = Composition(facts, values, chosen=chosen)
    return Document(
        kind=Kind(text["kind"]),
        superior=(facts.superior,) if facts.superior else (),
        issuer=(facts.school,),
        number=facts.number,
        symbol=filled(text.get("symbol", ""), values),
        issued_on=None if text.get("date") == "blank" else day,
        place="" if text.get("date") == "none" or text.get("attached") else facts.place,
        title=text.get("title", ""),
        subject=filled(text["subject"], values),
        attached_to=f"Kèm theo {values['quyet_dinh']}" if text.get("attached") else "",
        authority=filled(text.get("authority", ""), values),
        grounds=grounds,
        blocks=composition.blocks(text["blocks"]),
        ends=text.get("ends", True),
        signer=_signer(facts) if text.get("signer") == "head" else None,
        recipients=_recipients(text, values),
        annexes=tuple(_annex(each, values, composition) for each in text.get("annexes", ())),
    )


def _grounds(paper: str, text: dict[str, Any], facts: PaperFacts, day: date) -> tuple[str, ...]:
    if not text.get("grounds"):
        return ()
    legal = tuple(ground.text for ground in grounds_for(paper, day, facts.school_level))
    proposal = (f"Theo đề nghị của {facts.proposer}",) if facts.proposer else ()
    return (*legal, *facts.extra_grounds, *proposal)


def _signer(facts: PaperFacts) -> Signer:
    """The head, or a deputy who signs for the head (`KT.`)."""
    if facts.deputy_title:
        return Signer((facts.head_title, facts.deputy_title), facts.head, authority="KT.")
    return Signer((facts.head_title,), facts.head)


def _recipients(text: dict[str, Any], values: dict[str, Any]) -> tuple[str, ...]:
    """Lines whose subject is unknown leave nothing but their bracket behind: drop them."""
    lines = (filled(line, values).strip() for line in text.get("recipients", ()))
    return tuple(line for line in lines if line and not line.startswith("("))


def _annex(text: dict[str, Any], values: dict[str, Any], composition: Composition) -> Annex:
    return Annex(title=filled(text["title"], values), blocks=composition.blocks(text["blocks"]))
