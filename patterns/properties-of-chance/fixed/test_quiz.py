import random


def shuffled(questions, rng=random):
    quiz = list(questions)
    rng.shuffle(quiz)
    return quiz


def test_a_quiz_has_the_same_questions():
    questions = ["sum", "tree", "river"]
    assert sorted(shuffled(questions)) == sorted(questions)


def test_a_quiz_has_the_questions_in_another_order():
    questions = list(range(20))
    assert shuffled(questions, random.Random(17)) != questions
