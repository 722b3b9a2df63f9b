"""The commands and their options. What a command does stands in a module of its own, imported when it runs."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path

import click

from eligo.versions import ENGINE

LISTS = ["results", "conditions", "therapies", "medications", "procedures", "biomarkers", "family_history"]
_PATH = click.Path(path_type=Path)


class _Day(click.ParamType[str]):
    """A full date."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            return datetime.strptime(str(value), "%Y-%m-%d").date().isoformat()
        except ValueError:
            self.fail(f"{value!r} is not a date such as 2025-03-01", param, ctx)


def _settings(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    """NAME=VALUE of each `--set`. Usage error for one without a name or a value."""
    made: dict[str, str] = {}
    for one in values:
        name, sign, value = one.partition("=")
        if not (name.strip() and sign and value.strip()) or '"' in one or "\n" in one:
            raise click.BadParameter(f'{one!r} is not NAME=VALUE, such as "ALT limit=5 x ULN"', ctx, param)
        made[name.strip()] = value.strip()
    return made


_SET = click.option(
    "--set",
    "parameters",
    multiple=True,
    callback=_settings,
    metavar="NAME=VALUE",
    help='Give a parameter of the criteria another value: "ALT limit=5 x ULN". May be repeated.',
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(ENGINE, prog_name="eligo")
def main() -> None:
    """Screen patients against the eligibility criteria of clinical trials, every verdict explained."""
    # Looking for plugins of the validation library in every installed package costs a third of a short run.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    for stream in (sys.stdout, sys.stderr):
        # A pipe in another locale must not turn a micro sign into a crash.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


@main.command()
@click.argument("criteria", nargs=-1, required=True, type=_PATH)
@_SET
def check(criteria: tuple[Path, ...], parameters: dict[str, str]) -> None:
    """Compile criteria files and report all that is wrong with them.

    CRITERIA are .elig files or folders of them.

    \b
    Example: eligo check criteria/
    """
    from eligo.cli.criteria import run_check

    raise SystemExit(run_check(criteria, parameters))


@main.command()
@click.argument("criteria", nargs=-1, required=True, type=_PATH)
@click.option("--check", "only_check", is_flag=True, help="Change nothing; exit with 1 if a file would change.")
@click.option("--stdout", "to_stdout", is_flag=True, help="Print the result instead of writing the file.")
def fmt(criteria: tuple[Path, ...], only_check: bool, to_stdout: bool) -> None:
    """Give criteria files their one shape. Comments are kept; a file with errors is left alone.

    \b
    Example: eligo fmt criteria/
    """
    from eligo.cli.criteria import run_fmt

    raise SystemExit(run_fmt(criteria, only_check, to_stdout))


@main.command()
@click.argument("criteria", type=_PATH)
@click.argument("patients", nargs=-1, required=True, type=_PATH)
@click.option("--as-of", type=_Day(), help="Screen as of this day instead of each profile's reference date.")
@click.option("--cohort", help="Look at this cohort only.")
@click.option(
    "--assume-complete",
    multiple=True,
    type=click.Choice(LISTS),
    metavar="LIST",
    help=f"Take this list of every profile as complete ({', '.join(LISTS)}); verdicts that rest on it say so. "
    "May be repeated.",
)
@click.option(
    "--limits",
    type=_PATH,
    help="A site's limits of normal for results without a range: CSV with analyte, sex, unit, low, high.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="A report to read, or one JSON object a line.",
)
@click.option(
    "--explain",
    "explained",
    is_flag=True,
    help="Show every criterion of every patient, not only the open and failed ones.",
)
@click.option(
    "--require",
    type=click.Choice(["eligible", "not-ineligible"]),
    help="Exit with 1 unless every patient is at least this.",
)
@_SET
def screen(
    criteria: Path, patients: tuple[Path, ...], as_of: str | None, cohort: str | None,
    assume_complete: tuple[str, ...], limits: Path | None, form: str, explained: bool, require: str | None,
    parameters: dict[str, str],
) -> None:  # fmt: skip
    """Screen patients against trials.

    CRITERIA is an .elig file or a folder of them; PATIENTS are .json or .ndjson files, folders, or - for
    standard input.

    \b
    Example: eligo screen criteria/NCT03252938.elig patients/ --cohort A
    """
    from eligo.cli.screen import Options, run_screen

    options = Options(as_of, cohort, assume_complete, limits, form, explained, require, parameters)
    raise SystemExit(run_screen(criteria, patients, options))


@main.command()
@click.argument("criteria", type=_PATH)
@click.argument("patient", type=_PATH)
@click.argument("criterion", required=False)
@click.option("--as-of", type=_Day(), help="Explain as of this day instead of the profile's reference date.")
@click.option("--cohort", help="Look at this cohort only.")
@click.option(
    "--assume-complete",
    multiple=True,
    type=click.Choice(LISTS),
    metavar="LIST",
    help="Take this list of the profile as complete.",
)
@click.option("--limits", type=_PATH, help="A site's limits of normal, as for `screen`.")
@_SET
def explain(
    criteria: Path, patient: Path, criterion: str | None, as_of: str | None, cohort: str | None,
    assume_complete: tuple[str, ...], limits: Path | None, parameters: dict[str, str],
) -> None:  # fmt: skip
    """Explain the verdict on one patient: each rule, the value and its date, the branch taken, what would settle it.

    CRITERION is a number such as 9f, or "exclusion 13"; without it every criterion is explained.

    \b
    Example: eligo explain criteria/NCT03252938.elig patients/anna.json 9f
    """
    from eligo.cli.explain import run_explain
    from eligo.cli.screen import Options

    options = Options(as_of, cohort, assume_complete, limits, "text", True, None, parameters)
    raise SystemExit(run_explain(criteria, patient, criterion, options))


@main.command()
@click.argument("criteria", nargs=-1, required=True, type=_PATH)
@click.option("--coverage", is_flag=True, help="Also list the branches of the criteria that no case reaches.")
def test(criteria: tuple[Path, ...], coverage: bool) -> None:
    """Run the cases beside criteria files (NCT….cases.json beside NCT….elig).

    \b
    Example: eligo test criteria/
    """
    from eligo.cli.cases import run_test

    raise SystemExit(run_test(criteria, coverage))


@main.command()
@click.argument("code", required=False)
def rule(code: str | None) -> None:
    """Tell what a finding such as N001 means: why it matters, how to mend it, an example. Without CODE, list all.

    \b
    Example: eligo rule N001
    """
    from eligo.cli.rule import run_rule

    raise SystemExit(run_rule(code))


@main.command()
@click.argument("of", type=click.Choice(["result", "patient"]), default="result")
def schema(of: str) -> None:
    """Print the JSON Schema of a result, or of a patient profile.

    \b
    Example: eligo schema patient
    """
    import json

    if of == "patient":
        from eligo.facts.profile import Profile

        made = Profile.model_json_schema()
    else:
        from eligo.report.model import Result

        made = Result.model_json_schema()
    click.echo(json.dumps(made, indent=2, ensure_ascii=False))
