"""Every code: what it is called, how bad it is, what to know, how to mend it. Pages are made from here.

S: how a criteria file is written. N: names. Q: quantities. T: the trial as a whole. L: logic. P: patient files.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Code:
    title: str
    why: str
    fix: str
    severity: Literal["error", "warning"] = "error"


CODES: dict[str, Code] = {
    "S001": Code(
        "A phrase that doesn't fit here",
        "The words up to the caret read as a criterion; what follows them does not. Nothing is guessed from the rest.",
        "Compare with the phrases of docs/language.md. Two rules in one criterion are joined by `and` or `or`.",
    ),
    "S002": Code(
        "A sentence with two readings",
        "`A and B or C` has two readings; so has a list, where a word may be of one of its names or of all. Protocols "
        "mean now one, now the other. Eligo asks rather than picks.",
        "Take the reading that is meant from those shown: parentheses around what belongs together, and `and` or `or` "
        "before the last name of a list.",
    ),
    "S003": Code(
        "A number with a comma or a space in it",
        "`1,500` is 1500 in one country and 1.5 in another: a factor of a thousand, and both occur in protocols.",
        "Write 1500 without a separator, or 1.5 with a point.",
    ),
    "S004": Code(
        "Nested too deeply",
        "No protocol needs more than a few levels; past 100, the file is almost surely damaged.",
        "Split the criterion.",
    ),
    "S005": Code(
        "Quotation marks that don't close",
        "A text in quotes ends on the line it starts on.",
        'Close it with " on the same line.',
    ),
    "S006": Code(
        "A character that can't stand here",
        "The file holds a character that no phrase uses (often a control character from a damaged copy).",
        "Remove it, or put it inside quotes or a comment.",
    ),
    "S007": Code(
        "A criteria file that can't be opened or read as text",
        "Criteria files are UTF-8 text.",
        "Check the path, and save the file as UTF-8.",
    ),
    "N001": Code(
        "An unknown name",
        "Each analyte, condition, therapy and test is a row of the vocabulary; "
        "a name that isn't there has no meaning yet.",
        "Use one of the names suggested, or add the name to the vocabulary (docs/recipes.md).",
    ),
    "N002": Code(
        "An unknown cohort",
        "A rule is for a cohort that the trial doesn't declare.",
        "Declare it in the `cohorts` line, or mend the letter.",
    ),
    "N003": Code(
        "An unknown definition, parameter or library",
        "A name in quotes stands for what the file, or a library that it includes, defines under it.",
        "Define it, include the library that does, or mend the spelling.",
    ),
    "Q001": Code(
        "An unknown unit",
        "Neither the table of units nor the unit library knows this spelling.",
        "Use a unit in which the analyte is reported.",
    ),
    "Q002": Code(
        "A unit of the wrong dimension",
        "The unit exists, but this analyte isn't measured in it: a hemoglobin isn't a count.",
        "Use a unit in which the analyte is reported.",
    ),
    "Q003": Code(
        "An implausible threshold",
        "The threshold lies outside the band in which protocols set this analyte's limits: "
        "usually a unit is off by a factor.",
        "Check number and unit against the protocol.",
    ),
    "Q004": Code(
        "A number without its unit",
        "1500 per microlitre and 1500 per litre differ by a million.",
        "Write the unit behind the number.",
    ),
    "Q005": Code(
        "ULN or LLN of something that has none",
        "Laboratories print a reference range for analytes, not for scores, ages, or an INR.",
        "State the limit as a number.",
    ),
    "Q006": Code(
        "A word where a number is measured, or a number where a word is reported",
        "`HBsAg` is answered positive or negative; `ANC` is a number.",
        "Use the form that the test is reported in.",
    ),
    "Q007": Code(
        "A limit stated twice that differs",
        "`<= 2.0 mg/dL [34 umol/L]` says one limit in two units, and each result is held against its own. "
        "The two numbers must be the same amount, but for rounding: they check each other.",
        "Check both numbers against the protocol.",
    ),
    "Q008": Code(
        "A CTCAE grade without its version",
        "Versions 4, 5 and 6 draw some grades at different values: a neutrophil count of 1.2 is grade 2 in one and "
        "grade 1 in another.",
        "Write CTCAE v4, v5 or v6, as the protocol names it.",
    ),
    "Q009": Code(
        "A change in percent of a percentage",
        "An LVEF that falls from 60 % to 54 % has lost 10 % of its value, or 6 points.",
        "Write `10 points`, or a multiple of the baseline.",
    ),
    "Q010": Code(
        "A dose in an equivalent that no table holds",
        "A dose is converted by a table of what one drug is worth in another: of steroids in prednisone, of "
        "anthracyclines in doxorubicin.",
        "Use one of the equivalents that are named, or the dose of the drug itself.",
    ),
    "T001": Code(
        "A criterion, a cohort or a rule that is there twice",
        "Two criteria of a kind share a number, or two rules of one criterion are for the same cohort.",
        "Renumber one of them or remove it.",
    ),
    "T002": Code(
        "A trial without criteria",
        "A trial that asks nothing would make every patient eligible.",
        "Add at least one inclusion or exclusion.",
    ),
    "T003": Code(
        "A file that doesn't start with its trial",
        'The first line names the trial: trial NCT00000000 "Title".',
        "Add the line.",
    ),
    "T004": Code(
        "A definition that stands for itself",
        "A definition may use others, but not itself, directly or through them; a parameter is a number.",
        "Take the name out of its own definition.",
    ),
    "L001": Code(
        "Exceptions that contradict each other",
        "Two exceptions hold for the same patients and set different limits, so neither can be applied.",
        "Give each exception a condition of its own.",
    ),
    "L002": Code(
        "A judgment used as a condition",
        "Whether an exception applies must be a fact: a person's judgment answers a whole criterion, not a part of it.",
        "Use a fact or an `attested` statement as the condition.",
    ),
    "L003": Code(
        "A therapy without its time",
        "`chemotherapy` alone doesn't say whether it is over, going on, or planned.",
        "Write `prior`, `current`, or a window behind it.",
    ),
    "L004": Code(
        "Words that don't go together",
        "Stage and confirmation belong to conditions; intent, lines and the time since belong to therapies. "
        "One list holds names of one kind, and when something was is said once.",
        "Remove the word, name the right kind of entry, or make two rules of one.",
    ),
    "L005": Code(
        "A range that nothing lies in, or words that fit nothing",
        "The lower end of `between` is above its upper end; a tumor can't be both resectable and unresectable; a drug "
        "isn't the only one of a class that it isn't in.",
        "Swap the two numbers, or take one of the words away.",
    ),
    "L006": Code(
        "Exceptions that overlap",
        "A patient for whom two exceptions hold, and who passes by one of them but not by the other, can't be decided: "
        "the criterion stays open, whatever else is known. The patient shown was run.",
        "Say in one of the conditions what counts when both hold: `if brain metastases and not liver metastases`.",
        "warning",
    ),
    "L007": Code(
        "An exception that never counts",
        "Its condition can't hold, or its answer is the rule's own: it says nothing, and was surely meant to say "
        "something.",
        "Mend its condition or its limit, or remove it.",
        "warning",
    ),
    "L008": Code(
        "Criteria that nobody can pass",
        "A trial in which nobody can be eligible is surely not the one that was meant. It is a warning and not an "
        "error: every part means something, a patient can be screened and is told honestly that nobody is eligible, "
        "and a protocol that contradicts itself can be shown to its authors.",
        "Mend the limit, the name or the time of one of the two.",
        "warning",
    ),
    "L009": Code(
        "A criterion that adds nothing",
        "Whoever passes another criterion can't fail this one. Protocols do repeat themselves, so this may be meant; "
        "but where a limit was mistyped, this is how it shows.",
        "Compare both with the protocol. If it repeats itself, leave them.",
        "warning",
    ),
    "L010": Code(
        "A window in which nothing can lie",
        "It ends before it begins, lies after the day of screening, or is shorter than what must lie inside it: "
        "the criterion could never be decided by it.",
        "Check the days, and from which day they are counted.",
        "warning",
    ),
    "L011": Code(
        "Two criteria that part on a single day",
        "`within 28 days` counts the 28th day, and so does `at least 28 days`. Side by side, for the same thing, they "
        "agree on every day but that one: usually one of them is off by a day.",
        "Write `less than 28 days` or `more than 28 days` in one of them, as the protocol has it.",
        "warning",
    ),
    "L012": Code(
        "A window, or `lowest`, that reaches one rule only",
        "In `A >= 1 and B >= 2 within 14 days` the window is of B alone: an A of years ago would count. "
        "Between names it reaches all of them: `A and B >= 2 within 14 days`.",
        "Write it behind each rule, or `results within 14 days unless stated` at the top of the file.",
        "warning",
    ),
    "L013": Code(
        "An exclusion that needs all of its names",
        "`hypertension, stroke and diabetes` excludes who has all three. Lists of exclusions mostly mean any of them.",
        "Write `or` before the last name, or make each name an exclusion; parentheses say that all is meant.",
        "warning",
    ),
    "L014": Code(
        "One metastasis that fits is enough",
        "`no brain metastases unless treated brain metastases` holds when one of them is treated, and another may be "
        "untreated. A protocol that lets such patients in means each of them.",
        "Write what none of them may be: `no untreated or symptomatic brain metastases`, "
        "`no brain metastases not stable for at least 28 days`.",
        "warning",
    ),
    "P001": Code(
        "A patient file that isn't JSON",
        "Patient files hold one JSON object, a list of them, or one a line (.ndjson).",
        "Mend the place shown; the other files were read.",
    ),
    "P002": Code(
        "An unknown key in a patient profile",
        "A key that this version doesn't know could be a misspelt one, and its value would be lost silently.",
        "Use the key suggested, or move the value under `extensions`.",
    ),
    "P003": Code(
        "A value that doesn't fit its key",
        "The profile's format says what each key holds (`eligo schema patient`).",
        "Mend the value.",
    ),
    "P004": Code(
        "Dates that contradict each other",
        "A birth after the reference date, an end before its start.",
        "Mend the date.",
    ),
    "P005": Code(
        "No reference date",
        "Ages and windows are counted from a date. "
        "Eligo never takes today's: the same file must give the same answer tomorrow.",
        "Add `reference_date` to the profile, or pass --as-of.",
    ),
    "P006": Code(
        "A patient file that can't be opened or read as text",
        "Patient files are UTF-8.",
        "Check the path, and export the file as UTF-8.",
    ),
    "P007": Code(
        "No patients",
        "The file or folder holds none.",
        "Check the path; patient files end in .json or .ndjson.",
    ),
    "P008": Code(
        "A patient id that occurs twice",
        "Two profiles share an id; both are screened, and their results can't be told apart by it.",
        "Give each profile an id of its own.",
        "warning",
    ),
}
