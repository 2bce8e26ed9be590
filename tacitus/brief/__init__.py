"""The brief of a day: what the documents published on it tell, who says so, and what is new.

Enters: the rows that a store has of the day (`store.day_rows`). Leaves: a plain value `Brief`, and
its renderings as HTML and Markdown. Nothing is summarised: each line is an event with its words.
"""

from tacitus.brief.briefs import make_brief as make_brief
from tacitus.brief.html import render_html as render_html
from tacitus.brief.markdown import render_markdown as render_markdown
from tacitus.brief.records import Brief as Brief
