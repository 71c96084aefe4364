def with_tax(cents, percent):
    return cents + cents * percent // 100
