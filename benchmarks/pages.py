"""Texts of one length from the project's corpus, and ordinary web pages made around them, for benchmarks."""

from pathlib import Path

TEXTS = Path(__file__).resolve().parents[1] / "evaluation" / "texts"
LENGTH = 2000
_WORDS = (
    "ministry",
    "report",
    "region",
    "council",
    "budget",
    "harbour",
    "letter",
    "market",
    "winter",
    "bridge",
    "school",
)


def texts(language: str, length: int = LENGTH) -> list[str]:
    """Texts of a language, each of `length` characters, none twice."""
    whole = "\n\n".join(path.read_text("utf-8") for path in sorted(TEXTS.glob(f"dev-{language}-*.txt")))
    return [whole[at : at + length] for at in range(0, len(whole) - length + 1, length)]


def _headline(seed: int) -> str:
    return " ".join(_WORDS[(seed * 7 + n * 3) % len(_WORDS)] for n in range(6)).capitalize()


def _list(name: str, count: int, seed: int) -> str:
    links = (
        f'<a href="/{name}/{n}.html" data-track="{name}-{n}"><span class="kicker">{name}</span> {_headline(n)}</a>'
        for n in range(seed, seed + count)
    )
    items = "".join(f'<li class="item c{n % 150}"><div class="card">{link}</div></li>' for n, link in enumerate(links))
    return f'<div class="{name}"><h3>{name.capitalize()}</h3><ul>{items}</ul></div>'


def page(text: str, language: str, seed: int) -> str:
    """An article as news sites serve it: menus, scripts, teasers and a footer around the text's paragraphs."""
    title, *rest = [part for part in text.split("\n\n") if part.strip()] or [""]
    body = "".join(f"<p>{part.replace('&', '&amp;').replace('<', '&lt;')}</p>\n" for part in rest)
    style = "".join(f".c{n}{{margin:{n}px;color:#{n:06x}}}" for n in range(150))
    script = "".join(f'window.q=window.q||[];q.push(["event",{n},"{_headline(n)}"]);' for n in range(60))
    return f"""<!DOCTYPE html>
<html lang="{language}"><head><meta charset="utf-8"><title>{title} - The Invented Daily</title>
<meta property="og:title" content="{title}"><meta name="description" content="{_headline(seed)}">
<meta property="article:published_time" content="2024-03-15T08:00:00Z">
<style>{style}</style><script>{script}</script></head>
<body class="article"><header><nav>{_list("sections", 40, seed)}{_list("services", 20, seed + 40)}</nav></header>
<div class="wrap"><main><article><h1>{title}</h1>
<div class="byline">By the newsroom <time datetime="2024-03-15">15 March 2024</time></div>
<div class="share"><a href="#">Share</a><a href="#">Print</a></div>
{body}</article>
<section>{_list("related", 24, seed + 80)}</section></main>
<aside>{_list("popular", 30, seed + 120)}
<div class="newsletter"><form><input name="mail"><button>Subscribe</button></form></div>
{_list("latest", 40, seed + 160)}</aside></div>
<footer>{_list("about", 30, seed + 200)}<p>All rights reserved. Invented.</p></footer>
<script>{script}</script></body></html>"""
