class InsufficientFunds(ValueError):
    pass
