"""What the benchmark of the vocabulary takes for a mention, on sentences written for this test."""

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "vocabulary.py"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """The benchmark as a module; benchmarks/ is no package."""
    spec = importlib.util.spec_from_file_location("vocabulary_benchmark", SCRIPT)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


C, T = "condition", "agent, class or procedure"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("History of zebra fever or mild stripe disease within 5 years", [(C, "zebra fever"), (C, "stripe disease")]),
        ("No known active zebra fever.", [(C, "zebra fever")]),
        ("Prior treatment with zebramab, stripinib or hoof surgery", [(T, "zebramab"), (T, "stripinib"),
                                                                      (T, "hoof surgery")]),
        ("Concurrent use of PQ-7 inhibitors is not allowed", [(T, "PQ-7 inhibitors")]),
        ("PQ-7 inhibitors are forbidden", [(T, "PQ-7 inhibitors")]),
        ("diagnosis of carcinoma of the hoof (CH) requiring care", [(C, "carcinoma of the hoof")]),
        ("Medicines such as zebracillin, which we like", [(T, "zebracillin")]),
        ("Patient has hoof carcinoma and stable weight", [(C, "hoof carcinoma")]),
        ("The weight is stable and the coat shines", []),
        # A word that waits for its noun, a place, and what says nothing alone are no names.
        ("active bacterial, viral or fungal infection", [(C, "fungal infection")]),
        ("known disease of any kind", []),
        ("history of cancer of the breast, lung or zebra gland", [(C, "cancer of the breast"), (C, "zebra gland")]),
        ("prior therapies and other treatments", []),
        # What qualifies a name isn't part of it; a stage and a grade aren't either.
        ("confirmed recurrent stage IIIB zebra carcinoma", [(C, "zebra carcinoma")]),
        ("history of grade 2 zebra neuropathy", [(C, "zebra neuropathy")]),
        ("history of carcinoma in situ of the hoof", [(C, "carcinoma in-situ of the hoof")]),
        # The head decides the kind against the slot.
        ("prior hoof infarction", [(C, "hoof infarction")]),
        ("history of hoof transplantation", [(T, "hoof transplantation")]),
        ("receiving St. John's wort", [(T, "St-John's wort")]),
        ("&lt;p&gt; known zebra fever", [(C, "zebra fever")]),
        ("", []),
    ],
)  # fmt: skip
def test_mentions(script: ModuleType, text: str, found: list[tuple[str, str]]) -> None:
    assert list(script.mentions(text)) == found


def test_a_name_is_covered_as_a_whole(script: ModuleType) -> None:
    assert script.covered("hypertension")
    assert script.covered("Docetaxel")
    assert not script.covered("zebra hypertension")


def test_reads_a_file_of_trials_and_a_folder_of_texts(script: ModuleType, tmp_path: Path) -> None:
    trials = tmp_path / "trials.jsonl"
    lines = [{"eligibilityCriteria": "known asthma"}, {"eligibilityCriteria": None}, {"title": "none"}]
    trials.write_text("\n".join(map(json.dumps, lines)) + "\n\n", encoding="utf-8")
    (tmp_path / "one.txt").write_text("known zebra fever", encoding="utf-8")
    assert list(script.texts(trials)) == ["known asthma", "", ""]
    assert list(script.texts(tmp_path)) == ["known zebra fever"]
    met, _ = script.count(trials)
    assert met[C] == {"asthma": 1}


def test_the_report(
    script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "one.txt").write_text("known asthma; known zebra fever; prior docetaxel", encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["vocabulary.py", str(tmp_path)])
    script.main()
    out = capsys.readouterr().out
    assert "condition                                2 mentions,  50.0% covered;       2 names,  50.0% covered" in out
    assert "the commonest unknown: condition\n      1  zebra fever\n" in out
    assert "known    agent, class or procedure  docetaxel" in out
