"""Results for readers: a report as a plain value, its figures, and its files.

Room      report: the only room that draws. Knows every room below; the command line is above.
Here      document     what a report is: sections of paragraphs, tables, figures, formulas
          markdown, latex, folder   the report as Markdown, LaTeX and JSON, written whole or not at all
          polygon      the payoff polygon of a two-player game
          range_chart  concession ranges, issue by issue
          tree_layout, tree_drawing, tree_tikz   game trees
          studio       figures drawn by other processes while the rest is worked out
"""

from typing import TYPE_CHECKING

from bargain.on_demand import on_demand

if TYPE_CHECKING:
    from bargain.report.case_report import case_report
    from bargain.report.document import Block, Bullets, Exhibit, Figure, Formula, Report, Section, name_of
    from bargain.report.folder import check_folder, files_of, write_report
    from bargain.report.latex import to_latex, to_latex_tables
    from bargain.report.markdown import to_markdown
    from bargain.report.patience_chart import IssueSurvival, PatiencePicture, patience_chart
    from bargain.report.patience_sections import patience_sections
    from bargain.report.polygon import Mark, PayoffPicture, payoff_polygon
    from bargain.report.range_chart import IssueRange, LevelMark, RangePicture, range_chart
    from bargain.report.studio import Studio, studio
    from bargain.report.tree_drawing import TreePicture, tree_figure
    from bargain.report.tree_layout import tree_layout
    from bargain.report.tree_parts import TreeLayout
    from bargain.report.tree_tikz import tree_tikz

__all__ = [
    "Block",
    "Bullets",
    "Exhibit",
    "Figure",
    "Formula",
    "IssueRange",
    "IssueSurvival",
    "LevelMark",
    "Mark",
    "PatiencePicture",
    "PayoffPicture",
    "RangePicture",
    "Report",
    "Section",
    "Studio",
    "TreeLayout",
    "TreePicture",
    "case_report",
    "check_folder",
    "files_of",
    "name_of",
    "patience_chart",
    "patience_sections",
    "payoff_polygon",
    "range_chart",
    "studio",
    "to_latex",
    "to_latex_tables",
    "to_markdown",
    "tree_figure",
    "tree_layout",
    "tree_tikz",
    "write_report",
]

on_demand(
    __name__,
    {
        "case_report": ("case_report",),
        "document": ("Block", "Bullets", "Exhibit", "Figure", "Formula", "Report", "Section", "name_of"),
        "folder": ("check_folder", "files_of", "write_report"),
        "latex": ("to_latex", "to_latex_tables"),
        "markdown": ("to_markdown",),
        "patience_chart": ("IssueSurvival", "PatiencePicture", "patience_chart"),
        "patience_sections": ("patience_sections",),
        "polygon": ("Mark", "PayoffPicture", "payoff_polygon"),
        "range_chart": ("IssueRange", "LevelMark", "RangePicture", "range_chart"),
        "studio": ("Studio", "studio"),
        "tree_drawing": ("TreePicture", "tree_figure"),
        "tree_layout": ("tree_layout",),
        "tree_parts": ("TreeLayout",),
        "tree_tikz": ("tree_tikz",),
    },
)
