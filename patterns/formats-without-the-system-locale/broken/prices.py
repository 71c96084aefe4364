import locale


def price(cents):
    locale.setlocale(locale.LC_ALL, "de_DE.UTF-8")
    return locale.format_string("%.2f €", cents / 100, grouping=True)
