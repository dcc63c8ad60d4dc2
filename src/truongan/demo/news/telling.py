"""Articles of the demonstration, written and published the way an editor does."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.html import escape, format_html
from django.utils.text import slugify

from truongan.accounts.models import User
from truongan.demo.chain.stage import Stage, cast_on, place
from truongan.demo.news import articles_2021, articles_2025, articles_2026
from truongan.demo.news.drawing import Sheet
from truongan.demo.news.scenes import SCENES, Scene
from truongan.demo.news.stories import SECTIONS, Card, Gallery, Moment, Number, Picture, Quote, Story, Table
from truongan.directives.models import Directive
from truongan.kernel.text import fold
from truongan.news.actions import refresh_groups
from truongan.news.actions.pictures import keep_photo
from truongan.news.actions.publishing import draft_article, publish_article
from truongan.news.models import Article, ArticleRelation, NewsIndex, Photo, Section
from truongan.news.references import EMBED_TYPE, FigureReference

_FIGURE = re.compile(r"\[\[([a-z.]+)(?:\|(today))?(?:\|([\w:.\-]+))?\]\]")
_CREDIT = "Hình vẽ của Trường An"
_EDITOR = "can-bo-tinh"


def september(stage: Stage) -> None:
    _publish(articles_2021.SEPTEMBER)


def autumn(stage: Stage) -> None:
    _publish(articles_2021.AUTUMN)


def after_the_merger(stage: Stage) -> None:
    _publish(articles_2025.STORIES)


def this_year(stage: Stage) -> None:
    _publish(articles_2026.STORIES)


def story_page(key: str) -> Article:
    """The page of a story told before, by its key."""
    return Article.objects.get(slug=key)


def _publish(stories: Iterable[Story]) -> None:
    sections = _sections()
    for story in stories:
        _write(story, sections[story.section], cast_on(_EDITOR, story.moment.day))


def _sections() -> dict[str, Section]:
    found = {each.slug: each for each in Section.objects.all()}
    for slug, (title, intro) in SECTIONS.items():
        if slug not in found:
            found[slug] = NewsIndex.objects.get().add_child(instance=Section(title=title, slug=slug, intro=intro))
    return found


def _write(story: Story, section: Section, editor: User) -> None:
    refresh_groups(user=editor, day=story.moment.day)  # as at the door of the editors' screens
    now = story.moment.instant
    article = draft_article(
        actor=editor, section=section, title=story.title, lead=story.lead, body=list(_stream(story)),
        topics=story.topics, slug=story.key, published_at=now, first_published_at=now, cover=_photo(story.cover, now),
        author_unit=place(story.unit), byline=story.byline, now=now,
    )  # fmt: skip
    if story.related:
        article.relations.add(*(ArticleRelation(related=story_page(key)) for key in story.related))
        article.save_revision(user=editor)
    publish_article(actor=editor, article=article, now=now)


def _photo(key: str, now: datetime) -> Photo:
    """Each scene is drawn once and used wherever it fits."""
    scene = SCENES[key]
    return Photo.objects.filter(title=scene.title).first() or _drawn(scene, now)


def _drawn(scene: Scene, now: datetime) -> Photo:
    sheet = Sheet(scene.ground)
    scene.draw(sheet)
    file = SimpleUploadedFile(f"{slugify(fold(scene.title))}.webp", sheet.webp(), "image/webp")
    photo = keep_photo(actor=None, file=file, title=scene.title, description=scene.alt, credit=_CREDIT, now=now)
    across, down = scene.focus
    photo.focal_point_x, photo.focal_point_y = round(across * photo.width), round(down * photo.height)
    photo.focal_point_width, photo.focal_point_height = photo.width // 2, photo.height // 2
    photo.save()
    return photo


# The body


def _stream(story: Story) -> Iterator[tuple[str, object]]:
    for part in story.body:
        yield _WRITERS[type(part)](part, story.moment)


def _text(words: str, moment: Moment) -> tuple[str, object]:
    parts = (_element(part.strip(), moment.day) for part in words.split("\n\n") if part.strip())
    return "text", "".join(parts)


def _element(words: str, day: date) -> str:
    if words.startswith("## "):
        return f"<h2>{_with_figures(words[3:], day)}</h2>"
    if words.startswith("- "):
        items = (f"<li>{_with_figures(line.removeprefix('- '), day)}</li>" for line in words.split("\n"))
        return f"<ul>{''.join(items)}</ul>"
    return f"<p>{_with_figures(words, day)}</p>"


def _with_figures(words: str, day: date) -> str:
    def embed(found: re.Match[str]) -> str:
        on = None if found[2] else day
        attributes = FigureReference(found[1], found[3] or "", on).attributes()
        written = "".join(format_html(' {}="{}"', name, value) for name, value in attributes.items())
        return f'<embed embedtype="{EMBED_TYPE}"{written}/>'

    return _FIGURE.sub(embed, escape(words))


def _picture(picture: Picture, moment: Moment) -> tuple[str, object]:
    return "photo", _pictured(picture, moment)


def _pictured(picture: Picture, moment: Moment) -> dict[str, object]:
    photo = _photo(picture.scene, moment.instant)
    return {"photo": photo.pk, "alt": photo.description, "caption": picture.caption, "credit": ""}


def _gallery(gallery: Gallery, moment: Moment) -> tuple[str, object]:
    return "gallery", {"photos": [_pictured(each, moment) for each in gallery.pictures]}


def _quote(quote: Quote, moment: Moment) -> tuple[str, object]:
    return "quote", {"text": quote.words, "who": quote.who}


def _number(number: Number, moment: Moment) -> tuple[str, object]:
    return "figure", {
        "indicator": number.indicator,
        "place": "",
        "day": moment.day.isoformat(),
        "seal": None,
        "note": number.note,
    }


def _table(table: Table, moment: Moment) -> tuple[str, object]:
    return "figure_table", {
        "caption": table.caption, "indicators": list(table.indicators), "place": "", "day": moment.day.isoformat(), "by": table.by,
    }  # fmt: skip


def _card(card: Card, moment: Moment) -> tuple[str, object]:
    return "directive", {"directive": Directive.objects.published().get(number=card.number, year=card.year).pk}


_WRITERS: dict[type, Callable[..., tuple[str, object]]] = {
    str: _text, Picture: _picture, Gallery: _gallery, Quote: _quote, Number: _number, Table: _table, Card: _card,
}  # fmt: skip
