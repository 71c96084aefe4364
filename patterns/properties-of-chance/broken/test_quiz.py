import random


def shuffled(questions):
    quiz = list(questions)
    random.shuffle(quiz)
    return quiz


def test_a_quiz_has_the_questions_in_another_order():
    questions = ["sum", "tree", "river"]
    assert shuffled(questions) != questions, "the questions were not shuffled"
