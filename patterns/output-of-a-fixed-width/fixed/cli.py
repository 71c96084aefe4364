import argparse


def parser():
    parser = argparse.ArgumentParser(prog="shop")
    parser.add_argument("--currency", help="in which the prices are shown; each is taken at the rate of the last working day")
    return parser
