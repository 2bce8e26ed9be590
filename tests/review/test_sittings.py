from tacitus.review.questions import Question
from tacitus.review.sittings import KEYS, Choice, Sitting

QUESTIONS = [
    Question(kind="code", subject=f"d#e{n}", asked="ACCUSE", probability=0.5, hangs_on_it=1)
    for n in (1, 2, 3)
]
TYPES = (
    Choice(label="REJECT", value="REJECT"),
    Choice(label="more", more=(Choice(label="AID", value="AID"),)),
)


def pressed(keys, choices=TYPES):
    sitting = Sitting(questions=QUESTIONS, choices_of=lambda _: choices)
    answers = [answer for key in keys if (answer := sitting.press(key))]
    return sitting, [(a.question.subject[2:], a.verdict, a.correction) for a in answers]


def test_each_key_answers_one_question():
    sitting, answers = pressed("ysu")
    assert answers == [("e1", "yes", None), ("e3", "unsure", None)]
    assert sitting.open is None


def test_a_no_asks_what_is_right():
    assert pressed("n1")[1] == [("e1", "no", "REJECT")]
    assert pressed("n21")[1] == [("e1", "no", "AID")]
    assert pressed("nn")[1] == [("e1", "no", None)]


def test_a_no_to_which_there_is_no_correction_decides_at_once():
    assert pressed("n", choices=())[1] == [("e1", "no", None)]


def test_undo_takes_the_last_answer_back_and_asks_again():
    sitting, answers = pressed("yzn1")
    assert answers == [("e1", "yes", None), ("e1", "undone", None), ("e1", "no", "REJECT")]
    assert (sitting.at, sitting.answered) == (1, 1)


def test_undo_of_a_skip_and_of_a_list_of_corrections_takes_nothing_back():
    sitting, answers = pressed("szznzy")
    assert answers == [("e1", "yes", None)]
    assert sitting.at == 1


def test_other_keys_do_nothing_and_q_ends():
    sitting, answers = pressed("x9n9qy")
    assert answers == []
    assert sitting.open is None


def test_no_choice_has_a_key_that_means_something_else():
    assert not set(KEYS) & set("ynuzsq")
    assert len(set(KEYS)) == len(KEYS)
